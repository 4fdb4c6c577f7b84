"""Groups stand in the order that a person expects: the tenth after the second, ö last."""

import importlib
import re

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from tests.html import flat
from tests.verme.conftest import make_group, make_season
from verme.models import Group, Season

pytestmark = pytest.mark.django_db

NAMES = ["Ryhmä 1", "Ryhmä 2", "Ryhmä 10", "Ryhmä 10 b", "Wäki", "Ässät", "Öljy"]


@pytest.fixture
def season(sari):
    season = make_season(name="Kevät", state="call")
    for name in reversed(NAMES):
        make_group(season, name=name)
    return season


@pytest.mark.parametrize("page", ["season_detail", "season_call"])
def test_pages_list_groups_by_number(season, sari, signed_in, page):
    text = flat(signed_in(sari).get(reverse(page, args=[season.pk])).content)
    places = [re.search(rf"{name}(?! b| *\d|\w)", text).start() for name in NAMES]
    assert places == sorted(places)


def test_a_group_keeps_its_place_whatever_writes_its_name(season):
    Group.objects.bulk_create([Group(season=season, name="Ryhmä 3")])
    renamed = season.groups.get(name="Ryhmä 1")
    renamed.name = "Ryhmä 11"
    renamed.save(update_fields=["name"])
    expected = ["Ryhmä 2", "Ryhmä 3", "Ryhmä 10", "Ryhmä 10 b", "Ryhmä 11", *NAMES[4:]]
    assert [group.name for group in season.groups.all()] == expected


def test_groups_that_the_earlier_code_made_get_their_place(season):
    Group.objects.update(sort_key="")
    importlib.import_module("verme.migrations.0033_groups_in_order").put_in_order(apps, None)
    assert [group.name for group in season.groups.all()] == NAMES


def test_the_earlier_code_may_add_a_group(season):
    """Its statement names no sort key: the database fills it (`manage.py rolling`)."""
    columns = [field.column for field in Group._meta.concrete_fields if field.column != "sort_key"]
    names = ", ".join(f'"{column}"' for column in columns)
    new = ", ".join(f"'{'0' * 31}1'" if column == "id" else f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        row = "SELECT id FROM verme_group WHERE name = 'Ryhmä 1'"
        cursor.execute(f"INSERT INTO verme_group ({names}) SELECT {new} FROM verme_group WHERE id = ({row})")
    assert Group.objects.get(sort_key="").name == "Ryhmä 1"


# ---- Seasons


@pytest.fixture
def seasons(db):
    for name in reversed(NAMES):
        make_season(name=name)


def listed(signed_in, sari, sort):
    page = signed_in(sari).get(reverse("season_list"), {"sort": sort})
    return [season.name for season in page.context["page"]]


@pytest.mark.both_databases
def test_seasons_stand_by_number_in_both_directions(seasons, sari, signed_in):
    assert [listed(signed_in, sari, sort) for sort in ("name", "-name")] == [NAMES, NAMES[::-1]]


def test_a_season_keeps_its_place_whatever_writes_its_name(seasons, sari, signed_in):
    early = Season.objects.get(name="Ryhmä 1")
    Season.objects.bulk_create(
        [Season(name="Ryhmä 3", starts_on=early.starts_on, ends_on=early.ends_on, sign_up_until=early.sign_up_until)]
    )
    early.name = "Ryhmä 11"
    early.save(update_fields=["name"])
    expected = ["Ryhmä 2", "Ryhmä 3", "Ryhmä 10", "Ryhmä 10 b", "Ryhmä 11", *NAMES[4:]]
    assert listed(signed_in, sari, "name") == expected


def test_seasons_that_the_earlier_code_made_get_their_place(seasons, sari, signed_in):
    Season.objects.update(sort_key="")
    importlib.import_module("verme.migrations.0036_seasons_in_order").put_in_order(apps, None)
    assert listed(signed_in, sari, "name") == NAMES
