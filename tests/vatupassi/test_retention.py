"""What is deleted when: aged data, the nightly job, nothing left."""

import datetime
import uuid
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from core import retention
from core.models import AccessLog, Disposal, Mail
from core.outbox import KINDS
from core.texts.writing import Writing
from vatupassi.conversation import ending, invitations
from vatupassi.conversation.invitations import Brought
from vatupassi.conversation.page import seen
from vatupassi.follow_up import actions as follow_ups
from vatupassi.level.questions import Question
from vatupassi.memo import confirmation
from vatupassi.models import (
    Agreement,
    Assessment,
    BoardMark,
    Conversation,
    DifferingView,
    FollowUp,
    HandOver,
    Memo,
    Note,
    NoteVersion,
    NotNow,
    Occasion,
    Offer,
    Opening,
    OpenPage,
    Reminder,
    Round,
    RoundAnswer,
    RoundTime,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CANARY = "kanarialintu-5519"


def local(year, month, day, hour=9, minute=0):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=timezone.get_current_timezone())


def tables():
    """Rows of every table of this app but the occasions, which live on, and a team's, which go with their room."""
    models = apps.get_app_config("vatupassi").get_models(include_auto_created=True)
    ours = [model for model in models if model is not Occasion and not model.__name__.startswith("Group")]
    return {model._meta.db_table: model._base_manager.count() for model in ours}


def dump():
    """Every value in the database, as bytes."""
    found = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
    return found


