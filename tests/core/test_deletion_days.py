"""Page and job agree: what a page says is deleted on a day is gone after that day's night, and there the night before.

Over all rules, and starting days that are hard: ends of months, leap years, the nights when the clock is moved; early
and late on the day.
"""

import datetime
import re
from pathlib import Path

import pytest
from django.utils import timezone

from core.models import Mail
from core.outbox import send
from core.retention import DEFAULTS, RULES, Period, deleted_on, dispose, period, periods, set_period
from people.models import RightsRequest, SignIn
from rooms.models import Room
from support.models import HelpRequest, LoadNotice, Measure
from tests.verme.conftest import make_season
from tests.workshops.conftest import make_agenda
from vatupassi.figures.terms import term_of
from vatupassi.group.actions import begin
from vatupassi.models import Assessment, Conversation, Note, NotNow, Occasion, Offer, Release, Round
from verme.models import Cost, Survey
from workshops.models import Agenda, Forum, ForumMeeting, ForumRow, Presence, SignUp

DAYS = [
    *("2026-08-31", "2026-08-28", "2026-02-28", "2027-12-31", "2028-02-29", "2027-08-30", "2027-11-30"),
    *("2027-03-27", "2027-03-28", "2026-10-24", "2026-10-25", "2026-10-26"),  # the clock is moved
]
WHEN = [(day, clock) for day in DAYS for clock in ("00:05", "23:55")]
BACKUPS = 35  # days: the page counts them in, the job deletes before them


def local(day, clock="02:30"):
    """A moment on the Finnish clock; 02.30 is when the job runs."""
    naive = datetime.datetime.fromisoformat(f"{day}T{clock}")
    return timezone.make_aware(naive)


def test_every_period_is_over_on_the_day_that_the_page_shows(db):
    today = datetime.date(2024, 1, 1)
    for name in DEFAULTS:
        found = period(name)
        for n in range(4 * 366):
            start = today + datetime.timedelta(days=n)
            end = found.after(start)
            before = found.last_day_over(end - datetime.timedelta(days=1))
            assert found.last_day_over(end) >= start > before, (name, start)


@pytest.mark.parametrize("months", [1, 5, 6, 12, 13, 24])
def test_months_end_on_the_last_day_of_a_short_month(months):
    """31.8. and six months: the last of February, not 1 March."""
    for year in (2026, 2027, 2028):
        for month in range(1, 13):
            first = datetime.date(year + (month == 12), month % 12 + 1, 1)
            end = Period(months=months).after(first - datetime.timedelta(days=1))
            number = (year * 12 + month - 1) + months
            assert (end.year * 12 + end.month - 1) == number


# ---- One row of each kind, whose clock starts at a moment


def a_conversation(at, people, status, occasion="early-support"):
    """Held and closed on the same day."""
    employee, supervisor = people["aino"], people["matti"]
    conversation = Conversation.objects.create(
        employee=employee, supervisor=supervisor, employee_name="a", supervisor_name="m", started_by="employee",
        occasion=Occasion.objects.get(code=occasion), starts_at=at, status=status, closed_on=timezone.localdate(at),
    )  # fmt: skip
    Note.objects.create(conversation=conversation, slot="tiedanko.works", text="x")
    return conversation


def an_open_conversation(at, people):
    """Held long ago, and never ended."""
    conversation = a_conversation(at, people, "closed")
    Conversation.objects.filter(pk=conversation.pk).update(status="confirmed", closed_on=None)


def a_season(at):
    day = timezone.localdate(at)
    return make_season(starts_on=day, ends_on=day, sign_up_until=day, closed_on=day, state="closed")


def an_agenda(at, people):
    agenda = make_agenda(people["matti"], starts_at=at, pattern="")
    Presence.objects.create(agenda=agenda, name="x", sort_key="x")
    SignUp.objects.create(agenda=agenda, person=people["aino"], state="placed")
    return agenda


def a_room(at, people):
    return Room.objects.create(kind="tasks", owner=people["matti"], closed_at=at, opened_at=at)


def a_mail(at, people):
    Mail.objects.filter(pk=send("supervisor_changed", to=people["aino"]).pk).update(created_at=at)


def a_forum(at, people):
    forum = Forum.objects.create(name_fi="x")
    ForumMeeting.objects.create(forum=forum, starts_at=at)
    ForumRow.objects.create(forum=forum, done_on=timezone.localdate(at))


def an_offer(at, people):
    day = timezone.localdate(at)
    Offer.objects.create(employee=people["aino"], occasion=Occasion.objects.first(), offered_on=day)
    NotNow.objects.create(employee=people["aino"], supervisor=people["matti"], since=day)


def a_release(at):
    term = term_of(timezone.localdate(at))
    return Release.objects.create(year=term.year, half=term.half, last_day=timezone.localdate(at), limits={})


