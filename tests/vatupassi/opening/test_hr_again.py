"""Somebody who was HR, then not, and is again: what was opened to them before is not open to them any more."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_person
from tests.people.register_form import edit
from tests.people_fixtures import with_second_step
from tests.vatupassi.opening.conftest import HERS, NOTE
from vatupassi.models import Opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(hr_unit):
    return with_second_step(make_person(name="Toinen HR", username="toinen", unit=hr_unit, is_hr=True))


def leave_and_return(client, person):
    client.post(reverse("person_leave", args=[person.pk]))
    client.post(reverse("person_return", args=[person.pk]))


def lose_and_regain(client, person):
    edit(client, person, is_hr=None)
    edit(client, person, is_hr="on")


@pytest.mark.both_databases
@pytest.mark.parametrize("again", [lose_and_regain, leave_and_return])
def test_what_was_opened_before_is_opened_anew_or_not_at_all(
    page,
    aino,
    matti,
    sari,
    other,
    signed_in,
    again,
):
    hers, his = signed_in(aino), signed_in(matti)
    hers.post(page + "avaa/hr/", {"reader": sari.pk, "scope": "whole"})
    his.post(reverse("opening_agree", args=[Opening.objects.get().pk]))
    assert NOTE in signed_in(sari).get(page + "vaihe/tiedanko/").content.decode()
    again(signed_in(other), sari)
    sari.refresh_from_db()
    assert sari.is_hr
    assert sari.is_active
    old, hr = Opening.objects.get(), signed_in(sari)
    assert [hr.get(path).status_code for path in (page, page + "vaihe/tiedanko/", f"/avatut/{old.pk}/")] == [404] * 3
    assert "Aino" not in hr.get("/avatut/").content.decode() + hr.get("/").content.decode()
    assert "ei enää voi lukea" in hers.get(page).content.decode()
    his.post(reverse("opening_agree", args=[old.pk]))  # an older page
    assert hr.get(page).status_code == 404
    hers.post(page + "avaa/hr/", {"reader": sari.pk, "scope": "own"})
    new = Opening.objects.live().get()
    assert new.pk != old.pk
    shown = hr.get(f"/avatut/{new.pk}/").content.decode()
    assert (HERS in shown, NOTE in shown, hr.get(page).status_code) == (True, False, 404)  # his yes was of that time


def test_a_suggestion_to_somebody_of_hr_who_has_come_back_waits_no_more(
    page,
    aino,
    matti,
    sari,
    other,
    signed_in,
):
    signed_in(matti).post(page + "avaa/hr/", {"reader": sari.pk})
    assert "Sari Koskinen" in signed_in(aino).get("/").content.decode()
    lose_and_regain(signed_in(other), sari)
    hers = signed_in(aino)
    assert "Sari Koskinen" not in hers.get("/").content.decode()
    hers.post(reverse("opening_agree", args=[Opening.objects.get().pk]))
    assert signed_in(sari).get(page).status_code == 404


def test_what_is_opened_after_that_stays(page, aino, sari, other, signed_in):
    lose_and_regain(signed_in(other), sari)
    signed_in(aino).post(page + "avaa/hr/", {"reader": sari.pk, "scope": "own"})
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3)):
        assert signed_in(sari).get(f"/avatut/{Opening.objects.get().pk}/").status_code == 200
