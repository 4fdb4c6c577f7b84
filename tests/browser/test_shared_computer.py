"""The next one at the same machine finds nothing: not by Back, and not in the browser's profile folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from playwright.sync_api import Page, expect

from tests.conftest import CHROMIUM, FLAGS, PATIENCE
from tests.people_fixtures import PASSWORD
from tests.states import NOTE, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BIRD, CONTROL = "kanarialintu", "kontrollilintu"


@pytest.fixture
def world(transactional_db) -> World:
    with transaction.atomic():
        return make_world("confirmed")


def sign_in(page: Page) -> None:
    page.goto("/kirjaudu/")
    page.locator("input[name=login]").fill("aino")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page.locator("body[data-user]")).to_have_count(1)


def read(page: Page, world: World) -> None:
    """The own assessment, a step with its notes, and the memo."""
    page.goto("/vatupassi/")
    page.locator("#field-tiedanko .ask-note summary").click()
    page.locator("#text-tiedanko").press_sequentially(f" {BIRD} juuri nyt")
    expect(page.locator("#field-tiedanko [data-status]")).to_contain_text("Tallennettu")
    page.goto(f"/keskustelut/{world.conversation.pk}/vaihe/tiedanko/")
    assert NOTE in page.content()


def test_nothing_is_left_behind(chromium, live_server, world, tmp_path: Path) -> None:
    program = next(found for name in CHROMIUM if name and (found := shutil.which(name)))
    profile = tmp_path / "profile"
    context = chromium.browser_type.launch_persistent_context(
        profile,
        executable_path=program,
        chromium_sandbox=os.geteuid() != 0,
        args=FLAGS,
        base_url=live_server.url,
        locale="fi",
    )
    page = context.pages[0]
    page.set_default_timeout(PATIENCE)
    sign_in(page)
    read(page, world)
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Kirjaudu ulos").click()
    expect(page.locator("body[data-user]")).to_have_count(0)
    for _step in range(3):
        page.go_back()
        assert BIRD not in page.content()

    sign_in(page)
    read(page, world)
    page.goto("/mina/")
    Session.objects.all().delete()  # the session has expired
    for _step in range(2):
        page.go_back()
        assert BIRD not in page.content()

    page.goto("/kirjaudu/")
    page.evaluate(f"() => localStorage.setItem('x', '{CONTROL}')")
    context.close()
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert holding(files, CONTROL) != []  # what is kept is found
    assert holding(files, BIRD) == []


def holding(files: list[Path], word: str) -> list[str]:
    """Files with the word, in either of the encodings that a browser stores text in."""
    forms = (word.encode(), word.encode("utf-16-le"))
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


def test_a_shared_device_signs_out_by_itself(page_for, world) -> None:
    """Half a minute before the end the page says so; a touch begins the two minutes anew."""
    page = page_for()
    page.clock.install()
    page.goto("/kirjaudu/")
    page.locator("input[name=login]").fill("aino")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_label("Tätä laitetta käyttävät muutkin").check()
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page.locator("body[data-user]")).to_have_count(1)
    page.wait_for_load_state()  # what counts the two minutes has begun; a slow machine only adds to what is run below
    leaving = page.locator("[data-notice=leaving]")
    page.clock.run_for(60_000)
    expect(leaving).to_have_count(0)
    page.clock.run_for(45_000)
    expect(leaving).to_be_visible()
    with page.expect_response("**/paikalla/"):  # answered before the time runs on
        page.mouse.click(5, 300)
    expect(leaving).to_have_count(0)
    page.clock.run_for(60_000)
    expect(leaving).to_have_count(0)
    page.clock.run_for(45_000)
    expect(leaving).to_be_visible()
    page.clock.run_for(20_000)
    expect(page.locator("body[data-user]")).to_have_count(0)
    page.go_back()
    assert "aino" not in page.content().lower()
