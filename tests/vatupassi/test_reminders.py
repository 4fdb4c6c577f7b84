"""Reminders go once, at the right hour of the Finnish clock, and to nobody whom they do not concern."""

import datetime
import threading

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from core.working_days import is_working_day, working_day_before
from people.models import SupervisionLine
from vatupassi import reminders
from vatupassi.conversation import ending, invitations
from vatupassi.follow_up import actions as follow_ups
from vatupassi.memo import confirmation
from vatupassi.models import Conversation, FollowUp, Occasion, Reminder

pytestmark = pytest.mark.django_db


def local(year, month, day, hour=9, minute=0):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=timezone.get_current_timezone())


def talk(aino, matti, starts_at, *, agreed=True):
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="how-are-you"),
        starts_at=starts_at,
        agreed=agreed,
    )


def confirm(conversation, *people):
    for person in people:
        confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)


def reminded(kind="conversation_reminder"):
    return sorted(Mail.objects.filter(kind=kind).values_list("to__username", flat=True))


def minutes(start, end, step=20):
    """Run the minute's job over a stretch of time; the moments at which it sent something."""
    found, now = [], start
    while now <= end:
        with time_machine.travel(now, tick=False):
            before = Mail.objects.count()
            reminders.remind.func()
            if Mail.objects.count() > before:
                found.append(timezone.localtime(now))
        now += datetime.timedelta(minutes=step)
    return found


@pytest.mark.parametrize("starts_at", [(2026, 12, 3), (2027, 3, 28), (2027, 3, 29), (2026, 10, 25), (2026, 10, 26)])
@pytest.mark.both_databases
def test_one_mail_to_each_on_the_morning_before_also_over_a_change_of_the_clocks(starts_at, aino, matti):
    at = local(*starts_at, 8, 30)
    with time_machine.travel(at - datetime.timedelta(days=20), tick=False):
        talk(aino, matti, at)
    sent = minutes(at - datetime.timedelta(days=2, hours=1), at + datetime.timedelta(hours=2), step=30)
    day_before = at.date() - datetime.timedelta(days=1)
    assert [(moment.date(), moment.hour) for moment in sent] == [(day_before, 9)]
    assert reminded() == ["aino", "matti"]


@pytest.mark.parametrize(
    ("starts_at", "reminder"),
    [
        ((2026, 12, 3), (2026, 12, 2)),
        ((2026, 12, 7), (2026, 12, 4)),  # Monday → Friday
        ((2026, 12, 28), (2026, 12, 23)),  # over Christmas
        ((2027, 3, 30), (2027, 3, 25)),  # over Easter and the change of the clocks
    ],
)
def test_a_follow_up_is_reminded_of_on_the_working_day_before(starts_at, reminder, aino, matti):
    at = local(*starts_at)
    with time_machine.travel(at - datetime.timedelta(days=45), tick=False):
        conversation = talk(aino, matti, timezone.now())
        follow_ups.plan(conversation, starts_at=at, minutes=30)
        confirm(conversation, aino, matti)
    sent = minutes(at - datetime.timedelta(days=7), at + datetime.timedelta(hours=4), step=60)
    assert [(moment.date(), moment.hour) for moment in sent] == [(datetime.date(*reminder), 9)]
    assert reminded("follow_up_reminder") == ["aino", "matti"]


def test_an_overdue_follow_up_is_told_of_once_a_week_after_and_never_again(aino, matti):
    at = local(2027, 1, 14)
    with time_machine.travel(at - datetime.timedelta(days=45), tick=False):
        conversation = talk(aino, matti, timezone.now())
        follow_ups.plan(conversation, starts_at=at, minutes=30)
        confirm(conversation, aino, matti)
    sent = minutes(at + datetime.timedelta(hours=1), at + datetime.timedelta(days=9), step=60)
    sent += minutes(at + datetime.timedelta(days=10), at + datetime.timedelta(days=200), step=60 * 24)
    assert [(moment.date(), moment.hour) for moment in sent] == [(datetime.date(2027, 1, 21), 9)]
    assert reminded("follow_up_overdue") == ["aino", "matti"]


def test_who_was_told_of_the_time_just_now_is_not_reminded(aino, matti):
    at = local(2026, 12, 3)
    with time_machine.travel(at - datetime.timedelta(hours=20), tick=False):
        talk(aino, matti, at)
    assert minutes(at - datetime.timedelta(hours=20), at) == []


