"""A meeting is reminded of once, on the morning before by the Finnish clock, while it is to be held."""

import datetime
import threading

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from verme import reminders
from verme.models import Session, SessionReminder
from verme.season import actions as seasons
from verme.session import actions as sessions
from verme.sign_up import actions as places

pytestmark = pytest.mark.django_db


def local(year, month, day, hour=9, minute=0):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=timezone.get_current_timezone())


def planned(group, starts_at, *, before=datetime.timedelta(days=10)):
    with time_machine.travel(starts_at - before, tick=False):
        return sessions.plan(Session(group=group, starts_at=starts_at, place="Kirjasto"))


def reminded():
    return sorted(Mail.objects.filter(kind="verme_session_reminder").values_list("to__username", flat=True))


def hours(start, end, step=1):
    """Run the minute's job over a stretch of time; the local hours in which it sent something."""
    found, now = [], start
    while now <= end:
        with time_machine.travel(now, tick=False):
            before = len(reminded())
            reminders.remind_of_meetings.func()
            if len(reminded()) > before:
                found.append(f"{timezone.localtime(now):%-d.%-m. %-H}")
        now += datetime.timedelta(hours=step)
    return found


@pytest.mark.parametrize("day", [(2027, 3, 10), (2027, 3, 28), (2027, 10, 31), (2027, 11, 1)], ids=str)
@pytest.mark.both_databases
def test_each_one_is_told_on_the_morning_before_also_over_a_change_of_the_clocks(confirmed, day):
    at = local(*day, 13)
    session = planned(confirmed, at)
    eve = at.date() - datetime.timedelta(days=1)
    assert hours(at - datetime.timedelta(days=3), at + datetime.timedelta(hours=2)) == [f"{eve:%-d.%-m.} 9"]
    assert reminded() == ["aino", *(f"jasen{n}" for n in range(6)), "johanna", "maija"]
    mail = Mail.objects.get(kind="verme_session_reminder", to__username="aino")
    assert letter(mail).link == f"/verme/kokoontumiset/{session.pk}/"
    assert letter(mail).subject.startswith("Verme-kokoontuminen: ")
    assert Mail.objects.get(kind="verme_session_reminder", to__username="johanna").state == Mail.State.NO_ADDRESS


def test_a_moved_meeting_is_reminded_of_at_its_new_time_and_a_cancelled_one_not(confirmed):
    at = local(2027, 3, 10, 13)
    moved, cancelled = planned(confirmed, at), planned(confirmed, at + datetime.timedelta(days=1))
    hours(at - datetime.timedelta(days=1), at - datetime.timedelta(days=1))
    assert len(reminded()) == 9
    with time_machine.travel(at - datetime.timedelta(hours=20), tick=False):
        sessions.cancel(cancelled)
        moved.starts_at = at + datetime.timedelta(days=5)
        sessions.change(moved, moved=True)
    sent = hours(at - datetime.timedelta(hours=19), at + datetime.timedelta(days=6))
    assert sent == ["14.3. 9"]
    assert len(reminded()) == 18


def test_who_was_told_of_the_time_just_now_is_not_reminded(confirmed):
    at = local(2027, 3, 10, 13)
    planned(confirmed, at, before=datetime.timedelta(hours=20))
    assert hours(at - datetime.timedelta(hours=20), at) == []
    assert SessionReminder.objects.count() == 1


def test_only_those_who_are_in_the_group_now_and_only_while_it_goes_on(confirmed, aino, johanna):
    at = local(2027, 3, 10, 13)
    planned(confirmed, at), planned(confirmed, at + datetime.timedelta(days=3))
    with time_machine.travel(at - datetime.timedelta(days=2), tick=False):
        places.withdraw(confirmed.season, by=aino)
        johanna.is_active = False
        johanna.save(update_fields=["is_active"])
    assert len(hours(at - datetime.timedelta(days=1), at)) == 1
    assert reminded() == [*(f"jasen{n}" for n in range(6)), "maija"]
    with time_machine.travel(at, tick=False):
        seasons.close(confirmed.season)
    assert hours(at, at + datetime.timedelta(days=3), step=3) == []


@pytest.mark.both_databases
def test_a_crash_between_the_mark_and_the_letters_leaves_neither(confirmed, monkeypatch):
    at = local(2027, 3, 10, 13)
    planned(confirmed, at)

    def crash(*_args, **_ids):
        raise RuntimeError("the worker is killed here")

    with time_machine.travel(at - datetime.timedelta(hours=20), tick=False):
        with monkeypatch.context() as broken:
            broken.setattr(reminders, "send", crash)
            with pytest.raises(RuntimeError):
                reminders.remind_of_meetings.func()
        assert SessionReminder.objects.count() == 0
        for _again in range(2):
            reminders.remind_of_meetings.func()
    assert len(reminded()) == 9


@pytest.mark.parametrize("marked", [True, False], ids=["with the mark", "without it"])
@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_four_workers_at_once_send_once_and_without_the_mark_do_not(marked, confirmed, monkeypatch):
    at = timezone.now() + datetime.timedelta(minutes=5)  # its morning before is past
    Session.objects.create(group=confirmed, starts_at=at)
    found_all, problems, send = threading.Barrier(4), [], reminders._send

    def together(*about):
        found_all.wait(10)  # all four have seen that nothing is sent yet
        send(*about)

    monkeypatch.setattr(reminders, "_send", together)
    if not marked:  # the control: the same race with the mark off is seen
        monkeypatch.setattr(SessionReminder.objects.__class__, "get_or_create", lambda *_self, **_about: (None, True))

    def work():
        try:
            reminders.remind_of_meetings.func()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert (len(reminded()), len(set(reminded()))) == (9 if marked else 36, 9)
