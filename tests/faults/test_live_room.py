"""Two hundred phones in one room of the real server: nobody is refused, and each acknowledged line is in the PDF."""

import contextlib
import http.client

import pytest

from tests.faults.phones import LINE, Room, crowd, live
from tests.faults.site import Browser
from tests.pdfs import text_of
from workshops.models import GroupWork, Task
from workshops.task import actions as acts

PHONES, WRITERS, GROUPS, SECONDS = 200, 20, 10, 10


@pytest.fixture
def work(postgresql, matti):
    work = GroupWork.objects.create(title="Iso sali", owner=matti)
    acts.set_groups(work, GROUPS)
    Task.objects.create(work=work, number=1, title="Mikä auttaa?")
    acts.open_room(work, by=matti)
    return work


def test_two_hundred_phones_lose_nothing(site, work, matti):
    room = Room(site.port, work.room.code)
    phones = crowd(room, str(work.tasks.get().pk), phones=PHONES, writers=WRITERS, groups=GROUPS)
    live(room, phones, SECONDS, until=lambda: len(room.acknowledged) >= WRITERS * 3)
    assert room.refused == []
    assert len(room.joins) == PHONES
    assert len(room.acknowledged) >= WRITERS * 3, "the phones hardly got to write"
    browser = Browser(site, matti)
    page = browser.ask(f"/tyopajat/ryhmatyot/{work.pk}/").text
    assert sorted(LINE.findall(page)) == sorted(room.acknowledged)
    for phone in phones:
        own = {text for text in room.acknowledged if f"ryhmä {phone.group}," in text}
        assert own <= phone.seen, phone.number
    text = text_of(pdf(browser, work))
    assert [line for line in room.acknowledged if line not in text] == []


def pdf(browser, work):
    """The results as the facilitator downloads them."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", browser.site.port, timeout=60)) as connection:
        connection.request("GET", f"/tyopajat/ryhmatyot/{work.pk}/tulokset.pdf", headers=browser.headers)
        with connection.getresponse() as answer:
            assert answer.status == 200
            return answer.read()
