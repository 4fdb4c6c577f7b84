"""HR's desk in a real browser: the inbox from the list to the sent answer, accessible, on a phone too."""

import os
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import expect

from support.models import Measure, suggest
from support.request import actions as requests
from tests.factories import make_person
from tests.people_fixtures import with_second_step
from tests.verme.conftest import enter, make_group, make_mentor, make_season, name_mentor
from workshops.models import Idea

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")  # a folder: look at what was made
VIEWS = [("fi", 1280), ("sv", 390), ("sv", 1280), ("en", 390)]


def look(page, axe, name, language, width):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}-{language}-{width}.png", full_page=True)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, name


@pytest.fixture
def come(aino, matti, sari, kirsi_of_hr):
    """Three kinds, one of them seen to by a colleague."""
    suggest("Kävelypalaveri perjantaisin", aino)
    Idea.objects.create(text="Perehdytyskummi kaikille uusille", by=matti, work_title="Aktiivisen tuen päivä")
    with transaction.atomic():
        requests.ask(matti, kind="advising", way="written", question="Miten vuorotoive kirjataan?")
    Measure.objects.update(owner=kirsi_of_hr, handling="looking")


@pytest.fixture
def kirsi_of_hr(hr_unit):
    return with_second_step(make_person(name="Kirsi Holm", username="kirsi", unit=hr_unit, is_hr=True))


@pytest.mark.usefixtures("come")
@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_the_inbox(page_for, axe, sari, language, width):
    page = page_for(sari, language=language, width=width)
    page.goto("/hr/saapuneet/")
    look(page, axe, "inbox", language, width)
    expect(page.locator("tbody .desk-go")).to_have_count(3)
    page.get_by_role("link", name="Aktiivisen tuen päivä").click()
    expect(page.locator(".inbox-opened .quote")).to_have_text("Perehdytyskummi kaikille uusille")
    look(page, axe, "inbox-opened", language, width)
    page.get_by_role("textbox").last.fill("Kokeillaan tammikuussa.")
    page.locator("button[name=send]").click()
    expect(page.locator(".answered .written")).to_have_text("Kokeillaan tammikuussa.")
    look(page, axe, "inbox-answered", language, width)
    assert Idea.objects.get().answer == "Kokeillaan tammikuussa."


@pytest.mark.usefixtures("come")
def test_the_inbox_without_a_script(page_for, sari):
    page = page_for(sari, language="fi", width=1280, java_script_enabled=False)
    page.goto("/hr/saapuneet/")
    page.locator("#q").fill("kummi")
    page.get_by_role("button", name="Hae").click()
    expect(page.locator("tbody .desk-go")).to_have_count(0)  # what is sealed is not searched
    page.locator("#q").fill("kävely")
    page.get_by_role("button", name="Hae").click()
    expect(page.locator("tbody .desk-go")).to_have_count(1)
    assert "q=k" in page.url


@pytest.mark.usefixtures("come")
@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_the_desk(page_for, axe, aino, matti, sari, library, language, width):
    group = make_group(make_season(name="Kevät 2027"), name="Konkarit")
    led = make_group(group.season, name="Aamuvirkut")
    for person in (aino, matti):
        enter(group.season, person, group)
    name_mentor(led, make_mentor(make_person(name="Maija Mäkelä", username="maija", unit=library)))
    page = page_for(sari, language=language, width=width)
    page.goto("/hr/")
    look(page, axe, "desk", language, width)
    expect(page.locator(".strip-group")).to_have_count(3)  # two groups and the key
    page.locator("a[href*='tab=1-ideas']").click()
    expect(page.locator("tbody .desk-go")).to_have_count(1)
