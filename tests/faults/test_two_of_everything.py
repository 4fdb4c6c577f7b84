"""Two web processes and two workers behind a real proxy: each is killed in turn, then each is taken away in order.

The first costs people a wait; the second must cost them nothing. Neither may lose a word, a session, a place in a room,
a file that was brought, the sight of the other in a talk, or a job.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import threading
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import Schedule
from tests.core.jobs_app.jobs import slow
from tests.faults.behind_proxy import DRAIN, PROGRAM, Two, wait_until
from tests.faults.phones import LINE, Phone, Room, crowd
from tests.faults.site import Browser
from tests.people.roster.bring import HEAD
from vatupassi.models import Conversation, Note
from vatupassi.presence.jobs import forget_closed_pages
from workshops.models import GroupWork, Task
from workshops.task import actions as acts

if TYPE_CHECKING:
    from collections.abc import Iterator

PHONES, GROUPS, JOBS, PACE = 24, 3, 60, 0.15
GATEWAY = (502, 503, 504)  # the proxy's own: the process that it asked has gone


@dataclass
class Seen:
    """What people met: each refusal, with when."""

    refused: list[tuple[float, str]] = field(default_factory=list)

    def note(self, what: object) -> None:
        self.refused.append((time.monotonic(), str(what)))

    def since(self, moment: float) -> list[str]:
        return [what for at, what in self.refused if at > moment]


class Writer(threading.Thread):
    """Adds a word at a time to one text, as a page does: what is not acknowledged is sent again."""

    def __init__(self, browser: Browser, talk: Conversation, slot: str, seen: Seen) -> None:
        super().__init__(daemon=True)
        self.page = f"/keskustelut/{talk.pk}/vaihe/{slot.partition('.')[0]}/"
        self.browser, self.slot, self.seen, self.acknowledged = browser, slot, seen, list[str]()
        self.ended = threading.Event()

    def run(self) -> None:
        text, version, number = "", 0, 0
        while not self.ended.is_set():
            number += 1
            text = f"{text} {self.slot}-{number}.".strip()
            while not self.ended.is_set():
                try:
                    answer = self.browser.autosave(f"{self.page}tallenna/", self.slot, text, version)
                    if answer.status != 200:
                        raise OSError(answer.status)
                except (OSError, http.client.HTTPException) as error:
                    self.seen.note(f"{self.slot}: {error!r}")
                    time.sleep(0.1)
                    continue
                version = int(re.search(r'value="(\d+)"\s+data-version', answer.text)[1])
                self.acknowledged.append(f"{self.slot}-{number}.")
                break
            time.sleep(PACE)


class SteadyPhone(Phone):
    """A phone that asks again, as the page of a room does. A line has its own key, so that it is there once."""

    seen_by: Seen

    def ask(self, path, data=None):
        while True:
            try:
                answer, text, took = super().ask(path, data)
                if answer.status not in GATEWAY:
                    return answer, text, took
                self.seen_by.note(f"phone: {answer.status} {answer.headers['Server']}")
            except (OSError, http.client.HTTPException) as error:
                self.seen_by.note(f"phone: {error!r}")
                self.connection.close()
            time.sleep(0.1)


@pytest.fixture
def two(postgresql, tmp_path) -> Iterator[Two]:
    if not PROGRAM:
        pytest.skip("needs a proxy: bin/need haproxy")
    two = Two(tmp_path)
    yield two
    two.stop()


@pytest.fixture
def work(postgresql, matti) -> GroupWork:
    work = GroupWork.objects.create(title="Iso sali", owner=matti)
    acts.set_groups(work, GROUPS)
    Task.objects.create(work=work, number=1, title="Mikä auttaa?")
    acts.open_room(work, by=matti)
    return work


def both_see_each_other(aino: Browser, matti: Browser, talk: Conversation) -> bool:
    """A sign of life of each, then what each sees; whichever process answers."""
    address, pages = f"/keskustelut/{talk.pk}/lasna/", {aino: uuid.uuid4(), matti: uuid.uuid4()}
    for browser, page in pages.items():
        browser.ask(address, {"page": page, "step": "tiedanko", "begin": "1"})
    return all("</b> on täällä" in " ".join(browser.ask(address).text.split()) for browser in pages)


def brought(browser: Browser, lines: str) -> str:
    """The address to which a brought file leads."""
    edge = uuid.uuid4().hex
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="henkilot.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n{lines}\r\n--{edge}--\r\n"
    ).encode()
    headers = {"X-CSRFToken": browser.token, "Content-Type": f"multipart/form-data; boundary={edge}"}
    client = http.client.HTTPConnection("127.0.0.1", browser.site.port, timeout=20)
    with contextlib.closing(client):
        client.request("POST", reverse("roster_start"), body, browser.headers | headers)
        with client.getresponse() as answer:
            assert answer.status == 302, answer.read()[:2000]
            return urllib.parse.urlsplit(answer.headers["Location"]).path


def wait_for_words(writers: list[Writer], count: int = 2) -> None:
    """Until each has been told that so many more are saved."""
    before = [len(writer.acknowledged) for writer in writers]
    wait_until(
        lambda: all(len(w.acknowledged) >= b + count for w, b in zip(writers, before, strict=True)),
        90,
        "the writers do not get on",
    )


def held_lock(talk: Conversation, seconds: float) -> threading.Thread:
    """Somebody's transaction has the conversation: who saves in it meanwhile waits, also while the server ends."""

    def hold() -> None:
        with transaction.atomic():
            Conversation.objects.for_update().get(pk=talk.pk)
            time.sleep(seconds)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    return thread


