"""The mentors' training and the closing in a real browser: HR arranges, a participant goes through both."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_verme import fits, written
from tests.browser.waiting import all_saved, press
from tests.people_fixtures import with_second_step
from tests.verme.conftest import enter, make_group, make_mentor, make_season, name_mentor
from verme.composing import actions as composing
from verme.models import EventSignUp, Mentor, SeasonEvent, SeminarDay, Training, TrainingDiary

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_an_empty_training_to_a_mentor(page_for, axe, sari, aino):
    hr = page_for(sari)
    hr.goto("/verme/koulutukset/")
    axe(hr)
    hr.get_by_role("link", name="Uusi koulutus").click()
    hr.get_by_label("Nimi").fill("Mentorikoulutus")
    axe(hr)
    press(hr.get_by_role("button", name="Tallenna"))
    axe(hr)
    hr.get_by_label("Henkilö").select_option(str(aino.pk))
    press(hr.get_by_role("button", name="Lisää osallistuja"))
    hr.get_by_role("link", name="I Orientoiva seminaari").click()
    first = hr.get_by_role("group", name="Ensimmäinen päivä")
    first.get_by_label("Päivä").fill(written(7))
    first.get_by_label("Alkaa").fill("9")
    first.get_by_label("Päättyy").fill("16")
    axe(hr)
    press(hr.get_by_role("button", name="Tallenna"))
    hr.get_by_role("link", name="Anna tehtävä").click()
    hr.get_by_label("Tehtävä", exact=True).fill("Kokeile janaa")
    hr.get_by_role("textbox", name="Viimeistään").fill(written(20))
    axe(hr)
    press(hr.get_by_role("button", name="Tallenna"))

    hers = page_for(aino, width=390)
    hers.goto("/")
    hers.locator(f'.rows a[href="{reverse("my_training", args=[Training.objects.get().pk])}"]').click()
    axe(hers)
    fits(hers)
    press(hers.get_by_role("button", name="Olen tehnyt tämän"))
    hers.get_by_role("link", name="Avaa päiväkirjani").click()
    axe(hers)
    fits(hers)
    hers.get_by_label("Mitä haluan muistaa seminaarista I", exact=True).fill("Huomasin, että kuuntelen.")
    hers.locator("#field-1 [data-status]", has_text="Tallennettu").wait_for()
    all_saved(hers)
    assert TrainingDiary.objects.get().text.open_as_system("test") == "Huomasin, että kuuntelen."

    training = Training.objects.get()
    for seminar in training.seminars.filter(number__gt=1):
        seminar.days.create(number=1, starts_at=timezone.now(), minutes=60)
    SeminarDay.objects.update(starts_at=timezone.now() - datetime.timedelta(hours=1))
    for day in SeminarDay.objects.all():
        hr.goto(day.get_absolute_url())
        press(hr.get_by_role("button", name="Läsnä"))
    axe(hr)
    hr.goto(training.get_absolute_url())
    hr.get_by_role("link", name="Kokeile janaa").click()
    axe(hr)
    press(hr.get_by_role("button", name="Kuittaa"))
    hr.goto(training.get_absolute_url())
    press(hr.get_by_role("button", name="Vahvista mentoriksi"))
    assert Mentor.objects.get().person == aino
    with_second_step(aino)
    hers.goto(f"/verme/koulutukset/{training.pk}/oma/")
    expect(hers.get_by_role("link", name="På svenska").first).to_be_visible()
    axe(hers)
    hers.goto("/verme/todistukset/")
    axe(hers)
    fits(hers)


def test_a_closing_is_planned_and_a_member_comes(page_for, axe, sari, aino, matti):
    season = make_season(name="Syksy")
    group = make_group(season)
    enter(season, aino, group)
    name_mentor(group, make_mentor(matti))
    composing.confirm(group, small=True)
    hr = page_for(sari)
    hr.goto(f"/verme/kaudet/{season.pk}/")
    hr.get_by_role("link", name="Suunnittele päätöstilaisuus").click()
    hr.get_by_label("Päivä").fill(written(30))
    axe(hr)
    fits(hr)
    press(hr.get_by_role("button", name="Tallenna"))
    hr.get_by_role("link", name="Rakenna ohjelma").click()
    axe(hr)
    hr.get_by_role("link", name="Käytännön asiat").click()
    axe(hr)
    hr.get_by_role("link", name="Kutsu ja ilmoittautuminen").click()
    press(hr.get_by_role("button", name="Lähetä kutsu"))
    axe(hr)

    hers = page_for(aino, language="sv", width=390)
    hers.goto("/")
    hers.locator(f'.rows a[href="{SeasonEvent.objects.get().get_absolute_url()}"]').click()
    axe(hers)
    fits(hers)
    press(hers.get_by_role("button", name="Jag kommer", exact=True))
    expect(hers.get_by_text("Du har anmält dig.")).to_be_visible()
    assert EventSignUp.objects.get().person == aino
    hr.reload()
    expect(hr.get_by_text("Virtanen Aino")).to_be_visible()