def test_a_moved_time_is_reminded_of_anew(aino, matti):
    first, second = local(2026, 12, 3), local(2026, 12, 10)
    with time_machine.travel(first - datetime.timedelta(days=9), tick=False):
        conversation = talk(aino, matti, first)
    assert len(minutes(first - datetime.timedelta(days=1), first - datetime.timedelta(hours=18))) == 1
    with time_machine.travel(first - datetime.timedelta(hours=17), tick=False):
        invitations.propose(conversation, by=aino, starts_at=second, minutes=30, place="", video_link="")
    assert len(minutes(first - datetime.timedelta(hours=16), second, step=60)) == 1
    assert reminded() == ["aino", "aino", "matti", "matti"]


@pytest.fixture
def tomorrow(aino, matti):
    """A conversation tomorrow whose reminder is due now; time stands still."""
    with time_machine.travel(local(2026, 12, 1), tick=False):
        conversation = talk(aino, matti, local(2026, 12, 3))
        Mail.objects.all().delete()
    with time_machine.travel(local(2026, 12, 2, 12), tick=False):
        yield conversation


def test_nobody_is_reminded_of_what_is_declined_or_ended(tomorrow, matti):
    invitations.decline(tomorrow, by=matti)
    reminders.remind.func()
    assert reminded() == []


def test_nobody_is_reminded_of_a_follow_up_in_an_ended_conversation(aino, matti):
    with time_machine.travel(local(2026, 12, 1), tick=False):
        conversation = talk(aino, matti, timezone.now())
        follow_ups.plan(conversation, starts_at=local(2026, 12, 9), minutes=30)
        confirm(conversation, aino, matti)
        for person in (matti, aino):
            ending.end(conversation, by=person)
    assert minutes(local(2026, 12, 2), local(2026, 12, 30), step=60 * 6) == []


@pytest.mark.parametrize("who", ["aino", "matti"])
def test_nobody_is_reminded_when_either_has_left(who, tomorrow, aino, matti):
    {"aino": aino, "matti": matti}[who].__class__.objects.filter(username=who).update(is_active=False)
    reminders.remind.func()
    assert reminded() == []


def test_nobody_is_reminded_when_the_supervisor_no_longer_leads(tomorrow, matti):
    SupervisionLine.objects.update(ends_on=datetime.date(2026, 11, 30))
    reminders.remind.func()
    assert reminded() == []


@pytest.mark.both_databases
def test_a_crash_between_mark_and_mail_leaves_neither(tomorrow, monkeypatch):
    def crash(*_args, **_ids):
        raise RuntimeError("the worker is killed here")

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "tell_both", crash)
        with pytest.raises(RuntimeError):
            reminders.remind.func()
    assert Reminder.objects.count() == 0
    reminders.remind.func()
    reminders.remind.func()
    assert reminded() == ["aino", "matti"]


@pytest.mark.parametrize("marked", [True, False], ids=["with the mark", "without it"])
@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_four_workers_at_once_send_once_and_without_the_mark_do_not(marked, aino, matti, monkeypatch):
    conversation = talk(aino, matti, timezone.now() + datetime.timedelta(hours=1))
    FollowUp.objects.create(conversation=conversation, number=1, starts_at=timezone.now() - datetime.timedelta(days=9))
    Mail.objects.all().delete()
    start, found_all, problems = threading.Barrier(4), threading.Barrier(4), []
    send = reminders._send

    def together(pk, kind, *about):
        if kind == Reminder.Kind.CONVERSATION:
            found_all.wait(10)  # all four have seen that nothing is sent yet
        send(pk, kind, *about)

    monkeypatch.setattr(reminders, "_send", together)
    if not marked:  # the control: the same race with the mark off is seen
        monkeypatch.setattr(Reminder.objects.__class__, "get_or_create", lambda *_self, **_about: (None, True))

    def work():
        try:
            start.wait(10)
            reminders.remind.func()
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
    assert reminded() == (["aino", "matti"] if marked else ["aino"] * 4 + ["matti"] * 4)
    if marked:
        assert reminded("follow_up_overdue") == ["aino", "matti"]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("aino", "Matti Laine suggests a conversation on"),
        ("matti", "The time of your conversation with Aino Virtanen"),
    ],
)
def test_an_unanswered_invitation_is_reminded_of_in_words_that_fit_each(who, said, aino, matti):
    at = local(2026, 12, 3)
    for person in (aino, matti):
        person.language = "en"
        person.save()
    with time_machine.travel(at - datetime.timedelta(days=5), tick=False):
        talk(aino, matti, at, agreed=False)
    assert len(minutes(at - datetime.timedelta(days=1), at - datetime.timedelta(hours=18), step=60)) == 1
    assert said in letter(Mail.objects.get(kind="conversation_reminder", to__username=who)).body


