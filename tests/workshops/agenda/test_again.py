"""An agenda that is used again, and one that says before it is published that its parts do not fit."""

import datetime

import pytest
from django.utils import timezone

from tests.workshops.conftest import titles
from workshops.models import Agenda, Block

pytestmark = pytest.mark.django_db


def at(agenda, act):
    return f"/tyopajat/{agenda.pk}/{act}/"


def test_a_copy_is_a_draft_of_ones_own_with_the_same_parts(published, matti, his):
    where = {his.post(at(published, "kopioi")).headers["Location"] for _click in range(2)}
    made = Agenda.objects.exclude(pk=published.pk).get()
    assert where == {at(made, "muokkaa")}
    assert (made.state, made.created_by, made.title, made.place) == ("draft", matti, published.title, published.place)
    assert titles(made) == titles(published)
    assert [row.person for row in made.facilitatings.all()] == [matti]
    before, after = (timezone.localtime(one.starts_at) for one in (published, made))
    assert (after.date() - before.date(), after.time()) == (datetime.timedelta(weeks=1), before.time())


def test_a_copy_of_an_old_day_lies_ahead_at_the_same_time_of_the_day(agenda, his):
    Agenda.objects.filter(pk=agenda.pk).update(starts_at=agenda.starts_at - datetime.timedelta(days=700))
    his.post(at(agenda, "kopioi"))
    made = Agenda.objects.exclude(pk=agenda.pk).get()
    agenda.refresh_from_db()
    before, after = (timezone.localtime(one.starts_at) for one in (agenda, made))
    assert timezone.now() < made.starts_at <= timezone.now() + datetime.timedelta(days=8)
    assert (after.weekday(), after.time()) == (before.weekday(), before.time())


def test_a_day_that_runs_over_says_so_before_it_is_published(agenda, his):
    last = agenda.blocks.last()
    Block.objects.filter(pk=last.pk).update(pinned_at=datetime.time(9, 20))
    answer = his.post(at(agenda, "julkaise"))
    agenda.refresh_from_db()
    assert (agenda.state, answer.headers["Location"]) == ("draft", at(agenda, "rakenna"))
    assert "Julkaise silti" in his.get(at(agenda, "rakenna")).content.decode()
    his.post(at(agenda, "julkaise"), {"over": "1"})
    agenda.refresh_from_db()
    assert agenda.state == "published"


def test_a_very_long_day_says_so_before_it_is_published(agenda, his):
    """Nothing else tells that a part was meant to last sixty minutes and not six hundred."""
    Block.objects.filter(pk=agenda.blocks.last().pk).update(minutes=600)
    answer = his.post(at(agenda, "julkaise"), follow=True).content.decode()
    agenda.refresh_from_db()
    assert agenda.state == "draft"
    assert "Päivästä tulee pitkä" in answer
    his.post(at(agenda, "julkaise"), {"over": "1"})
    agenda.refresh_from_db()
    assert agenda.state == "published"


def test_a_day_that_fits_is_published_at_once(agenda, his):
    his.post(at(agenda, "julkaise"))
    agenda.refresh_from_db()
    assert agenda.state == "published"
