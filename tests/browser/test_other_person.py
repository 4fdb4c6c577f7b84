"""Somebody else signs in in the same browser: nothing of the former person's page stays, on any tab."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, expect

from people.models import User
from tests.browser.test_autosave import SAVED, area, status, text
from tests.browser.test_trusted_types import wait_for_htmx
from tests.factories import make_person
from tests.people_fixtures import PASSWORD
from tests.states import NOTE, World, make_world

pytestmark = pytest.mark.browser


def sign_in_elsewhere(page: Page, user: User) -> None:
    """The browser's session is this person's from now on; no page of theirs has been opened."""
    other = Client()
    other.force_login(user)
    session = other.cookies[settings.SESSION_COOKIE_NAME].value
    origin = page.evaluate("location.origin")  # an address further down would make a cookie for that folder alone
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": origin}])


def expect_page_of(page: Page, user: User, *gone: str) -> None:
    """The page is the start page of this person, and nothing of what stood there is left."""
    expect(page.locator(f"body[data-user='{user.pk}']")).to_have_count(1)
    page.wait_for_url(lambda url: url.removesuffix("/").count("/") == 2)  # http://host/
    expect(page).to_have_title(re.compile(r"\w"))
    content = page.content() + page.title()
    assert [word for word in gone if word in content] == []


@pytest.fixture
def forgiving(browser_problems) -> list[str]:
    """The refusals that the tests bring about are told by the browser; nothing else is."""
    yield browser_problems
    browser_problems[:] = [line for line in browser_problems if not ("409" in line or "401" in line)]


@pytest.fixture
def newcomer(transactional_db) -> User:
    """Whoever sits down at the same machine."""
    return make_person(name="Vieno Vieras", username="vieno", password=PASSWORD)


@pytest.fixture
def own_page(aino, page_for, forgiving) -> Page:
    """Aino's assessment with a saved text."""
    page = page_for(aino)
    page.goto("/vatupassi/")
    area(page).fill("vain Ainon")
    expect(status(page)).to_have_text(SAVED)
    return page


def test_what_saves_itself_is_refused_and_the_page_is_emptied(aino, newcomer, own_page):
    sign_in_elsewhere(own_page, newcomer)
    area(own_page).press_sequentially(" lisää")
    expect_page_of(own_page, newcomer, "vain Ainon", "Aino")
    assert (text(aino), text(newcomer)) == ("vain Ainon", "")


def test_signing_in_on_another_tab_empties_a_page_that_nobody_touches(aino, newcomer, own_page):
    area(own_page).press_sequentially(" ei vielä tallennettu")
    other = own_page.context.new_page()
    other.goto("/mina/")
    other.locator("details.menu summary").click()
    other.get_by_role("button", name="Kirjaudu ulos").click()
    other.locator("input[name=login]").fill(newcomer.username)
    other.locator("input[name=password]").fill(PASSWORD)
    other.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(other.locator(f"body[data-user='{newcomer.pk}']")).to_have_count(1)
    expect_page_of(own_page, newcomer, "vain Ainon", "Aino")
    assert text(newcomer) == ""


def test_coming_back_to_the_tab_is_enough(aino, newcomer, own_page):
    """Where the other tab runs no script of ours."""
    sign_in_elsewhere(own_page, newcomer)
    own_page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect_page_of(own_page, newcomer, "vain Ainon", "Aino")


@pytest.fixture
def world(transactional_db) -> World:
    with transaction.atomic():
        return make_world("talk")


@pytest.mark.django_db(transaction=True)
def test_a_page_that_follows_the_other_party_is_emptied(world, page_for: Callable, forgiving, newcomer):
    page = page_for(world.people["employee"])
    page.goto(f"/keskustelut/{world.conversation.pk}/vaihe/tiedanko/")
    assert NOTE in page.content()
    sign_in_elsewhere(page, newcomer)
    expect_page_of(page, newcomer, NOTE)  # by itself, at the next look


@pytest.mark.django_db(transaction=True)
def test_what_htmx_asks_is_refused(world, page_for: Callable, forgiving, newcomer):
    page = page_for(world.people["employee"])
    page.goto(f"/keskustelut/{world.conversation.pk}/vaihe/agreements/")
    assert "Aino" in page.content()
    wait_for_htmx(page)
    sign_in_elsewhere(page, newcomer)
    page.evaluate("() => void window.htmx.ajax('GET', location.href, '#main')")
    expect_page_of(page, newcomer, "Aino")


def test_the_same_person_on_two_tabs_disturbs_nothing(aino, own_page):
    area(own_page).press_sequentially(" ja lisää")
    other = own_page.context.new_page()
    other.goto("/vatupassi/")
    expect(other.locator("body[data-user]")).to_have_count(1)
    own_page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(status(own_page)).to_have_text(SAVED)
    expect(area(own_page)).to_have_value("vain Ainon ja lisää")
