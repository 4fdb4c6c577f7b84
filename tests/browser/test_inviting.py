"""Inviting and answering in a real browser: how little it takes, what folds, and what a phone shows."""

import pytest
from playwright.sync_api import expect

from tests.browser.counted import Counted
from tests.factories import make_person
from vatupassi.models import Conversation, Round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEND = {"fi": "Lähetä ehdotus", "sv": "Skicka förslaget"}


def fits(page, width):
    return page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390)])
def test_from_the_start_page_to_an_answer(language, width, aino, matti, timo, page_for, axe):
    page = page_for(matti, language, width)
    his = Counted(page)
    his.begin()
    his.click(page.locator(".head a.btn").first)
    step = page.locator("[data-step]").first
    expect(step).to_have_attribute("open", "")
    axe(page)
    his.click(page.get_by_label("Aino Virtanen"))
    expect(step).not_to_have_attribute("open", "")  # it has folded to one line
    expect(step.locator("[data-picked]")).to_have_text("Aino Virtanen")
    expect(page.locator("[data-partner]")).to_contain_text("Aino Virtanen")
    assert fits(page, width)
    button = page.get_by_role("button", name=SEND[language])
    expect(button).to_be_in_viewport()  # on a phone at its foot, at a desk beside what is filled in
    axe(page)
    his.press(button)
    expect(page.locator("h2", has_text="Aino Virtanen")).to_be_visible()
    assert his.cost == {"pages": 2, "clicks": 3, "fields": 0}
    made = Conversation.objects.get()
    assert (made.occasion.code, made.minutes, made.supervisor) == ("how-are-you", 15, matti)
    axe(page)

    page = page_for(aino, language, width)
    hers = Counted(page)
    hers.begin()
    hers.click(page.locator(".rows.first a").first)
    axe(page)
    assert fits(page, width)
    hers.press(page.locator(".thumb button"))
    made.refresh_from_db()
    assert (made.status, hers.cost) == ("agreed", {"pages": 2, "clicks": 2, "fields": 0})


def test_from_a_persons_row_one_press_sends(aino, matti, page_for):
    page = page_for(matti)
    page.goto(f"/keskustelut/uusi/?with={aino.pk}")
    expect(page.locator("[data-step]").first).not_to_have_attribute("open", "")
    page.get_by_role("button", name="Lähetä ehdotus").dblclick()
    expect(page.locator("h1")).to_have_text("Ehdotus on lähetetty.")
    assert Conversation.objects.get().employee == aino


def test_a_team_of_sixty_is_searched_and_what_was_typed_stays(aino, matti, kitchen, page_for, axe):
    for number in range(60):
        make_person(name=f"Nimi{number} Sukunimi{number}", unit=kitchen)
    page = page_for(matti, width=390)
    page.goto("/keskustelut/uusi/")
    page.locator("[name=place]").fill("kahvihuone")
    page.locator("[type=search]").press_sequentially("nimi17 s")
    page.get_by_label("Nimi17 Sukunimi17").click()
    expect(page.locator("[data-picked]").first).to_have_text("Nimi17 Sukunimi17")
    axe(page)
    page.get_by_role("button", name="Lähetä ehdotus").click()
    expect(page.locator("h1")).to_have_text("Ehdotus on lähetetty.")
    made = Conversation.objects.get()
    assert (made.employee_name, made.place) == ("Nimi17 Sukunimi17", "kahvihuone")


def test_a_team_of_sixty_is_searched_while_one_types(matti, kitchen, page_for, axe):
    for number in range(60):
        make_person(name=f"Nimi{number} Sukunimi{number}", unit=kitchen)
    page = page_for(matti, width=390)
    page.goto("/tiimi/")
    page.get_by_role("searchbox").press_sequentially("nimi17 s")
    expect(page.locator("#team-found li:not([aria-hidden])")).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_have_value("nimi17 s")
    axe(page)
    page.get_by_role("link", name="Nimi17 Sukunimi17").click()
    expect(page.locator("h1")).to_contain_text("Nimi17 Sukunimi17")


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390)])
def test_times_are_chosen_in_a_week_and_booked(language, width, aino, matti, page_for, axe):
    page = page_for(matti, language, width)
    page.goto("/tiimi/ajat/uusi/")
    axe(page)
    assert fits(page, width)
    slots = page.locator(".week label")
    slots.nth(0).click()
    week = page.locator("[name=week]").get_attribute("value")
    page.locator("#week-after").click()
    expect(page.locator("[name=week]")).not_to_have_value(week)
    page.locator(".week label").nth(1).click()
    expect(page.locator("[data-of=times]")).to_have_text("2")
    page.locator("main form .thumb button").click()
    page.wait_for_url("**/ajat/*-*/")
    assert Round.objects.get().times.count() == 2
    axe(page)

    page = page_for(aino, language, width)
    page.goto(f"/ajat/{Round.objects.get().pk}/")
    axe(page)
    page.locator(".slots label").first.click()
    page.locator("main form .thumb button").click()
    page.locator("#mine").wait_for()
    assert Conversation.objects.get().employee == aino
