"""Tabs of a page on a phone: one row that scrolls, the chosen one in sight, every one within reach of the keyboard."""

import os
from pathlib import Path

import pytest

from tests.workshops.conftest import make_agenda

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")  # a folder: look at what was made
PAGES = {
    "inbox": "/hr/saapuneet/",
    "settings": "/hr/asetukset/",
    "changes": "/hr/asetukset/muutokset/",
}
ROWS = "row => new Set([...row.querySelectorAll('a')].map(tab => tab.getBoundingClientRect().top)).size"
SEEN = """tab => {
  const { left, right } = tab.getBoundingClientRect();
  return left >= 0 && right <= document.documentElement.clientWidth;
}"""
PARTLY = "tab => tab.getBoundingClientRect().left < document.documentElement.clientWidth - 24"


def shoot(page, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/tabs-{name}.png")


@pytest.mark.parametrize(("language", "width", "script"), [("fi", 390, True), ("sv", 320, True), ("sv", 390, False)])
def test_tabs_are_one_row(page_for, axe, sari, language, width, script):
    page = page_for(sari, language=language, width=width, java_script_enabled=script, color_scheme="dark")
    for name, path in PAGES.items():
        page.goto(path)
        row = page.locator("ul[data-tabs]")
        if name == "inbox":  # the last, which would be out of sight
            page.goto(row.locator("a").last.get_attribute("href"))
        chosen = row.locator("[aria-current]")
        shoot(page, f"{name}-{language}-{width}-{script}")
        assert row.evaluate(ROWS) == 1, name
        assert row.evaluate("row => row.scrollWidth > row.clientWidth"), name  # there is more than fits
        assert chosen.evaluate(SEEN), name
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, name
        if script:
            axe(page)
        first, last = row.locator("a").first, row.locator("a").last
        first.focus()
        for _tab in range(row.locator("a").count() - 1):
            page.keyboard.press("Tab")
        assert last.evaluate("tab => tab === document.activeElement"), name
        assert last.evaluate(SEEN if script else PARTLY), name


def test_where_there_is_room_nothing_scrolls(page_for, sari):
    page = page_for(sari, width=1280)
    for path in PAGES.values():
        page.goto(path)
        assert page.locator("ul[data-tabs]").evaluate("row => row.scrollWidth - row.clientWidth") == 0


def test_the_tabs_of_a_workshop(page_for, axe, matti):
    """They have another look, and are the same row."""
    page = page_for(matti, language="sv", width=320)
    page.goto(f"/tyopajat/{make_agenda(matti).pk}/osallistujat/")
    shoot(page, "workshop-sv-320")
    row = page.locator("ul[data-tabs]")
    assert row.evaluate(ROWS) == 1
    assert row.locator("[aria-current]").evaluate(SEEN)
    axe(page)
