"""The mentor writes to the group: who reads it, what the letter says, and when it is gone."""

import datetime
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import retention
from core.models import AccessLog, Mail
from core.outbox import compose, letter
from tests.verme.conftest import make_mentor, name_mentor
from verme.mentor import actions as mentoring
from verme.models import GroupMessage
from verme.season import actions as seasons
from verme.sign_up import actions as places

pytestmark = pytest.mark.django_db
BIRD = "kanarialintu-viesti-5521"


@pytest.fixture
def leader(mentor, signed_in):
    return signed_in(mentor.person)


def at(group):
    return f"/verme/ryhmat/{group.pk}/viestit/"


def write(browser, group, text=BIRD, **fields):
    return browser.post(at(group), {"text-message": text, "version-message": 0} | fields)


def test_members_get_a_neutral_letter_and_read_the_message_in_the_group(confirmed, aino, mentor, leader, signed_in):
    key = {"id": str(uuid.uuid4())}
    for _click in range(2):
        assert write(leader, confirmed, **key).headers["Location"] == at(confirmed)
    told = Mail.objects.filter(kind="verme_message")
    assert (GroupMessage.objects.count(), told.count(), told.filter(to=mentor.person).count()) == (1, 8, 0)
    row = told.get(to=aino)
    sent = compose(row, letter(row))
    assert BIRD not in sent.message().as_string()
    assert (sent.subject, letter(row).link) == ("Verme: viesti ryhmällesi", at(confirmed))
    hers = signed_in(aino)
    for page in (at(confirmed), f"/verme/ryhmat/{confirmed.pk}/"):
        assert BIRD in hers.get(page).content.decode()
    assert AccessLog.objects.filter(reader=aino, subject=mentor.person, kind="verme").count() == 1
    assert b'name="text-message"' not in hers.get(at(confirmed)).content
    assert write(hers, confirmed, "omani").status_code == 404


def test_an_empty_message_is_not_sent(confirmed, leader):
    page = leader.post(at(confirmed), {"text": " \r\n "}, follow=True)
    assert "Kirjoita ensin viesti." in page.content.decode()
    assert (GroupMessage.objects.count(), Mail.objects.filter(kind="verme_message").count()) == (0, 0)


def test_a_message_saves_itself_for_its_writer_alone_until_it_is_sent(confirmed, aino, leader, matti, signed_in):
    name_mentor(confirmed, make_mentor(matti))
    draft, script = at(confirmed) + "luonnos/", {"X-Autosave": "1"}
    saved = leader.post(draft, {"text-message": BIRD, "version-message": 0}, headers=script)
    assert saved.status_code == 200
    assert BIRD in leader.get(at(confirmed)).content.decode()
    for other in (signed_in(aino), signed_in(matti)):
        for page in (at(confirmed), f"/verme/ryhmat/{confirmed.pk}/"):
            assert BIRD not in other.get(page).content.decode()
    assert (GroupMessage.objects.sent().count(), Mail.objects.filter(kind="verme_message").count()) == (0, 0)
    assert signed_in(aino).post(draft, {"text-message": "x", "version-message": 0}).status_code == 404
    write(leader, confirmed, BIRD + " ja loppu", **{"version-message": 1})
    assert [row.draft for row in GroupMessage.objects.all()] == [False]
    assert BIRD + " ja loppu" in signed_in(aino).get(at(confirmed)).content.decode()


def test_hr_and_those_who_have_left_read_nothing(confirmed, aino, johanna, mentor, leader, sari, matti, signed_in):
    write(leader, confirmed)
    places.withdraw(confirmed.season, by=aino)
    substitute = make_mentor(matti)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        mentoring.stop(confirmed.mentorings.get(person=mentor.person), by=mentor.person)
        name_mentor(confirmed, substitute)
        assert [signed_in(person).get(at(confirmed)).status_code for person in (aino, mentor.person, sari)] == [404] * 3
        his = signed_in(matti)
        assert BIRD not in his.get(at(confirmed)).content.decode()  # what was written before a substitute
        write(his, confirmed, "sijaisen sanat")
        assert "sijaisen sanat" in his.get(at(confirmed)).content.decode()
        assert BIRD in signed_in(johanna).get(at(confirmed)).content.decode()


def test_its_writer_takes_a_message_away_and_nobody_else(confirmed, aino, leader, matti, signed_in):
    write(leader, confirmed)
    address = f"/verme/viestit/{GroupMessage.objects.get().pk}/poista/"
    name_mentor(confirmed, make_mentor(matti))
    assert [signed_in(person).post(address).status_code for person in (aino, matti)] == [404, 404]
    assert leader.post(address).headers["Location"] == at(confirmed)
    assert GroupMessage.objects.count() == 0
    assert letter(Mail.objects.filter(kind="verme_message").first()).link == at(confirmed)


@pytest.mark.both_databases
def test_an_ended_group_reads_its_messages_until_they_are_deleted(confirmed, aino, leader, signed_in):
    write(leader, confirmed)
    seasons.close(confirmed.season)
    assert BIRD in signed_in(aino).get(at(confirmed)).content.decode()
    assert write(leader, confirmed, "vielä").status_code == 404
    left = []
    for days in (178, 186):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
            retention.dispose()
        left.append(GroupMessage.objects.count())
    assert left == [1, 0]


@pytest.mark.both_databases
def test_the_pages_take_as_many_queries_for_many(
    confirmed, mentor, aino, signed_in, django_capture_on_commit_callbacks
):
    hers, counts = signed_in(aino), []
    for size in (1, 19):
        for number in range(size):
            GroupMessage(group=confirmed).store(f"viesti {number}", by=mentor.person)
        counts.append([])
        for address in (at(confirmed), f"/verme/ryhmat/{confirmed.pk}/"):
            with django_capture_on_commit_callbacks(execute=True):
                hers.get(address)  # the first reading of a day is logged
            with CaptureQueriesContext(connection) as queries:
                hers.get(address)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
