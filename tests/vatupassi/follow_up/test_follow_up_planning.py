"""Planning the time of a follow-up."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from core.models import Mail
from core.outbox import letter
from vatupassi.conversation.forms import FollowUpForm
from vatupassi.follow_up import actions as follow_ups
from vatupassi.models import (
    Conversation,
    FollowUp,
    Memo,
    Note,
)

pytestmark = pytest.mark.django_db
CANARY = "kanarialintu-7321"


def local(year, month, day, hour=9, minute=0):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=timezone.get_current_timezone())


def base(conversation):
    return f"/keskustelut/{conversation.pk}/"


def sitting(conversation, number=1):
    return f"/keskustelut/{conversation.pk}/seuranta/{number}/"


def when(day, clock="9.15", minutes="30"):
    return {"day": f"{day.day}.{day.month}.{day.year}", "clock": clock, "minutes": minutes}


def text_of(answer):
    return answer.content.decode()


def test_the_proposal_is_six_weeks_away_at_the_same_clock_time_over_a_change_of_the_clocks(aino, matti):
    starts_at = local(2026, 3, 4, 9, 15)  # winter time; six weeks later it is summer
    found = Conversation(employee=aino, supervisor=matti, starts_at=starts_at)
    with time_machine.travel(starts_at, tick=False):
        assert FollowUpForm.of(found).initial == {
            "day": datetime.date(2026, 4, 15),
            "clock": datetime.time(9, 15),
            "minutes": 30,
        }


@pytest.mark.parametrize(
    ("today", "proposed"),
    [
        ((2026, 11, 28), (2027, 1, 11)),  # a Saturday six weeks later → Monday
        ((2026, 11, 12), (2026, 12, 28)),  # Christmas Eve → the Monday after the holidays
        ((2027, 3, 25), (2027, 5, 7)),  # the day after Ascension Day
    ],
)
def test_the_proposal_is_a_working_day(today, proposed, aino, matti):
    with time_machine.travel(local(*today), tick=False):
        form = FollowUpForm.of(Conversation(employee=aino, supervisor=matti, starts_at=timezone.now()))
    assert form.initial["day"] == datetime.date(*proposed)


def test_a_june_follow_up_made_in_january_is_at_the_clock_time_of_june(two_agreements, signed_in, matti):
    with time_machine.travel(local(2027, 1, 18), tick=False):
        answer = signed_in(matti).post(base(two_agreements) + "seuranta/aika/", when(datetime.date(2027, 6, 14)))
    assert answer.status_code == 302
    found = FollowUp.objects.get()
    assert found.starts_at == local(2027, 6, 14, 9, 15)
    assert found.starts_at.astimezone(datetime.UTC).hour == 6


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"day": "31.2.2027"}, "There is no 31.2.2027: that month ends on 28.2.2027. Write another day."),
        ({"clock": "9.75"}, "There is no such time as 9.75. The day has the times from 0.00 to 23.59."),
        ({"day": "1.2.2020"}, "That time has already passed. Give a later one."),
        ({"day": "1.2.2062"}, "That is more than a year away. Check the year."),
        (
            {"day": "28.3.2027", "clock": "3.30"},
            "That night the clocks are turned forward and 3.30 does not exist. Choose another time.",
        ),
        (
            {"day": "31.10.2027", "clock": "3.30"},
            "That night the clocks are turned back and 3.30 comes twice. Choose another time.",
        ),
    ],
)
def test_a_time_that_cannot_be_says_what_to_do(data, said, two_agreements, aino, signed_in):
    aino.language = "en"
    aino.save()
    with time_machine.travel(local(2027, 1, 18), tick=False):
        answer = signed_in(aino).post(base(two_agreements) + "seuranta/aika/", when(datetime.date(2027, 2, 1)) | data)
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert not FollowUp.objects.exists()


def test_while_the_conversation_is_open_the_time_is_part_of_what_is_confirmed(two_agreements, aino, matti, signed_in):
    url, day = base(two_agreements) + "seuranta/aika/", timezone.localdate() + datetime.timedelta(days=40)
    revisions = []
    for data in (when(day), when(day), when(day, "10.00")):  # planned, a double click, moved
        assert signed_in(aino).post(url, data).status_code == 302
        two_agreements.refresh_from_db()
        revisions.append(two_agreements.text_revision)
    assert revisions == [2, 2, 3]
    kinds = Mail.objects.filter(kind="follow_up_time").values_list("to__username", flat=True)
    assert sorted(kinds) == ["aino", "aino", "matti", "matti"]
    assert signed_in(matti).post(base(two_agreements) + "seuranta/ei/").status_code == 302
    assert signed_in(matti).post(base(two_agreements) + "seuranta/ei/").status_code == 302  # a double click
    two_agreements.refresh_from_db()
    assert (FollowUp.objects.count(), two_agreements.text_revision) == (0, 4)
    assert Mail.objects.filter(kind="follow_up_cancelled").count() == 2


def test_after_confirmation_either_moves_the_follow_up_and_the_text_stays(confirmed, aino, matti, signed_in):
    before = Memo.objects.values().get()
    day = timezone.localdate() + datetime.timedelta(days=30)
    for person, clock in ((aino, "10.00"), (matti, "11.00")):
        assert signed_in(person).post(base(confirmed) + "seuranta/aika/", when(day, clock)).status_code == 302
        assert timezone.localtime(FollowUp.objects.get().starts_at).strftime("%H.%M") == clock
    after = Conversation.objects.get(pk=confirmed.pk)
    assert (after.text_revision, after.status) == (confirmed.text_revision, "confirmed")
    assert Memo.objects.values().get() == before


def test_the_calendar_entry_keeps_its_id_and_counts_up(two_agreements, aino, matti):
    def entry():
        mail = Mail.objects.filter(to=aino, kind__startswith="follow_up").latest("created_at")
        (file,) = letter(mail).attachments
        (event,) = Calendar.from_ical(file.content).walk("VEVENT")
        assert CANARY not in file.content.decode()
        return str(event["uid"]), int(event["sequence"]), str(event["status"]), event["dtstart"].dt

    Note.in_slot(two_agreements, "tiedanko.works").store(CANARY, by=aino)
    first, second = (timezone.now().replace(microsecond=0) + datetime.timedelta(days=n) for n in (40, 41))
    follow_ups.plan(two_agreements, starts_at=first, minutes=30)
    made = entry()
    follow_ups.plan(two_agreements, starts_at=second, minutes=30)
    moved = entry()
    follow_ups.cancel(two_agreements)
    gone = entry()
    assert {made[0], moved[0], gone[0]} == {f"{two_agreements.pk}-1@varhainen-tuki"}
    assert made[1] < moved[1] < gone[1]
    assert [row[2:] for row in (made, moved, gone)] == [
        ("CONFIRMED", first),
        ("CONFIRMED", second),
        ("CANCELLED", second),
    ]


def test_a_late_cancellation_does_not_take_away_the_next_one_that_was_planned(two_agreements, aino):
    """The next one has the same number and so the same entry; a mail server may deliver the two in any order."""
    first, second = (timezone.now().replace(microsecond=0) + datetime.timedelta(days=days) for days in (14, 21))
    follow_ups.plan(two_agreements, starts_at=first, minutes=30)
    follow_ups.cancel(two_agreements)
    follow_ups.plan(two_agreements, starts_at=second, minutes=30)
    entries = {}
    for row in Mail.objects.filter(to=aino, kind__startswith="follow_up_").order_by("created_at"):
        (event,) = Calendar.from_ical(letter(row).attachments[0].content).walk("VEVENT")
        entries[row.kind] = (str(event["uid"]), int(event["sequence"]), event["dtstart"].dt)
    cancelled, planned = entries["follow_up_cancelled"], entries["follow_up_time"]
    assert (cancelled[0], cancelled[2], planned[2]) == (planned[0], first, second)
    assert cancelled[1] < planned[1]
