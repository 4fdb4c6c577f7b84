"""Measures, the annual clock and the forums in a real browser."""

import pytest
from playwright.sync_api import expect

from people.models import User
from tests import demo_copy
from tests.browser.waiting import press
from workshops.models import ClockEvent, Forum

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page) -> None:
    """Nothing is wider than the screen."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize(
    ("username", "language", "widths"),
    [("matti", "fi", (390, 1280)), ("pekka", "sv", (1280, 390)), ("sari", "en", (390, 1280))],
)
def test_pages_are_accessible_and_fit(username, language, widths, page_for, axe):
    demo_copy.load()
    page = page_for(User.objects.get(username=username), language=language)
    for path in ("/tuki/keinot/", "/tyopajat/foorumit/", "/tyopajat/vuosikello/"):
        page.set_viewport_size({"width": widths[0], "height": 844})
        page.goto(path)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            fits(page)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                axe(page)
            if path == "/tyopajat/vuosikello/" and width < 544:  # on a phone the list is the clock
                expect(page.locator("svg.clock")).to_be_hidden()
            elif path == "/tyopajat/vuosikello/":
                assert page.locator("svg.clock").bounding_box()["width"] <= width
    assert page.locator(".c-word, .c-number").count() >= ClockEvent.objects.filter(unit=None).count()
    assert page.locator(".c-month.now").count() == 1


def test_a_supervisor_puts_an_event_onto_the_clock(page_for, axe, matti):
    page = page_for(matti, width=390)
    page.goto("/tyopajat/vuosikello/")
    page.get_by_role("link", name="Lisää tapahtuma").click()
    page.get_by_label("Nimi suomeksi").wait_for()
    axe(page)
    page.get_by_label("Nimi suomeksi").fill("Kesäkauden avaus")
    page.get_by_label("toukokuu").check()
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_role("heading", name="Strateginen, ulkokehä")).to_be_visible()
    expect(page.locator(".c-word")).to_have_text(["Kesäkauden avaus"])
    page.get_by_role("link", name="Muuta").click()
    page.locator("summary", has_text="Poista vuosikellosta").click()
    page.get_by_role("button", name="Poista vuosikellosta").click()
    page.get_by_text("Poistettu vuosikellosta").wait_for()
    assert ClockEvent.objects.count() == 0


def test_a_forum_from_the_tree_to_a_decision_in_the_table(page_for, axe, matti):
    page = page_for(matti, width=390)
    page.goto("/tyopajat/foorumit/")
    page.get_by_role("link", name="Lisää foorumi").click()
    page.get_by_label("Nimi suomeksi").wait_for()
    axe(page)
    page.get_by_label("Nimi suomeksi").fill("Yksikkökokous")
    page.get_by_label("keskiviikko").check()
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("link", name="Lisää kokous").click()
    page.get_by_label("Kellonaika").fill("9.15")
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("link", name="Lisää asia").click()
    page.get_by_label("Asia", exact=True).fill("Talvilomat")
    axe(page)
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("link", name="Kirjaa päätös").click()
    page.get_by_label("Mitä päätettiin").fill("Sovitaan joulukuussa.")
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("button", name="Vie päätöksiin").wait_for()
    axe(page)
    page.get_by_role("button", name="Vie päätöksiin").click()
    page.get_by_text("Asia on päätöksissä").wait_for()
    page.get_by_role("link", name="Yksikkökokous").click()
    page.get_by_role("heading", name="Päätökset").wait_for()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Merkitse tehdyksi").click()
    page.get_by_role("button", name="Avaa uudelleen").wait_for()
    expect(page.get_by_text("Sovitaan joulukuussa.")).to_be_visible()
    page.get_by_role("textbox", name="Suunnitelma").fill("Kevääksi palautuminen.")
    press(page.get_by_role("button", name="Tallenna suunnitelma"))
    page.get_by_text("Tallennettu").first.wait_for()
    assert Forum.objects.get().plan == "Kevääksi palautuminen."


def test_the_tree_is_drawn_and_its_groups_fold_by_keyboard(page_for, axe, matti):
    top = Forum.objects.create(name_fi="Ylin", kind="council")
    middle = Forum.objects.create(name_fi="Kokous", parent=top)
    for name in ("Aamu", "Ilta"):
        Forum.objects.create(name_fi=name, kind="group", parent=middle)
    page = page_for(matti)
    page.goto("/tyopajat/foorumit/")
    axe(page)
    places = [page.get_by_role("link", name=name).bounding_box()["x"] for name in ("Ylin", "Kokous", "Aamu", "Ilta")]
    assert places[0] < places[1] < places[2] == places[3]  # each level a column of its own
    expect(page.locator(".tree-heads span")).to_have_text(["Valtuusto", "Yksikkökokous", "Ryhmä"])
    summary, low = page.locator(".tree summary"), page.get_by_role("link", name="Aamu")
    expect(low).to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    expect(low).to_be_hidden()
    page.keyboard.press("Space")
    expect(low).to_be_visible()
    page.get_by_role("link", name="Luettelona").click()
    page.wait_for_url("**/?list=1")
    axe(page)
