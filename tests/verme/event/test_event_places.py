"""Places of a joint event: the waiting list moves up by itself, also when many come and go at the same moment."""

import contextlib
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from icalendar import Calendar

from core.models import Mail
from core.outbox import letter
from tests.verme.event.test_events import at, fields, make_event
from verme.event import actions as events
from verme.event.models import SeasonEventQuerySet
from verme.models import EventSignUp
from verme.sign_up import actions as places

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def coming(event):
    return list(event.sign_ups.placed().order_by("person__username").values_list("person__username", flat=True))


def waiting(event):
    return list(event.sign_ups.waiting().values_list("person__username", flat=True))


def told(kind):
    return list(Mail.objects.filter(kind=kind).order_by("created_at").values_list("to__username", flat=True))


def join(event, people, signed_in):
    for person in people:
        signed_in(person).post(at(event, "ilmoittaudu/"))


def test_who_waits_longest_gets_the_place_and_the_calendar_entry(confirmed, eight, sari, signed_in):
    event = make_event(confirmed.season, capacity=1)
    aino, johanna, third = eight[:3]
    join(event, [aino, johanna, johanna, third], signed_in)
    assert (coming(event), waiting(event)) == (["aino"], ["johanna", "jasen0"])
    assert told("verme_event_place") == ["aino"]
    assert "jonotuslistalla sijalla 2" in signed_in(third).get(at(event)).content.decode()
    page = signed_in(sari).get(at(event))
    assert [row.person for row in page.context["waiting"]] == [johanna, third]
    season = signed_in(sari).get(confirmed.season.get_absolute_url())
    assert [row.coming for row in season.context["events"]] == [1]
    for _click in range(2):
        signed_in(aino).post(at(event, "jaa-pois/"))
    assert (coming(event), waiting(event)) == (["johanna"], ["jasen0"])
    assert told("verme_event_moved_up") == ["johanna"]
    entry = Calendar.from_ical(letter(Mail.objects.get(kind="verme_event_moved_up")).attachments[0].content)
    assert str(entry["METHOD"]) == "REQUEST"
    assert [person.username for person in events.agendas._who_comes(event.agenda)] == ["johanna"]


def test_leaving_the_queue_frees_nothing_and_more_places_are_given_out_at_once(confirmed, eight, sari, signed_in):
    event = make_event(confirmed.season, capacity=1)
    join(event, eight[:5], signed_in)
    signed_in(eight[1]).post(at(event, "jaa-pois/"))
    assert (coming(event), told("verme_event_left")) == (["aino"], [])
    hr = signed_in(sari)
    assert "capacity" in hr.post(at(event, "muokkaa/"), fields(capacity="0")).context["form"].errors
    hr.post(at(event, "muokkaa/"), fields(capacity="3"))
    assert told("verme_event_moved_up") == ["jasen0", "jasen1"]
    hr.post(at(event, "muokkaa/"), fields(capacity="", revision="1"))
    assert (len(coming(event)), waiting(event)) == (4, [])


def test_a_cancelled_event_tells_those_who_waited_without_a_calendar_entry(confirmed, eight, sari, signed_in):
    event = make_event(confirmed.season, capacity=1)
    join(event, eight[:2], signed_in)
    signed_in(sari).post(at(event, "peru/"))
    assert (told("verme_event_cancelled"), told("verme_event_not_held")) == (["aino"], ["johanna"])
    assert letter(Mail.objects.get(kind="verme_event_not_held")).attachments == []
    event.refresh_from_db()
    events.leave(event, by=eight[0])
    assert told("verme_event_moved_up") == []


def test_who_has_left_the_season_gets_no_place_any_more(confirmed, eight, signed_in):
    event = make_event(confirmed.season, capacity=1)
    join(event, eight[:3], signed_in)
    places.withdraw(confirmed.season, by=eight[1])
    signed_in(eight[0]).post(at(event, "jaa-pois/"))
    assert (coming(event), waiting(event)) == (["jasen0"], ["johanna"])
    assert signed_in(eight[1]).post(at(event, "jaa-pois/")).headers["Location"] == "/verme/"
    assert waiting(event) == []


# ---- At the same moment


def at_once(requests):
    """Post from threads that start together."""
    start, statuses = threading.Barrier(len(requests)), []

    def go(person, path):
        try:
            client = Client(raise_request_exception=False)
            client.force_login(person)
            start.wait(20)
            statuses.append(client.post(path).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=request) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return statuses


def come_and_go(event, people):
    """Two who have the places withdraw while six others want one."""
    for person in people[:2]:
        events.join(event, by=person)
    Mail.objects.all().delete()
    leave = [(person, at(event, "jaa-pois/")) for person in people[:2]]
    return at_once([*leave, *((person, at(event, "ilmoittaudu/")) for person in people[2:])])


@pytest.mark.django_db(transaction=True)
def test_two_withdraw_while_six_want_their_places(confirmed, eight):
    event = make_event(confirmed.season, capacity=2)
    assert come_and_go(event, eight) == [302] * 8
    assert (len(coming(event)), len(waiting(event))) == (2, 4)
    assert sorted(told("verme_event_place") + told("verme_event_moved_up")) == coming(event)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_place_would_be_given_twice(confirmed, eight, monkeypatch):
    """The control: the race above notices when the event is not locked."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time anyway")
    event = make_event(confirmed.season, capacity=2)
    met, real = threading.Barrier(6), events.free

    def together(event):
        found = real(event)
        with contextlib.suppress(threading.BrokenBarrierError):
            met.wait(1.5)
        return found

    monkeypatch.setattr(SeasonEventQuerySet, "for_update", lambda self: self)
    monkeypatch.setattr(events, "free", together)
    statuses = at_once([(person, at(event, "ilmoittaudu/")) for person in eight[2:]])
    assert statuses == [302] * 6
    assert EventSignUp.objects.placed().count() > 2
