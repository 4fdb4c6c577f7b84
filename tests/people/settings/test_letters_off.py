"""Reminders that one has turned off stay among the notices; one letter a week for whoever wants it."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from core import outbox
from core.models import Mail
from people.models import User
from people.settings.reminders import is_the_day, tell_of_the_week
from tests.jobs import run_jobs
from vatupassi.conversation import invitations
from vatupassi.models import Occasion
from vatupassi.reminders import remind

pytestmark = pytest.mark.django_db
KINDS = {
    *("conversation_reminder", "follow_up_reminder", "follow_up_overdue", "round_more"),
    *("verme_call", "verme_session_reminder", "survey_reminder"),
}


def local(day, hour=9):
    return datetime.datetime(2026, 12, day, hour, tzinfo=timezone.get_current_timezone())


def talk(aino, matti, starts_at):
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="how-are-you"),
        starts_at=starts_at,
        agreed=True,
    )


def reminders_sent(mailoutbox):
    return sorted(message.to[0] for message in mailoutbox if message.subject.startswith("Muistutus"))


def test_only_reminders_can_be_turned_off():
    """What an invitation, a deletion or a sign-in tells comes whatever one has chosen."""
    assert outbox.reminders().keys() == KINDS


@pytest.mark.both_databases
def test_a_reminder_that_is_off_is_a_notice_and_no_mail(aino, matti, mailoutbox):
    with time_machine.travel(local(1, 8), tick=False):
        talk(aino, matti, local(9, 10))
    User.objects.filter(pk=aino.pk).update(letters_off=["conversation_reminder", "invitation"])
    with time_machine.travel(local(8, 9), tick=False):
        remind.func()
        run_jobs()
        assert reminders_sent(mailoutbox) == [matti.email]
        row = Mail.objects.get(to=aino, kind="conversation_reminder")
        assert row.state == Mail.State.WITHHELD
        assert outbox.letter(row).subject == "Muistutus: keskustelu ke 9.12. klo\xa010.00"
    assert "Oma tili" in mailoutbox[-1].body


def test_what_is_no_reminder_comes_all_the_same(aino, matti, mailoutbox):
    User.objects.filter(pk=aino.pk).update(letters_off=["invitation"])
    with time_machine.travel(local(1, 9), tick=False):
        talk(aino, matti, local(9, 10))
        run_jobs()
    assert aino.email in [message.to[0] for message in mailoutbox]


def test_one_that_is_turned_off_while_it_waits_is_not_sent(aino, matti, mailoutbox):
    with time_machine.travel(local(1, 8), tick=False):
        talk(aino, matti, local(9, 10))
    with time_machine.travel(local(8, 9), tick=False):
        remind.func()
        User.objects.filter(pk=aino.pk).update(letters_off=["conversation_reminder"])
        run_jobs()
    assert reminders_sent(mailoutbox) == [matti.email]


def test_what_one_ticks_comes(aino, signed_in):
    client = signed_in(aino)
    page = client.get("/mina/").content.decode()
    assert page.count('name="wanted"') == len(KINDS)
    assert page.count("checked") == len(KINDS)
    answer = client.post("/mina/kirjeet/", {"wanted": ["conversation_reminder"], "weekly_letter": "on"})
    assert answer.status_code == 302
    aino.refresh_from_db()
    assert (set(aino.letters_off), aino.weekly_letter) == (KINDS - {"conversation_reminder"}, True)
    assert client.get("/mina/").content.decode().count("checked") == 2


def test_a_kind_that_is_none_is_refused(aino, signed_in):
    answer = signed_in(aino).post("/mina/kirjeet/", {"wanted": ["invitation"]})
    assert answer.status_code == 200
    aino.refresh_from_db()
    assert aino.letters_off == []


@pytest.mark.parametrize(("day", "is_one"), [("2026-11-30", True), ("2026-12-01", False), ("2027-03-29", False)])
def test_the_letter_on_the_week_goes_on_its_first_working_day(day, is_one):
    assert is_the_day(datetime.date.fromisoformat(day)) is is_one  # the last one: Easter Monday


@pytest.mark.both_databases
def test_the_week_is_told_once_to_whoever_wants_it(aino, matti, mailoutbox):
    with time_machine.travel(local(1, 8), tick=False):
        talk(aino, matti, local(9, 10))
        talk(aino, matti, local(15, 10))
        run_jobs()
    mailoutbox.clear()
    User.objects.filter(pk=aino.pk).update(weekly_letter=True)
    with time_machine.travel(local(7, 8), tick=False):
        for _twice in range(2):
            tell_of_the_week(timezone.localdate())
            run_jobs()
        (message,) = mailoutbox
        assert (message.to, message.subject) == ([aino.email], "Viikkosi")
        assert "– ke 9.12. klo\xa010.00–10.45: keskustelu\n" in message.body
        assert "15.12." not in message.body
        assert matti.last_name not in message.body
    with time_machine.travel(local(21, 8), tick=False):
        tell_of_the_week(timezone.localdate())  # an empty week tells nothing
    assert Mail.objects.filter(kind="week").count() == 1
