"""What stands in people's calendars after each change of who takes part, read from the mails as they went out.

Each person's calendar does as RFC 5546 says: a REQUEST puts an entry in, a CANCEL takes it out, and both count only
with a higher sequence than the last of that entry.
"""

import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from core.models import Mail
from tests.core.test_outbox import server  # noqa: F401
from tests.factories import make_person
from tests.jobs import run_jobs
from tests.verme.conftest import enter, make_mentor, name_mentor
from tests.verme.event.test_events import make_event
from tests.verme.training.test_training import make_training, set_days
from tests.workshops.conftest import make_agenda
from verme.composing import actions as composing
from verme.event import actions as events
from verme.mentor import actions as mentoring
from verme.models import Group, Mentoring, SeasonEvent, SeminarDay, Session, Training
from verme.season import actions as seasons
from verme.session import actions as sessions
from verme.sign_up import actions as places
from verme.training import actions as training
from workshops.models import Agenda
from workshops.sign_up import actions as workshop_places

pytestmark = pytest.mark.django_db


def soon(days):
    return timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=days)


class Post:
    """The mails of a server, and the calendars of those who got them."""

    def __init__(self, of):
        self.server, self.read, self.sequences, self.calendars = of, 0, {}, {}

    def fetch(self):
        """Send what waits; returns what came to whom since the last time: {person's user name: [(method, uid)]}."""
        run_jobs()
        came = {}
        for message in self.server.messages[self.read :]:
            who = message["To"].partition("@")[0]
            for part in message.iter_attachments():
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                (event,) = calendar.walk("VEVENT")
                method, uid, key = part.get_param("method"), str(event["UID"]), (who, str(event["UID"]))
                assert (method, event["ATTENDEE"]) == (str(calendar["METHOD"]), f"mailto:{message['To']}")
                assert int(event["SEQUENCE"]) > self.sequences.get(key, -1)
                self.sequences[key] = int(event["SEQUENCE"])
                came.setdefault(who, []).append((method, uid))
                mine = self.calendars.setdefault(who, {})
                if method == "CANCEL":
                    assert mine.pop(uid) == event.start
                else:
                    mine[uid] = event.start
        self.read = len(self.server.messages)
        return came

    def of(self, person):
        return self.calendars.get(person.username, {})


@pytest.fixture
def post(server):  # noqa: F811
    return Post(server)


def stands(*rows, kind="verme-"):
    """What a calendar with these meetings holds."""
    for row in rows:
        row.refresh_from_db()
    return {f"{kind}{row.pk}@varhainen-tuki": row.starts_at for row in rows}


@pytest.fixture
def meetings(confirmed, post):
    """One of yesterday, two ahead, and a cancelled one: all told."""
    made = [sessions.plan(Session(group=confirmed, starts_at=soon(days), place="Kirjasto")) for days in (-1, 7, 14, 21)]
    post.fetch()
    sessions.cancel(made[3])
    post.fetch()
    return made


def test_whoever_leaves_a_group_loses_the_coming_meetings_and_nobody_else_does(confirmed, meetings, aino, mentor, post):
    past, first, second, _off = meetings
    assert post.of(aino) == post.of(mentor.person) == stands(past, first, second)
    places.withdraw(confirmed.season, by=aino)
    gone = [("CANCEL", uid) for uid in stands(first, second)]
    assert post.fetch() == {"aino": gone}
    assert (post.of(aino), post.of(mentor.person)) == (stands(past), stands(past, first, second))
    first.refresh_from_db()
    first.starts_at, first.place = soon(9), "Uusi paikka"
    sessions.change(first, moved=True)
    sessions.cancel(second)
    came = post.fetch()
    assert "aino" not in came
    assert post.of(mentor.person) == stands(past, first)


def test_whoever_comes_into_a_group_that_is_going_on_gets_the_coming_meetings(
    confirmed, meetings, aino, sari, mentor, post
):
    past, first, second, _off = meetings
    places.withdraw(confirmed.season, by=aino)
    post.fetch()
    for person in (make_person(name="Uusi Jäsen", username="uusi"), aino):  # a newcomer, and one who comes back
        sign_up = enter(confirmed.season, person)
        sign_up.state, sign_up.group = "placed", confirmed
        sign_up.save()
        composing.join(confirmed, person, by=sari)
        came = post.fetch()
        assert came == {person.username: [("REQUEST", uid) for uid in stands(first, second)]}
    assert post.of(aino) == stands(past, first, second)


def test_a_mentor_who_stops_and_the_one_who_comes(confirmed, meetings, mentor, matti, post):
    _past, first, second, _off = meetings
    name_mentor(confirmed, make_mentor(matti))
    assert post.fetch() == {"matti": [("REQUEST", uid) for uid in stands(first, second)]}
    mentoring.stop(Mentoring.objects.get(group=confirmed, person=mentor.person), by=mentor.person)
    assert post.fetch() == {"maija": [("CANCEL", uid) for uid in stands(first, second)]}
    assert post.of(matti) == stands(first, second)


