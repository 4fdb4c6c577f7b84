"""Many ask for drafts that take seconds to draw, at the same time: pages go on as if nothing were."""

import datetime
import threading
import time

import pytest
from django.utils import timezone

from tests.factories import make_person
from tests.faults.site import Browser
from vatupassi.conversation import invitations
from vatupassi.models import Note, Occasion

SLOTS = ("tiedanko.works", "tiedanko.change", "osaanko.works", "haluanko.works")


@pytest.fixture
def drafts(postgresql, matti, kitchen):
    """Eight people, each with a conversation whose draft takes a second or so to draw."""
    made = []
    for number in range(8):
        person = make_person(name=f"Hidas {number}", unit=kitchen)
        talk = invitations.start(
            employee=person,
            supervisor=matti,
            by=matti,
            occasion=Occasion.objects.get(code="early-support"),
            starts_at=timezone.now() + datetime.timedelta(days=1),
            agreed=True,
        )
        for slot in SLOTS:
            Note.in_slot(talk, slot).store("a\n" * 80, by=matti)
        made.append((person, f"/keskustelut/{talk.pk}/muistio.pdf"))
    return made


def pages_for(browser, seconds):
    """How long each answer took, the longest last."""
    taken, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        assert browser.ask("/").status == 200
        taken.append(time.monotonic() - start)
        time.sleep(0.05)
    return sorted(taken)


def slow(taken):
    """What 95 % keep within."""
    return taken[int(0.95 * len(taken))]


def test_pages_are_answered_while_eight_draw(site, drafts, aino):
    browser = Browser(site, aino)
    assert browser.ask("/").status == 200
    ended, statuses, before = threading.Event(), [], site.workers()

    def ask(mine, path):
        while not ended.is_set():
            answer = mine.ask(path, timeout=60)
            statuses.append((answer.status, answer.headers.get("Retry-After")))
            time.sleep(0.2)

    threads = [threading.Thread(target=ask, args=(Browser(site, person), path)) for person, path in drafts]
    alone = pages_for(browser, 2)
    for thread in threads:
        thread.start()
    taken = pages_for(browser, 8)
    ended.set()
    for thread in threads:
        thread.join(60)
    assert set(statuses) == {(200, None), (503, "5")}, statuses
    assert slow(taken) < 4 * slow(alone) + 2, (alone[-5:], taken[-5:])  # the processors are shared, the threads not
    assert site.workers() == before