MADE = {
    "sign_in_log": (lambda at, p: SignIn.objects.create(user=p["aino"], how="password", at=at), [SignIn]),
    "mail": (a_mail, [Mail]),
    "assessment_unshared": (lambda at, p: Assessment.objects.create(owner=p["aino"], edited_at=at), [Assessment]),
    "assessment_longer": (
        lambda at, p: Assessment.objects.create(owner=p["aino"], edited_at=at, kept_longer=True),
        [Assessment],
    ),
    "conversation": (lambda at, p: a_conversation(at, p, "closed"), [Conversation]),
    "conversation_light": (lambda at, p: a_conversation(at, p, "closed", "how-are-you"), [Conversation]),
    "conversation_longest": (an_open_conversation, [Conversation, Note]),
    "conversation_declined": (lambda at, p: a_conversation(at, p, "declined"), [Conversation, Note]),
    "offer": (
        an_offer,
        [Offer, NotNow],
    ),
    "round": (
        lambda at, p: Round.objects.create(supervisor=p["matti"], occasion=Occasion.objects.first(), created_at=at),
        [Round],
    ),
    "figures": (lambda at, p: a_release(at), [Release]),
    "help_request": (
        lambda at, p: HelpRequest.objects.create(
            by=p["aino"], kind="own", question="x", due_on=timezone.localdate(at), closed_on=timezone.localdate(at)
        ),
        [HelpRequest],
    ),
    "rights_request": (
        lambda at, p: RightsRequest.objects.create(
            by=p["aino"], kind="oikaisu", asked_at=at, closed_on=timezone.localdate(at)
        ),
        [RightsRequest],
    ),
    "load_notice": (
        lambda at, p: LoadNotice.objects.create(by=p["aino"], text="x", due_on=timezone.localdate(at), sent_at=at),
        [LoadNotice],
    ),
    "measure_proposal": (
        lambda at, p: Measure.objects.create(state="proposed", proposal="x", suggested_by=p["aino"], created_at=at),
        [Measure.objects.proposed().model],
    ),
    "workshop": (an_agenda, [Agenda]),
    "workshop_presence": (an_agenda, [Presence]),
    "workshop_sign_ups": (an_agenda, [SignUp]),
    "forum_meeting": (a_forum, [ForumMeeting, ForumRow]),
    "room": (a_room, [Room]),
    "verme_kooste": (lambda at, p: Cost.objects.create(season=a_season(at), what="x", euros=1, paid_by="hr"), [Cost]),
    "survey_results": (
        lambda at, p: Survey.objects.create(
            season=a_season(at), kind="feedback", state="released", result={}, released_on=timezone.localdate(at)
        ),
        [Survey],
    ),
}


def left(models):
    rows = [model.objects.all() for model in models]
    rows = [found.filter(state="proposed") if found.model is Measure else found for found in rows]
    rows = [found.exclude(text="") if found.model is Note else found for found in rows]
    return [found.count() for found in rows]


@pytest.mark.parametrize("name", MADE)
def test_it_goes_in_the_night_that_the_page_promises(name, aino, matti):
    for day, clock in WHEN:
        goes_in_its_night(name, local(day, clock), {"aino": aino, "matti": matti})


def goes_in_its_night(name, at, people):
    make, models = MADE[name]
    make(at, people)
    gone_on = deleted_on(name, at) - datetime.timedelta(days=BACKUPS)
    kept = left(models)
    assert set(kept) == {1}, (name, at)
    dispose(local(gone_on - datetime.timedelta(days=1)), only=name)
    assert left(models) == kept, (name, at)
    dispose(local(gone_on), only=name)
    assert set(left(models)) == {0}, (name, at)


def test_every_rule_counts_in_days_but_one():
    """What is to the minute says so. A new rule gets the same midnight, whatever it asks."""
    minutely = {"room_marks", "roster_import", "my_data_export"}
    assert {rule.name for rule in RULES.values() if rule.to_the_minute} == minutely


def test_a_period_of_hrs_own_is_kept_to_the_day(aino, matti):
    set_period("round", months=1, days=2)
    assert periods("round")["round"] == Period(1, 2)
    goes_in_its_night("round", local("2027-01-30", "23:55"), {"aino": aino, "matti": matti})


# ---- Words take the period from the same place

KNOWN_BY_HEART = re.compile(
    r"\b(delet\w+|kept|closing|back)\b.*\b(\d+|a|one|two|three|five|six|twelve) (day|month|year)s?\b",
    re.IGNORECASE,
)


def known_by_heart(words):
    return [one for one in words if KNOWN_BY_HEART.search(one) and "You get an answer" not in one]  # the law's month


def test_no_words_know_a_period_by_heart():
    catalogue = (Path(__file__).parents[2] / "locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    assert known_by_heart(re.findall(r'^msgid "(.+)"$', catalogue, re.MULTILINE)) == []


@pytest.mark.parametrize(
    "words",
    ["Deleted 24 months after the season.", "Marks are deleted within a day after closing.", "Kept for five years."],
)
def test_words_that_know_a_period_are_found(words):
    assert known_by_heart([words]) == [words]


def test_a_page_tells_hrs_own_period(matti, signed_in):
    set_period("room", months=12)
    session = begin("Keittiö", by=matti)
    page = signed_in(matti).get(session.get_absolute_url()).content.decode()
    assert "Poistetaan, kun huoneen sulkemisesta on kulunut 12\xa0kk." in page
