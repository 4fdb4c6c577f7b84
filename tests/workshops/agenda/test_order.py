"""Workshops stand by title in the order that a person expects: the tenth after the second, ö last."""

import datetime
import importlib

import pytest
from django.apps import apps
from django.utils import timezone

from tests.workshops.conftest import make_agenda
from workshops.models import Agenda

pytestmark = pytest.mark.django_db

TITLES = ["Päivä 1", "Päivä 2", "Päivä 10", "Päivä 10 b", "Wäki", "Ässät", "Öljy"]


@pytest.fixture
def days(matti):
    for title in reversed(TITLES):
        make_agenda(matti, pattern="", title=title)


def listed(client, sort="title"):
    return [agenda.title for agenda in client.get("/tyopajat/", {"sort": sort}).context["page"]]


@pytest.mark.both_databases
def test_workshops_stand_by_number_in_both_directions(days, his):
    assert [listed(his, sort) for sort in ("title", "-title")] == [TITLES, TITLES[::-1]]


def test_a_workshop_keeps_its_place_whatever_writes_its_title(days, his, matti):
    starts_at = timezone.now() + datetime.timedelta(days=7)
    (third,) = Agenda.objects.bulk_create([Agenda(title="Päivä 3", starts_at=starts_at, unit=matti.unit)])
    third.facilitatings.create(person=matti)
    renamed = Agenda.objects.get(title="Päivä 1")
    renamed.title = "Päivä 11"
    renamed.save(update_fields=["title"])
    assert listed(his) == ["Päivä 2", "Päivä 3", "Päivä 10", "Päivä 10 b", "Päivä 11", *TITLES[4:]]


def test_workshops_that_the_earlier_code_made_get_their_place(days, his):
    Agenda.objects.update(sort_key="")
    importlib.import_module("workshops.migrations.0018_agendas_in_order").put_in_order(apps, None)
    assert listed(his) == TITLES
