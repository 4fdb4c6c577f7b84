"""A season with its groups, and eight people in one of them."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from people.models import User
from tests.factories import make_person
from tests.people_fixtures import with_second_step
from verme.composing import actions as composing
from verme.mentor import actions as mentoring
from verme.models import Group, Mentor, Season, Session, SignUp
from verme.sign_up import actions as places


def make_season(*, name="Kevät", state="call", **fields):
    today = timezone.localdate()
    days = {
        "starts_on": today,
        "ends_on": today + datetime.timedelta(days=150),
        "sign_up_until": today + datetime.timedelta(days=14),
    }
    return Season.objects.create(name=name, state=state, **(days | fields))


def make_group(season, *, name="Uudet", capacity=8, **fields):
    return Group.objects.create(season=season, name=name, capacity=capacity, **fields)


def enter(season, person, group=None):
    """Sign up as the view does it."""
    with transaction.atomic():
        return places.sign_up(Season.objects.for_update().get(pk=season.pk), by=person, wish=group)


def name_mentor(group, mentor):
    """As somebody else does it."""
    helena = User.objects.filter(username="helena").first() or make_person(name="Helena Rautio", username="helena")
    return mentoring.name(group, mentor, by=helena)


def make_mentor(person, **fields):
    return Mentor.objects.create(person=with_second_step(person), role="opettaja", **fields)


def sent(key, text, version=0):
    """A text as its form sends it."""
    return {f"text-{key}": text, f"version-{key}": str(version)}


def ago(hours):
    return timezone.now() - datetime.timedelta(hours=hours)


def at(session, act=""):
    return f"/verme/kokoontumiset/{session.pk}/" + (f"{act}/" if act else "")


def group_url(group, act=""):
    return f"/verme/ryhmat/{group.pk}/" + (f"{act}/" if act else "")


@pytest.fixture
def season(db):
    return make_season()


@pytest.fixture
def group(season):
    return make_group(season)


@pytest.fixture
def mentor(library):
    """A colleague who is a trained mentor."""
    return make_mentor(make_person(name="Maija Mäkelä", username="maija", unit=library))


@pytest.fixture
def eight(kotikunta, aino, johanna):
    """Aino, Johanna and six others."""
    return [aino, johanna, *(make_person(name=f"Jäsen Numero{n}", username=f"jasen{n}") for n in range(6))]


@pytest.fixture
def confirmed(group, mentor, eight):
    """A group of eight with its mentor."""
    for person in eight:
        enter(group.season, person, group)
    name_mentor(group, mentor)
    composing.confirm(group)
    return group


@pytest.fixture
def held(confirmed):
    """A meeting of an hour ago."""
    return Session.objects.create(group=confirmed, starts_at=ago(1), theme="Palautuminen", place="Kirjasto")


@pytest.fixture
def hers(aino, signed_in):
    return signed_in(aino)


@pytest.fixture
def leader(mentor, signed_in):
    return signed_in(mentor.person)


def seats(group):
    return [row.person.username for row in SignUp.objects.placed().filter(group=group).select_related("person")]