def test_a_season_that_closes_cancels_every_meeting_ahead(confirmed, meetings, eight, mentor, aino, post):
    past, first, second, _off = meetings
    places.withdraw(confirmed.season, by=aino)
    post.fetch()
    ahead = list(stands(first, second))
    seasons.close(confirmed.season)
    gone = [("CANCEL", uid) for uid in ahead]
    told = {person.username: gone for person in [mentor.person, *eight] if person != aino}
    told.pop("johanna")  # she has no e-mail, and reads it among her notices
    assert post.fetch() == told
    assert Mail.objects.filter(to__username="johanna", kind="verme_session_cancelled").count() == 3
    assert (post.of(mentor.person), post.of(aino)) == (stands(past), stands(past))
    assert [row.state for row in Session.objects.order_by("starts_at")] == ["planned", *["cancelled"] * 3]
    seasons.close(confirmed.season)  # twice is once
    assert post.fetch() == {}


def test_a_confirmed_group_without_meetings_gets_no_entries(group, mentor, aino, post):
    enter(group.season, aino, group)
    name_mentor(group, mentor)
    composing.confirm(group, small=True)
    assert (post.fetch(), Group.objects.get().state) == ({}, "confirmed")


def test_a_place_in_an_event_given_back_goes_to_the_next_one(confirmed, eight, aino, johanna, post):
    other = eight[2]
    event = make_event(confirmed.season, capacity=1, starts_at=soon(30))
    for person in (aino, other):
        events.join(SeasonEvent.objects.get(pk=event.pk), by=person)
    mine = stands(event, kind="verme-event-")
    (uid,) = mine
    assert post.fetch() == {"aino": [("REQUEST", uid)]}
    events.leave(SeasonEvent.objects.get(pk=event.pk), by=aino)
    assert post.fetch() == {"aino": [("CANCEL", uid)], other.username: [("REQUEST", uid)]}
    events.leave(SeasonEvent.objects.get(pk=event.pk), by=other)
    events.join(SeasonEvent.objects.get(pk=event.pk), by=aino)
    assert post.fetch() == {other.username: [("CANCEL", uid)], "aino": [("REQUEST", uid)]}
    assert (post.of(aino), post.of(other)) == (mine, {})


def test_a_training_joined_late_left_and_joined_again(aino, matti, leena, sari, post):
    made = make_training(trainer=matti)
    set_days(made, 5)
    post.fetch()
    days = list(SeminarDay.objects.filter(seminar__training=made).order_by("starts_at"))
    everything = stands(*days, kind="verme-seminar-")
    place = training.take_in(made, aino)
    assert post.fetch() == {"aino": [("REQUEST", uid) for uid in everything]}
    training.take_out(place)
    assert post.fetch() == {"aino": [("CANCEL", uid) for uid in everything]}
    training.take_in(made, aino)
    assert post.fetch() == {"aino": [("REQUEST", uid) for uid in everything]}
    Training.objects.filter(pk=made.pk).update(trainer=leena)
    training.change_trainer(Training.objects.get(), matti, by=sari)
    came = post.fetch()
    assert came == {"matti": [("CANCEL", uid) for uid in everything], "leena": [("REQUEST", uid) for uid in everything]}
    assert (post.of(aino), post.of(matti), post.of(leena)) == (everything, {}, everything)


def test_a_trainer_who_takes_part_keeps_the_days(aino, matti, sari, post):
    made = make_training(trainer=matti)
    set_days(made, 5)
    training.take_in(made, matti)
    Training.objects.filter(pk=made.pk).update(trainer=aino)
    training.change_trainer(Training.objects.get(), matti, by=sari)
    Mail.objects.exclude(kind__startswith="verme_trainer").delete()
    assert [method for method, _uid in post.fetch()["aino"]] == ["REQUEST"] * 10
    assert post.of(matti) == {}  # nothing came, and nothing was taken away


def test_a_place_in_a_workshop_given_back_goes_to_the_next_one(aino, timo, matti, post):
    agenda = make_agenda(matti, starts_at=soon(7), state="published", takes_sign_ups=True, capacity=1)
    for person in (aino, timo):
        workshop_places.sign_up(agenda, by=person)
    (uid,) = mine = stands(agenda, kind="workshop-")
    assert post.fetch() == {"aino": [("REQUEST", uid)]}
    workshop_places.withdraw(agenda, by=aino)
    assert post.fetch() == {"aino": [("CANCEL", uid)], "timo": [("REQUEST", uid)]}
    workshop_places.withdraw(agenda, by=aino)  # twice is once
    assert post.fetch() == {}
    workshop_places.withdraw(agenda, by=timo)
    workshop_places.sign_up(Agenda.objects.get(), by=aino)
    assert post.fetch() == {"timo": [("CANCEL", uid)], "aino": [("REQUEST", uid)]}
    assert (post.of(aino), post.of(timo)) == (mine, {})


def test_whoever_only_waited_has_nothing_to_take_away(aino, timo, matti, post):
    agenda = make_agenda(matti, starts_at=soon(7), state="published", takes_sign_ups=True, capacity=1)
    for person in (aino, timo):
        workshop_places.sign_up(agenda, by=person)
    post.fetch()
    workshop_places.withdraw(agenda, by=timo)
    assert post.fetch() == {}
