"""People from a file in a real browser: each sample from choosing it to what became of it, accessible at each step."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from people.models import RosterImport, User
from people.roster.jobs import save_import
from tests.people.roster.bring import SAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")  # a folder: look at what was made
NEW = {"1": 6, "2": 6, "3": 9, "4": 19, "5": 2}
BY_HAND = {"username": 0, "first_name": 1, "last_name": 2, "number": 3, "starts_on": 6, "unit": 8, "supervisor": 9}
WAYS = [
    ("1", "fi", 1280),
    ("2", "sv", 390),
    ("3", "fi", 390),
    ("4", "sv", 1280),
    ("5", "en", 1280),
    ("6", "fi", 1280),
    ("6", "sv", 390),
]


def look(page, axe, name, sample, language, width):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/roster-{sample}-{name}-{language}-{width}.png", full_page=True)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, name


@pytest.mark.parametrize(("sample", "language", "width"), WAYS)
def test_a_file_from_choosing_it_to_the_register(page_for, axe, sari, sample, language, width):
    page = page_for(sari, language=language, width=width)
    page.goto("/ihmiset/tuonti/")
    look(page, axe, "start", sample, language, width)
    page.locator("input[type=file]").set_input_files(SAMPLES[sample])
    page.locator("main form[enctype] button.btn").click()
    expect(page.locator(".roster-columns")).to_be_visible()
    if sample == "5":
        for meaning, at in BY_HAND.items():
            page.locator(f"select[name=column-{at}]").select_option(meaning)
    look(page, axe, "columns", sample, language, width)
    page.locator("button[name=do][value=preview]").click()
    expect(page.locator(".roster-figures")).to_be_visible()
    look(page, axe, "preview", sample, language, width)
    row = RosterImport.objects.get()
    if sample == "6":
        expect(page.locator(".roster-wrong tbody tr").first).to_be_visible()
        expect(page.locator("form[action$='tallenna/'] button.btn")).to_have_count(0)
        assert User.objects.exclude(number="").count() == 0
        return
    if page.locator("input[name=leavers_checked]").count():
        page.locator("label:has(input[name=leavers_checked])").click()
    page.locator("form[action$='tallenna/'] button.btn").click()
    expect(page.locator("progress")).to_be_visible()
    look(page, axe, "waiting", sample, language, width)
    save_import.call(str(row.pk))
    expect(page.locator("progress")).to_have_count(0)  # the page asks again by itself
    look(page, axe, "saved", sample, language, width)
    assert User.objects.exclude(unit=None).exclude(pk=sari.pk).count() == NEW[sample]
