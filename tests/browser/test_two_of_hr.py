"""Two HR people at once: whoever comes second is told what the first has done, and loses nothing of their own."""

import os
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from core import content
from core.models import ContentVersion
from people.models import RosterImport
from people.roster.jobs import save_import, take_turn
from support.models import HelpRequest
from support.request import actions as requests
from tests.factories import make_person
from tests.people.roster.bring import SAMPLES
from tests.people_fixtures import with_second_step
from tests.verme.conftest import enter, make_group, make_season
from verme.models import SignUp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")  # a folder: look at what was made


@pytest.fixture
def kirsi(hr_unit):
    return with_second_step(make_person(name="Kirsi Holm", username="kirsi", unit=hr_unit, is_hr=True))


@pytest.fixture
def both(page_for, sari, kirsi):
    """The first and the second, who is on a phone and told in Swedish."""
    return page_for(sari), page_for(kirsi, language="sv", width=390)


def look(page, axe, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/two-{name}.png", full_page=True)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, name


def to_saving(page, sample):
    """From the file to what waits for the worker."""
    page.goto("/ihmiset/tuonti/")
    page.locator("input[type=file]").set_input_files(SAMPLES[sample])
    page.locator("main form[enctype] button.btn").click()
    page.locator("button[name=do][value=preview]").click()
    expect(page.locator(".roster-figures")).to_be_visible()
    if page.locator("input[name=leavers_checked]").count():
        page.locator("label:has(input[name=leavers_checked])").click()
    page.locator("form[action$='tallenna/'] button.btn").click()
    expect(page.locator("progress")).to_be_visible()


def test_the_second_import_waits_and_is_told_for_whom(both, axe, sari, kirsi):
    hers, others = both
    to_saving(hers, "1")
    first = RosterImport.objects.get(owner=sari)
    assert take_turn(first)  # the worker is at it
    others.goto("/ihmiset/tuonti/")
    expect(others.locator(".notice")).to_contain_text("Sari Koskinen")
    look(others, axe, "import-start")
    to_saving(others, "2")
    second = RosterImport.objects.get(owner=kirsi)
    save_import.call(str(second.pk))  # its turn has not come
    others.reload()
    expect(others.locator("main section.card")).to_contain_text("Sari Koskinen")
    look(others, axe, "import-waits")
    second.refresh_from_db()
    assert second.state == RosterImport.State.WAITING
    save_import.call(str(first.pk))
    expect(hers.locator("progress")).to_have_count(0)  # the page asks again by itself
    save_import.call(str(second.pk))
    expect(others.locator("progress")).to_have_count(0)
    look(others, axe, "import-afterwards")
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.state == RosterImport.State.SAVED
    assert second.state in (RosterImport.State.SAVED, RosterImport.State.CHANGED)  # compared with what is there now


def test_the_second_to_compose_is_told_what_has_changed(both, axe, aino, johanna):
    hers, others = both
    season = make_season()
    groups = [make_group(season, name=name) for name in ("Ryhmä 2", "Ryhmä 10")]
    contested, free = enter(season, aino), enter(season, johanna)
    SignUp.objects.update(state="waitlist", group=None)
    for page in both:
        page.goto(f"/verme/kaudet/{season.pk}/koonti/")
    hers.locator(f"#to-{contested.pk}").select_option(str(groups[0].pk))
    expect(hers.locator(".compose-bar")).to_contain_text("1 siirto")
    for n, row in enumerate((contested, free), 1):
        others.locator(f"#to-{row.pk}").select_option(str(groups[1].pk))
        expect(others.locator(".compose-bar [role=status]")).to_contain_text(f"{n} ")
    hers.locator("button[name=save]").click()
    expect(hers.locator(".messages")).to_be_visible()
    others.locator("button[name=save]").click()
    told = others.get_by_role("alert")
    expect(told).to_contain_text("Aino Virtanen")
    expect(told).to_contain_text("Ryhmä 2")  # where she is now
    expect(told).to_contain_text("Ryhmä 10")  # what the second had chosen for her
    look(others, axe, "compose-refused")
    assert [SignUp.objects.get(pk=row.pk).group for row in (contested, free)] == [groups[0], None]  # nothing is saved
    expect(others.locator(f"#to-{free.pk}")).to_have_value(str(groups[1].pk))  # and what they chose is still there
    expect(others.locator(f"#to-{contested.pk}")).to_have_value(str(groups[0].pk))
    others.locator("button[name=save]").click()
    expect(others.locator(".messages")).to_be_visible()
    assert [SignUp.objects.get(pk=row.pk).group for row in (contested, free)] == groups


def test_one_text_that_two_word_anew_keeps_both(both, axe, sari, kirsi):
    page = "/hr/sisallot/guiding-kykenenko/"
    for each in both:
        each.goto(page)
    for each, words in zip(both, ("Mikä töissäsi luistaa?", "Mikä työssäsi toimii?"), strict=True):
        each.locator("[name='1-fi']").fill(words)
    hers, others = both
    hers.locator("form.card:has([name='1-fi']) button.btn").last.click()
    hers.locator("button[name=use]").click()
    expect(hers.locator(".messages")).to_be_visible()
    others.locator("form.card:has([name='1-fi']) button.btn").last.click()
    expect(others.get_by_role("alert").first).to_contain_text("Mikä töissäsi luistaa?")
    expect(others.locator("[name='1-fi']")).to_have_value("Mikä työssäsi toimii?")
    look(others, axe, "content-clash")
    others.locator("button[name=use]").click()
    expect(others.locator(".messages")).to_be_visible()
    look(others, axe, "content-afterwards")
    kept = ContentVersion.objects.order_by("number").values_list("by", "texts")
    assert list(kept) == [
        (sari.pk, {"1": {"fi": "Mikä töissäsi luistaa?"}}),
        (kirsi.pk, {"1": {"fi": "Mikä työssäsi toimii?"}}),
    ]
    assert content.latest()["guiding-kykenenko"]["1"]["fi"] == "Mikä työssäsi toimii?"


def test_the_second_answer_is_not_sent_before_the_first_is_seen(both, axe, matti, kirsi):
    with transaction.atomic():
        requests.ask(matti, kind="advising", way="written", question="Miten vuorotoive kirjataan?")
    asked = HelpRequest.objects.get()
    for page in both:
        page.goto(reverse("help_request", args=[asked.pk]))
    for page, words in zip(both, ("Vuorolistaan, esihenkilö hyväksyy.", "Kirjaa se Titaniaan."), strict=True):
        page.locator("textarea[name=answer]").fill(words)
    hers, others = both
    send = "form[action$='vastaus/'] button.btn"
    hers.locator(send).click()
    expect(hers.locator(".messages")).to_be_visible()
    others.locator(send).click()
    expect(others.locator("section[aria-labelledby=answered]")).to_contain_text("Vuorolistaan, esihenkilö hyväksyy.")
    expect(others.locator("main")).to_contain_text("Sari Koskinen")  # who sees to it now
    expect(others.locator("textarea[name=answer]")).to_have_value("Kirjaa se Titaniaan.")
    expect(others.locator("form").filter(has=others.locator("textarea[name=answer]"))).to_contain_text("ersätter det")
    look(others, axe, "help-told")
    asked.refresh_from_db()
    assert asked.revision == 1  # not sent
    others.locator(send).click()
    expect(others.locator(".messages")).to_be_visible()
    asked.refresh_from_db()
    assert (asked.revision, asked.answer.open(kirsi)) == (2, "Kirjaa se Titaniaan.")
