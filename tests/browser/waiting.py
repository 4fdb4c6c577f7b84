"""Waiting for a state, never for time: a machine may be slow, and is not wrong for that."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Response, expect

from tests.conftest import PATIENCE

BY_ITSELF = re.compile(r"/keskustelut/[^/]+/lasna/$|/paikalla/$")  # what a page posts without being asked


def until(page: Page, read: Callable[[], object], wanted: object) -> None:
    """What is read becomes what is wanted: a row, a list that the test keeps. The page lives on meanwhile."""
    end = time.monotonic() + PATIENCE / 1000
    while (found := read()) != wanted and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert found == wanted


def is_act(answer: Response) -> bool:
    """The answer to what somebody pressed."""
    asked = answer.request
    return asked.method == "POST" and "x-autosave" not in asked.headers and not BY_ITSELF.search(asked.url)


def press(button: Locator) -> None:
    """Press, and wait until the server has answered: what it did is done before anybody does or reads anything else."""
    page = button.page
    with page.expect_response(is_act):
        button.click()
    page.wait_for_load_state()


def pause(page: Page, milliseconds: int) -> None:
    """The pace of a hand, or a while in which nothing may happen. Whatever does happen is not waited for like this."""
    page.wait_for_timeout(milliseconds)


def all_saved(page: Page) -> None:
    """Nothing that was typed or marked is still on its way."""
    expect(page.locator("[data-dirty]")).to_have_count(0)


def at_rest(what: Locator) -> dict[str, float]:
    """Where something stands, once it has stopped moving."""
    before, now = None, what.bounding_box()
    while before != now:
        what.page.wait_for_timeout(100)
        before, now = now, what.bounding_box()
    assert now is not None
    return now
