"""A month's page, and the address at which a calendar program fetches the same: who gets what, and when it ends."""

import datetime
import logging

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.logs import WordlessFormatter
from people.register.actions import end_employment
from rooms import guessing
from verme.calendar import actions as addresses
from verme.calendar.month import entries
from verme.models import CalendarAddress, Group, Membership, Season, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(confirmed):
    at = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=10)
    return Session.objects.create(group=confirmed, starts_at=at, place="Kirjasto", theme="Palautuminen")


@pytest.fixture
def member(aino):
    return aino


def fetch(address, client=None):
    return (client or Client()).get(reverse("verme_feed", args=[address.secret]))


def told(response):
    """What stands in the calendar: title, start, place."""
    events = Calendar.from_ical(response.content).walk("VEVENT")
    return [(str(one["SUMMARY"]), one["DTSTART"].dt, str(one.get("LOCATION", ""))) for one in events]


def test_a_member_fetches_their_own_meetings_without_a_name(meeting, member):
    response = fetch(addresses.make(by=member))
    assert told(response) == [("Verme", meeting.starts_at, "Kirjasto")]
    text = response.content.decode()
    assert [
        word for word in (member.last_name, member.email, meeting.group.name, "ATTENDEE", "ORGANIZER") if word in text
    ] == []
    assert (response["Content-Type"], "no-store" in response["Cache-Control"]) == ("text/calendar; charset=utf-8", True)


def test_hr_fetches_all_groups_and_the_days_of_the_seasons(meeting, sari):
    found = told(fetch(addresses.make(by=sari)))
    assert (f"Verme: {meeting.group.name}", meeting.starts_at, "Kirjasto") in found
    season = meeting.group.season
    assert {day for _title, day, _place in found if not isinstance(day, datetime.datetime)} == {
        season.starts_on,
        season.sign_up_until,
        season.ends_on,
    }


def test_a_cancelled_meeting_goes_away_and_a_moved_one_moves(meeting, member):
    address = addresses.make(by=member)
    Session.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at + datetime.timedelta(days=1))
    assert told(fetch(address))[0][1] == meeting.starts_at + datetime.timedelta(days=1)
    Session.objects.filter(pk=meeting.pk).update(state="cancelled")
    assert told(fetch(address)) == []


def leaves_the_group(member):
    Membership.objects.filter(person=member).update(ends_on=timezone.localdate())


def leaves_work(member):
    end_employment(member, by=member)


def group_ends(member):
    Group.objects.update(state="ended")


def season_closes(member):
    Season.objects.update(state="closed", closed_on=timezone.localdate())


@pytest.mark.parametrize("right_ends", [leaves_the_group, leaves_work, group_ends, season_closes])
def test_it_dies_with_the_right(meeting, member, right_ends):
    address = addresses.make(by=member)
    assert fetch(address).status_code == 200
    right_ends(member)
    assert fetch(address).status_code == 404


def test_a_right_that_comes_back_wakes_no_address(meeting, member):
    address = addresses.make(by=member)
    leaves_the_group(member)
    addresses.end_without_right.call()
    Membership.objects.filter(person=member).update(ends_on=None)
    assert fetch(address).status_code == 404


def test_who_is_hr_no_more_fetches_nothing_of_hrs(meeting, sari):
    address = addresses.make(by=sari)
    type(sari).objects.filter(pk=sari.pk).update(is_hr=False)
    assert fetch(address).status_code == 404
    Membership.objects.create(group=meeting.group, person=sari)
    assert {title for title, _at, _place in told(fetch(address))} == {"Verme"}


def test_a_new_address_ends_the_old_and_taking_away_ends_it(meeting, member, signed_in):
    client = signed_in(member)
    client.post(reverse("verme_calendar_address"))
    old = CalendarAddress.objects.get(person=member)
    assert old.url in client.get(reverse("verme_calendar")).content.decode()
    client.post(reverse("verme_calendar_address"))
    new = CalendarAddress.objects.get(person=member)
    assert (fetch(old).status_code, fetch(new).status_code) == (404, 200)
    client.post(reverse("verme_calendar_address_remove"))
    assert fetch(new).status_code == 404
    assert new.url not in client.get(reverse("verme_calendar")).content.decode()


def test_whoever_has_no_part_gets_no_address(timo, signed_in):
    client = signed_in(timo)
    assert client.post(reverse("verme_calendar_address")).status_code == 404
    assert reverse("verme_calendar_address") not in client.get(reverse("verme_calendar")).content.decode()


def test_the_database_alone_opens_none(meeting, member):
    address = addresses.make(by=member)
    for secret in (address.pk.hex, str(address.pk), f"{address.pk.hex}.{'a' * 43}", "²", "x" * 5000):
        assert Client().get(reverse("verme_feed", args=[secret])).status_code == 404


def test_guessing_is_refused(meeting, member, monkeypatch):
    monkeypatch.setattr(guessing, "MOST", 3)
    cache.clear()
    address, client = addresses.make(by=member), Client()
    for _try in range(3):
        assert client.get(reverse("verme_feed", args=["x"])).status_code == 404
    assert fetch(address, client).status_code == 429
    cache.clear()
    gone = addresses.make(by=member)
    addresses.take_away(by=member)
    for _try in range(5):  # many calendars go on asking at addresses that have ended: that is no guess
        assert fetch(gone, client).status_code == 404


def test_logs_name_its_route_alone(meeting, member, caplog):
    address = addresses.make(by=member)
    addresses.take_away(by=member)
    caplog.handler.setFormatter(WordlessFormatter("{message}", style="{"))
    with caplog.at_level(logging.INFO, logger="django.request"):
        fetch(address)
    assert "verme_feed" in caplog.text
    assert address.secret not in caplog.text


def test_a_restore_ends_them_all(meeting, member):
    address = addresses.make(by=member)
    assert addresses.end_all() == 1
    assert fetch(address).status_code == 404


def test_the_month_shows_days_to_whom_they_belong(meeting, member, sari, timo, signed_in):
    url = f"{reverse('verme_calendar')}?month={timezone.localtime(meeting.starts_at):%Y-%m}"
    assert meeting.get_absolute_url() in signed_in(member).get(url).content.decode()
    page = signed_in(sari).get(url).content.decode()
    assert reverse("season_overview", args=[meeting.group.season_id]) in page
    assert (meeting.get_absolute_url() in page, meeting.theme in page) == (False, False)
    assert meeting.group.name not in signed_in(timo).get(url).content.decode()


@pytest.mark.parametrize("month", ["", "x", "2026-13", "0000-01", "²", "9" * 5000, "2026-02"])
def test_whatever_the_address_says_there_is_a_month(aino, month, signed_in):
    assert signed_in(aino).get(reverse("verme_calendar"), {"month": month}).status_code == 200


def test_as_many_statements_for_one_meeting_as_for_thirty(meeting, member, sari, django_assert_num_queries):
    today = timezone.localdate()
    span = (today, today + datetime.timedelta(days=60))
    for rounds in (0, 29):
        Session.objects.bulk_create(
            [Session(group=meeting.group, starts_at=meeting.starts_at) for _ in range(rounds)], batch_size=100
        )
        with django_assert_num_queries(3):
            assert len(entries(member, *span)) == rounds + 1
        with django_assert_num_queries(6):
            entries(sari, *span)