def ciphertexts():
    """What the sealed columns of this app hold: deleted means that not even these are left."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("vatupassi").get_models():
            for field in model._meta.concrete_fields:
                if field.get_internal_type() == "BinaryField":
                    cursor.execute(f'SELECT "{field.column}" FROM "{model._meta.db_table}"')
                    found += [bytes(value) for (value,) in cursor.fetchall() if value]
    return found


# what was counted: nothing of it comes of one conversation; see tests/vatupassi/figures
FIGURES = {f"vatupassi_{name}" for name in ("release", "frozenunit", "frozenplace", "remainder")}


@pytest.fixture
def everything(aino, matti, timo):
    """One conversation with a row in every table, closed on 30.11.2026, and an own assessment."""
    with time_machine.travel(local(2026, 11, 20), tick=False):
        conversation = invitations.start(
            employee=aino,
            supervisor=matti,
            by=aino,
            occasion=Occasion.objects.get(code="early-support"),
            starts_at=timezone.now(),
            place=CANARY,
            brought={"support": Brought(CANARY), "interpreter": Brought(CANARY)},
            message=CANARY,
        )
        note = Note.in_slot(conversation, "tiedanko.works")
        note.store(CANARY, by=aino)
        note.store_over(Writing("x", "", text=f"{CANARY} ennen"), CANARY, by=aino)
        agreement = Agreement.objects.create(
            conversation=conversation, text=CANARY, side="employee", due_on="2027-01-31", question="osaanko"
        )
        for side in ("employee", "supervisor"):
            BoardMark.objects.create(conversation=conversation, side=side, question="tiedanko", now=1, text=CANARY)
            DifferingView.objects.create(conversation=conversation, side=side, text=CANARY)
        follow_up = follow_ups.plan(conversation, starts_at=local(2026, 11, 29), minutes=30)
        for person in (aino, matti):
            confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)
        Memo.objects.get().content.open(matti)
        memo = Memo.objects.get()
        memo.pdf = CANARY.encode()
        memo.save()
        HandOver.objects.create(conversation=conversation, to="oh", text_revision=1, pdf=CANARY.encode())
        Opening.objects.create(
            conversation=conversation, reader=timo, to="supervisor", scope="whole", employee_opened_at=timezone.now()
        )
        Reminder.objects.create(conversation=conversation, kind="follow_up", number=1, starts_at=follow_up.starts_at)
        offered = Round.objects.create(supervisor=matti, occasion=conversation.occasion, place=CANARY)
        offered.invited.add(aino)
        RoundTime.objects.create(round=offered, starts_at=conversation.starts_at, conversation=conversation)
        assessment = Assessment.start(by=aino)
        assessment.items.update(now=1)
        item = assessment.items.first()
        item.text = CANARY
        item.save()
        Offer.objects.create(employee=aino, occasion=conversation.occasion, offered_on=timezone.localdate())
        NotNow.objects.create(employee=aino, supervisor=matti)
        RoundAnswer.objects.create(round=offered, person=aino, answer="shift")
        OpenPage.objects.create(conversation=conversation, side="employee", page=uuid4(), expires_at=timezone.now())
    with time_machine.travel(local(2026, 11, 30), tick=False):
        follow_ups.review(follow_up, agreement, outcome="done", by=aino)
        Note.in_slot(conversation, "follow-up.1.word").store(CANARY, by=aino)
        follow_ups.mark(follow_up, Question("osaanko"), now=2, target=3, by=aino)
        follow_ups.hold(follow_up, by=aino)
        for person in (aino, matti):
            ending.end(conversation, by=person)
        assert NoteVersion.objects.count() == 0  # gone with the confirming already
        note.versions.create(number=0, text=CANARY, writer="supervisor")  # and whatever may be left
    return conversation


def night_of(day):
    return datetime.datetime.combine(day, datetime.time(2, 30), timezone.get_current_timezone())


def test_after_its_time_nothing_of_a_conversation_is_left_but_who_read_it(everything):
    empty = FIGURES | {"vatupassi_practice"}  # a day's: tests/vatupassi/practice
    assert {table for table, count in tables().items() if count == 0} == empty  # the test sees every table
    sealed, reads = ciphertexts(), AccessLog.objects.count()
    assert (len(sealed) >= 12, reads) == (True, 1)
    with time_machine.travel(night_of(datetime.date(2028, 11, 29)), tick=False):
        retention.dispose()
        assert Conversation.objects.count() == 1
    with time_machine.travel(night_of(datetime.date(2028, 11, 30)), tick=False):
        retention.dispose()
    assert {table: count for table, count in tables().items() if count} == {}
    left = dump()
    assert [text for text in sealed if text in left] == []
    assert CANARY.encode() not in left
    assert AccessLog.objects.count() == reads
    logged = Disposal.objects.filter(what="old_conversations").values_list("count", "rule")
    assert list(logged) == [(1, "conversation: 24 months 0 days")]


@pytest.mark.parametrize(
    "closed_on", [(2026, 11, 25), (2028, 2, 29), (2026, 8, 31), (2026, 12, 31), (2027, 2, 28), (2026, 10, 24)]
)
def test_the_page_shows_the_day_when_the_job_has_deleted_it_and_backups_have_expired(closed_on, aino, matti):
    closed_on = datetime.date(*closed_on)
    conversation = invitations.start(
        employee=aino,
        supervisor=matti,
        by=aino,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now(),
    )
    conversation.status, conversation.closed_on = "closed", closed_on
    conversation.starts_at = night_of(closed_on)
    conversation.save()
    promised = retention.deleted_on("conversation", closed_on)
    assert f"{promised.day}.{promised.month}.{promised.year}" in seen(conversation)["deleted"]
    day = closed_on + datetime.timedelta(days=720)
    while Conversation.objects.exists():
        day += datetime.timedelta(days=1)
        with time_machine.travel(night_of(day), tick=False):
            retention.dispose()
    assert day + datetime.timedelta(days=35) == promised


def test_a_declined_conversation_goes_after_thirty_days_and_is_counted(aino, matti):
    with time_machine.travel(local(2026, 12, 1), tick=False):
        conversation = invitations.start(
            employee=aino,
            supervisor=matti,
            by=matti,
            occasion=Occasion.objects.get(code="how-are-you"),
            starts_at=local(2026, 12, 4),
            place=CANARY,
        )
        Note.in_slot(conversation, "together.works").store(CANARY, by=aino)
        BoardMark.objects.create(conversation=conversation, side="employee", question="osaanko", now=1, text=CANARY)
        invitations.decline(conversation, by=aino)
    sealed = ciphertexts()
    with time_machine.travel(night_of(datetime.date(2026, 12, 30)), tick=False):
        retention.dispose()
    assert Note.objects.exists()
    with time_machine.travel(night_of(datetime.date(2026, 12, 31)), tick=False):
        retention.dispose()
        retention.dispose()
    left = {table: count for table, count in tables().items() if count}
    assert left == {"vatupassi_offer": 1}
    offer = Offer.objects.get()
    told = (offer.employee, offer.occasion.code, offer.unit_name, offer.offered_on)
    assert told == (aino, "how-are-you", "Ruokapalvelut", datetime.date(2026, 12, 1))
    assert [text for text in sealed if text in dump()] == []
    assert CANARY.encode() not in dump()
    assert Disposal.objects.filter(what="declined_conversations").count() == 1


def test_what_the_employee_had_proposed_is_no_offer(aino, matti):
    with time_machine.travel(local(2026, 12, 1), tick=False):
        occasion = Occasion.objects.get(code="how-are-you")
        hers = invitations.start(
            employee=aino, supervisor=matti, by=aino, occasion=occasion, starts_at=local(2026, 12, 4)
        )
        invitations.decline(hers, by=matti)
    with time_machine.travel(night_of(datetime.date(2026, 12, 31)), tick=False):
        retention.dispose()
    assert (Conversation.objects.count(), Offer.objects.count()) == (0, 0)


def test_a_memo_once_confirmed_outlives_a_later_declining(aino, matti):
    with time_machine.travel(local(2026, 12, 1), tick=False):
        conversation = invitations.start(
            employee=aino,
            supervisor=matti,
            by=matti,
            occasion=Occasion.objects.get(code="how-are-you"),
            starts_at=local(2026, 12, 4),
        )
        for person in (aino, matti):
            confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)
        confirmation.reopen(conversation, by=aino)
        invitations.decline(conversation, by=aino)
    with time_machine.travel(night_of(datetime.date(2027, 3, 1)), tick=False):
        retention.dispose()
    assert Memo.objects.count() == 1


def test_rounds_are_deleted_after_a_year_and_their_conversations_stay(everything):
    with time_machine.travel(night_of(datetime.date(2027, 11, 21)), tick=False):
        retention.dispose()
    assert (Round.objects.count(), RoundTime.objects.count(), Conversation.objects.count()) == (0, 0, 1)


def test_many_conversations_go_in_chunks(aino, matti):
    occasion = Occasion.objects.get(code="early-support")
    day = datetime.date(2026, 11, 30)
    Conversation.objects.bulk_create(
        Conversation(
            id=uuid.uuid4(),
            employee=aino,
            supervisor=matti,
            occasion=occasion,
            starts_at=timezone.now(),
            status="closed",
            closed_on=day,
        )
        for _number in range(250)
    )
    with time_machine.travel(night_of(datetime.date(2028, 12, 1)), tick=False):
        retention.dispose()
    logged = Disposal.objects.get(what="old_conversations")
    assert (Conversation.objects.count(), logged.count) == (0, 250)
    assert FollowUp.objects.count() == 0


def test_a_follow_up_ahead_leaves_the_calendars_when_its_conversation_goes(aino, matti):
    """What goes at its longest time may still have one planned; nothing is left then that could take it away later."""
    conversation = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=local(2023, 11, 1),
    )
    starts_at = timezone.now() + datetime.timedelta(days=20)
    ahead = follow_ups.plan(conversation, starts_at=starts_at, minutes=30)
    Conversation.objects.update(starts_at=local(2023, 11, 1), held_on=datetime.date(2023, 11, 1))
    conversation.refresh_from_db()
    planned = entries_of(Mail.objects.filter(kind="follow_up_time", to=aino).first())
    Mail.objects.all().delete()
    retention.foresee(timezone.now())
    assert Mail.objects.count() == 0
    retention.dispose()
    assert not Conversation.objects.exists()
    assert {(mail.kind, mail.to_id) for mail in Mail.objects.all()} == {
        ("follow_up_freed", aino.pk),
        ("follow_up_freed", matti.pk),
    }
    freed = entries_of(Mail.objects.get(to=aino))
    assert (freed["UID"], freed["DTSTART"].dt) == (planned["UID"], planned["DTSTART"].dt)
    assert freed["SEQUENCE"] > planned["SEQUENCE"]
    assert ahead.conversation_id == conversation.pk


@pytest.mark.parametrize(
    ("knew", "times"), [([], []), (["2027-02-01T08:00:00+00:00", 45], ["2027-02-01T08:00:00+00:00"])]
)
def test_a_former_supervisor_hears_only_of_the_time_that_they_knew(aino, matti, knew, times):
    conversation = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=local(2023, 11, 1),
    )
    follow_ups.plan(conversation, starts_at=timezone.now() + datetime.timedelta(days=20), minutes=30)
    Conversation.objects.update(starts_at=local(2023, 11, 1), held_on=datetime.date(2023, 11, 1))
    FollowUp.objects.update(supervisor_knew=knew)
    Mail.objects.all().delete()
    retention.dispose()
    assert [mail.ids["freed"][2] for mail in Mail.objects.filter(to=matti)] == times
    assert Mail.objects.filter(to=aino).count() == 1


def entries_of(mail):
    """The calendar entry of a letter."""
    kind = KINDS[mail.kind]
    letter = kind.build(mail.to, kind.about(mail.to, mail.ids))
    return Calendar.from_ical(letter.attachments[0].content).walk("VEVENT")[0]
