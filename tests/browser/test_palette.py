"""The sheet that finds: Ctrl-K over any page, by the keyboard alone, and for a screen reader a field with a list."""

import datetime
import os

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from vatupassi.conversation import invitations
from vatupassi.models import Occasion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def conversation(aino, matti):
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(hours=1),
        agreed=True,
    )


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390), ("en", 390)])
def test_by_the_keyboard_to_somebodys_page(language, width, aino, matti, conversation, page_for, axe):
    page = page_for(matti, language, width)
    page.goto("/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").get_by_role("combobox")
    expect(field).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_accessible_name({"fi": "Etsi", "sv": "Sök", "en": "Find"}[language])
    expect(page.locator(".palette [role=option]").first).to_contain_text("Aino Virtanen")  # what is coming
    axe(page)
    field.press_sequentially("virt")
    people = page.get_by_role("dialog").get_by_role("group").first.get_by_role("option")
    expect(people.locator("mark")).to_have_text("Virt")
    expect(people).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", people.get_attribute("id"))
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("3")
    axe(page)
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/palette-{language}-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Aino Virtanen, ")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/keskustelut/kanssa/{aino.pk}/")
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert "irt" not in page.evaluate(kept)


def test_from_a_field_and_back_into_it(conversation, matti, page_for):
    page = page_for(matti)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/osaanko/")
    area = page.locator('textarea[name="text-osaanko.works"]')
    area.press("Control+k")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    page.keyboard.type("olematon")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Ei löytynyt")
    expect(page.locator(".palette [role=option]")).to_have_count(0)
    page.keyboard.press("Enter")  # opens nothing
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(area).to_be_focused()


def test_the_key_can_be_turned_off_and_the_link_stays(conversation, matti, page_for):
    page = page_for(matti)
    page.goto("/nappaimet/")
    page.get_by_role("switch").uncheck()
    page.goto("/")
    page.keyboard.press("Control+k")
    page.keyboard.press("Tab")  # what the key would have begun has begun by now: the page has answered another one
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("link", name="Etsi").click()
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    page.get_by_role("dialog").get_by_role("button", name="Sulje").click()
    expect(page.get_by_role("link", name="Etsi")).to_be_focused()


def test_who_has_been_signed_out_is_told_and_keeps_the_page(conversation, matti, page_for, browser_problems):
    page = page_for(matti)
    page.goto("/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").get_by_role("combobox")
    expect(field).to_be_focused()
    page.context.clear_cookies()
    field.press_sequentially("aino")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-notice=signed-out]")).to_be_visible()
    assert {problem.rpartition("status of ")[2] for problem in browser_problems} == {"401 (Unauthorized)"}
    browser_problems.clear()
