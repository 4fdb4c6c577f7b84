"""Ending an employment: on a last day, with the offer of a copy, or at once, with a paper that tells where to ask."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core import organisation
from core.models import Mail
from people.jobs import begin_and_end_by_date
from people.my_data.reminders import offer_copies
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db


def page_of(person):
    return reverse("person_leave", args=[person.pk])


def test_a_last_day_brings_the_offer_and_then_ends_it(aino, sari, signed_in):
    day = timezone.localdate() + datetime.timedelta(days=7)
    signed_in(sari).post(page_of(aino), {"later": "1", "last_day": f"{day.day}.{day.month}.{day.year}"})
    aino.refresh_from_db()
    assert (aino.is_active, aino.ends_on) == (True, day)
    offer_copies(timezone.localdate())
    assert [mail.kind for mail in Mail.objects.filter(to=aino)] == ["copy_offered"]
    assert "Ota kopio" in signed_in(aino).get("/").text
    aino.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    aino.save()
    begin_and_end_by_date.call()
    aino.refresh_from_db()
    assert not aino.is_active


def test_it_can_be_taken_back(aino, sari, signed_in):
    aino.ends_on = timezone.localdate()
    aino.save()
    signed_in(sari).post(page_of(aino), {"later": "1", "last_day": ""})
    aino.refresh_from_db()
    assert (aino.is_active, aino.ends_on) == (True, None)


def test_a_day_that_is_over_comes_back_and_ends_nothing(aino, sari, signed_in):
    page = signed_in(sari).post(page_of(aino), {"later": "1", "last_day": "1.1.2020"}).text
    assert "Valitse päivä tästä päivästä alkaen" in page
    assert "1.1.2020" in page
    aino.refresh_from_db()
    assert (aino.is_active, aino.ends_on) == (True, None)


def test_the_paper_is_the_same_for_everybody(aino, matti, sari, signed_in, settings):
    settings.PRIVACY_CONTACT = "tietosuoja@kotikunta.example"
    browser = signed_in(sari)
    texts = {text_of(browser.get(reverse("leaver_pdf", args=[person.pk])).content) for person in (aino, matti)}
    assert len(texts) == 1
    text = texts.pop()
    assert organisation.current().privacy_contact in text
    assert "/tietosuoja/" in text
    assert [
        name for person in (aino, matti, sari) for name in (person.first_name, person.last_name) if name in text
    ] == []
    assert reverse("leaver_pdf", args=[aino.pk]) in browser.get(page_of(aino)).text