def test_two_of_everything(two, talk, work, aino, matti, sari):
    seen = Seen()
    hers, his, of_hr = (Browser(two, person) for person in (aino, matti, sari))
    slots = [("tiedanko.works", hers), ("tiedanko.change", his), ("osaanko.works", hers), ("haluanko.try", his)]
    writers = [Writer(browser, talk, slot, seen) for slot, browser in slots]
    room = Room(two.port, work.room.code)
    phones = crowd(room, str(work.tasks.get().pk), phones=PHONES, writers=6, groups=GROUPS, every=2)
    for phone in phones:
        phone.__class__, phone.seen_by = SteadyPhone, seen
    for thread in (*writers, *phones):
        thread.start()
    for number in range(JOBS):
        slow.enqueue(f"{number}", 0.2)
    began = timezone.now()
    wait_for_words(writers)
    assert len({web.ready() for web in two.webs}) == 1

    # ---- killed: people wait, and nothing is lost
    for number, web in enumerate(two.webs):
        address = brought(of_hr, f"{HEAD}0010{number};Virta;Vieno{number};;Keittiö;;\n")
        lock = held_lock(talk, 3)
        time.sleep(1.5)  # until some wait for it in either process
        web.kill()
        two.workers[number].kill()
        lock.join()
        wait_until(lambda: both_see_each_other(hers, his, talk), 20, "the two do not see each other")
        page = of_hr.ask(address)  # the file's lines, whichever process took it
        assert (page.status, f"Vieno{number}" in page.text) == (200, True)
        wait_for_words(writers)
        web.start()
        two.workers[number].start()
        web.wait()
        two.wait_for_both()
    lost = len(seen.refused)
    assert lost >= 1, "no request met a killed process, so this proves little"

    # ---- taken away in order, as an upgrade does it: nobody notices
    upgrade = time.monotonic()
    for web, worker in zip(two.webs, two.workers, strict=True):
        lock = held_lock(talk, DRAIN + 2)  # requests that began before the end are answered after it
        web.process.terminate()
        time.sleep(1)
        assert web.ready() == 503  # it says so first, and still answers
        web.terminate()
        lock.join()
        worker.terminate()
        wait_for_words(writers)
        web.start()
        worker.start()
        web.wait()
        two.wait_for_both()
    assert seen.since(upgrade) == []
    assert both_see_each_other(hers, his, talk)

    for writer in writers:
        writer.ended.set()
    room.ended.set()
    for thread in (*writers, *phones):
        thread.join(60)
    for phone in phones:
        phone.poll()
        phone.connection.close()

    for writer in writers:
        note = Note.objects.get(conversation=talk, slot=writer.slot)
        words = note.text.open_as_system("test").split()
        assert [word for word in writer.acknowledged if word not in words] == []
    lines = LINE.findall(his.ask(f"/tyopajat/ryhmatyot/{work.pk}/").text)
    assert sorted(set(lines)) == sorted(lines)  # none twice
    assert set(room.acknowledged) <= set(lines)
    assert room.refused == []
    wait_until(lambda: not DBTaskResult.objects.ready().exists(), 90, "jobs are left")
    wait_until(lambda: not DBTaskResult.objects.running().exists(), 90, "a job is left running")
    jobs = DBTaskResult.objects.filter(task_path=slow.module_path)
    assert (jobs.count(), jobs.successful().count()) == (JOBS, JOBS)
    assert Schedule.objects.filter(pk__endswith=" done").count() == JOBS
    again = [job for job in jobs if len(job.worker_ids) > 1]
    assert len(again) <= 2  # those that a killed worker had in its hands, and no other
    minutes = (timezone.now() - began).total_seconds() / 60
    assert DBTaskResult.objects.filter(task_path=forget_closed_pages.module_path).count() <= minutes + 2
    print(
        f"words {sum(len(writer.acknowledged) for writer in writers)}, lines {len(room.acknowledged)}, "
        f"polls {len(room.polls)}, jobs {JOBS} of which {len(again)} twice; refused while killed {lost}, in order 0"
    )
