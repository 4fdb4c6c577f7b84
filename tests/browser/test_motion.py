"""Whoever asks the machine for little motion sees none: nothing slides, fades or scrolls by itself.

Each act is done by two, and moves for the one who did not ask: else the test would see nothing either way.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.test_every_page import MEASURE
from tests.browser.test_follow_up import followed, path  # noqa: F401
from vatupassi.models import Assessment, BoardMark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKS = {"reduce": False, "no-preference": True}  # what is asked for, and whether anything moves then
RUNNING = "document.getAnimations().map(one => one.animationName || one.transitionProperty)"
REST = "Promise.all(document.getAnimations().filter(one => one.transitionProperty).map(one => one.finished))"
CLICK = "css => { document.querySelector(css).click(); return %s; }"


def styles_that_move(page: Page) -> list[str]:
    return page.evaluate(MEASURE)["moves"]


@pytest.fixture(params=ASKS)
def asked(request) -> tuple[dict[str, str], bool]:
    return {"reduced_motion": request.param}, ASKS[request.param]


def test_the_bubble_and_the_questions_of_the_own_assessment(asked, aino, page_for):
    motion, moves = asked
    Assessment.start(by=aino).items.update(now=1)
    page = page_for(aino, width=390, **motion)
    page.goto("/vatupassi/")
    assert page.evaluate(RUNNING) == []
    bubble = page.evaluate(CLICK % RUNNING, "#q-tiedanko .now .scale input[value='-2']")
    assert bubble == (["left"] if moves else [])
    page.evaluate(REST)
    is_there = "document.querySelector('.asked').scrollLeft > innerWidth / 2"
    assert page.evaluate(CLICK % is_there, "#q-tiedanko .ask-next") != moves
    assert bool(styles_that_move(page)) == moves


def test_the_bubble_and_the_memo_beside_a_talk(asked, conversation, aino, page_for):
    motion, moves = asked
    BoardMark.objects.create(conversation=conversation, side="employee", question="tiedanko", now=1)
    page = page_for(aino, **motion)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/tiedanko/")
    assert page.evaluate(RUNNING) == (["draft-grows"] if moves else [])
    moved = page.evaluate(CLICK % RUNNING, "[data-level] .now .scale input[value='-2']")
    assert set(moved) == ({"left", "draft-grows"} if moves else set())
    page.evaluate(REST)
    assert bool(styles_that_move(page)) == moves
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")  # the sheet of keys
    page.get_by_role("dialog").wait_for()
    assert page.evaluate(RUNNING) == (["draft-grows"] if moves else [])


def test_the_stages_of_a_follow_up(asked, followed, matti, page_for):  # noqa: F811
    motion, moves = asked
    page = page_for(matti, width=390, **motion)
    page.goto(path(followed))
    is_there = "document.querySelector('.swiped').scrollLeft > innerWidth / 2"
    assert page.evaluate(CLICK % is_there, ".swipe-foot a") != moves
    assert bool(styles_that_move(page)) == moves