def test_who_has_no_address_finds_the_reminder_in_the_application(johanna, pekka):
    at = local(2026, 12, 3)
    with time_machine.travel(at - datetime.timedelta(days=5), tick=False):
        talk(johanna, pekka, at)
    minutes(at - datetime.timedelta(days=1), at - datetime.timedelta(hours=18), step=60)
    assert Mail.objects.get(kind="conversation_reminder", to=johanna).state == Mail.State.NO_ADDRESS


# Silence


def test_a_silent_conversation_is_told_of_and_closes_by_itself(aino, matti):
    start = local(2026, 1, 15, 12)
    with time_machine.travel(start, tick=False):
        conversation = talk(aino, matti, start)
    Mail.objects.all().delete()
    events = {}
    for day in range(300, 420):
        now = local(2026, 1, 15, 7) + datetime.timedelta(days=day)
        with time_machine.travel(now, tick=False):
            reminders.close_silent.func()
        conversation.refresh_from_db()
        if conversation.silence_noticed_at:
            events.setdefault("noticed", now.date())
        if conversation.closed_on:
            events.setdefault("closed", conversation.closed_on)
    assert events == {"noticed": datetime.date(2026, 12, 16), "closed": datetime.date(2027, 1, 15)}
    assert conversation.status == "closed"
    told = [(mail.kind, mail.ids.get("closes_on")) for mail in Mail.objects.order_by("created_at")]
    assert told == [("silence", "2027-01-15")] * 2 + [("closed_by_itself", None)] * 2
    assert {mail.to for mail in Mail.objects.filter(kind="closed_by_itself")} == {aino, matti}


def test_any_touch_resets_the_silence(aino, matti):
    start = local(2026, 1, 15, 12)
    with time_machine.travel(start, tick=False):
        conversation = talk(aino, matti, start)
    with time_machine.travel(local(2026, 12, 20), tick=False):
        reminders.close_silent.func()
        conversation.refresh_from_db()
        assert conversation.silence_noticed_at is not None
        invitations.accept(conversation, by=aino)
        conversation.touch()
    for day in (25, 40, 200):
        with time_machine.travel(local(2026, 12, 20) + datetime.timedelta(days=day), tick=False):
            reminders.close_silent.func()
    conversation.refresh_from_db()
    assert (conversation.closed_on, conversation.silence_noticed_at) == (None, None)


@pytest.mark.both_databases
def test_the_notice_always_comes_thirty_days_before_even_when_the_worker_was_away(aino, matti):
    start = local(2026, 1, 15)
    with time_machine.travel(start, tick=False):
        conversation = talk(aino, matti, start)
    closed = None
    for day in range(40):
        with time_machine.travel(local(2027, 6, 1, 7) + datetime.timedelta(days=day), tick=False):
            reminders.close_silent.func()
        conversation.refresh_from_db()
        closed = closed or conversation.closed_on
    assert closed == datetime.date(2027, 7, 1)
    assert Mail.objects.filter(kind="silence", ids__closes_on="2027-07-01").count() == 2


def test_a_follow_up_ahead_is_no_silence(aino, matti):
    with time_machine.travel(local(2026, 1, 15), tick=False):
        conversation = talk(aino, matti, timezone.now())
        follow_ups.plan(conversation, starts_at=local(2027, 1, 14), minutes=30)
    with time_machine.travel(local(2027, 1, 10), tick=False):
        reminders.close_silent.func()
    assert Conversation.objects.get().silence_noticed_at is None


def test_working_days_of_finland():
    off = [(2027, 1, 1), (2027, 1, 6), (2027, 3, 26), (2027, 3, 29), (2027, 5, 6), (2027, 6, 25), (2027, 12, 6)]
    assert [is_working_day(datetime.date(*day)) for day in off] == [False] * len(off)
    assert is_working_day(datetime.date(2027, 6, 24))
    assert working_day_before(datetime.date(2027, 1, 7)) == datetime.date(2027, 1, 5)
