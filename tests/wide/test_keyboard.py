"""By keyboard alone: Tab reaches everything in the order of reading, is seen, and is not lost when a part changes."""

import datetime
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import User
from tests import demo_copy
from tests.browser.conftest import conversation  # noqa: F401
from vatupassi.models import Conversation
from verme.models import Season

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCRIPT = (Path(__file__).parent / "keyboard.js").read_text()


def around(page: Page, box: dict[str, float]) -> dict[str, float]:
    """The part of the window in which a focus must show: a hidden button shows it on what stands for it."""
    size, room = page.viewport_size, 40
    x, y = max(0, box["x"] - room), max(0, box["y"] - room)
    right = min(size["width"], box["x"] + box["width"] + room)
    bottom = min(size["height"], box["y"] + box["height"] + room)
    return {"x": x, "y": y, "width": max(1, right - x), "height": max(1, bottom - y)}


def walk(page: Page) -> list[str]:
    """Tab from the top to the end; what is wrong on the way."""
    page.evaluate(f"() => {{ {SCRIPT} }}")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    wanted, met, faults = page.evaluate("window.reachable()"), [], []
    for _stop in range(len(wanted) + 20):
        page.keyboard.press("Tab")
        stop = page.evaluate("window.stop()")
        if stop is None:
            break
        place = stop["place"]
        if stop["isBackwards"]:
            faults.append(f"backwards from {met[-1]}: {place}")
        met.append(place)
        if not stop["isInView"] or stop["under"]:
            faults.append(f"under {stop['under'] or 'the edge'}: {place}")
            continue
        clip = around(page, stop["box"])
        shown = page.screenshot(clip=clip)
        page.evaluate("window.leave()")
        if shown == page.screenshot(clip=clip):
            faults.append(f"not seen: {place}")
        page.evaluate("window.goBack()")
    return faults + [f"not reached: {place}" for place in wanted if place not in met]


PAGES = {
    "start page": ("aino", lambda: "/"),
    "own assessment": ("aino", lambda: "/vatupassi/"),
    "my data": ("aino", lambda: reverse("my_data")),
    "step of a talk": ("matti", lambda: step_of("matti")),
    "team": ("matti", lambda: reverse("team")),
    "desk": ("sari", lambda: reverse("desk")),
    "inbox": ("sari", lambda: reverse("inbox")),
    "register": ("sari", lambda: reverse("person_list")),
    "season": ("sari", lambda: Season.objects.get(state="call").get_absolute_url()),
}


def step_of(username: str) -> str:
    """The first question of the talk that this supervisor has with Aino tomorrow."""
    talk = Conversation.objects.get(supervisor__username=username, employee__username="aino", status="agreed")
    return f"/keskustelut/{talk.pk}/vaihe/tiedanko/"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_everything_in_order_and_is_seen(name, width, page_for):
    demo_copy.load()
    username, path = PAGES[name]
    page = page_for(User.objects.get(username=username), width=width)
    page.goto(path())
    page.wait_for_load_state("networkidle")
    assert walk(page) == []


def focused(page: Page) -> str:
    """Where a keyboard is now; nothing when it was lost."""
    return page.evaluate(
        "document.activeElement === document.body ? '' : document.activeElement.outerHTML.slice(0, 120)"
    )


def by_key(page: Page, css: str, key: str = "Enter") -> None:
    """Stand on it and press a key, and wait for the server's answer and for what it changes."""
    one = page.locator(css).first
    one.focus()
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def test_the_focus_stays_when_a_talk_changes(conversation, matti, page_for):  # noqa: F811
    page = page_for(matti)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/tiedanko/")
    page.wait_for_load_state("networkidle")
    by_key(page, "#agreement-new button.btn.ghost")  # nothing written: what is missing has the focus
    assert 'aria-invalid="true"' in focused(page)
    day = timezone.localdate() + datetime.timedelta(days=9)
    page.locator("#agreement-new textarea").fill("Tauko iltapäivällä")
    page.locator("#agreement-new input[name=due_on]").fill(f"{day.day}.{day.month}.{day.year}")
    by_key(page, "#agreement-new button.btn.ghost")
    expect(page.locator("#agreements tbody tr")).to_have_count(1)
    assert focused(page) != ""
    by_key(page, "#agreement-more summary")
    assert "<summary" in focused(page)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/memo/")
    page.wait_for_load_state("networkidle")
    by_key(page, "#memo-ticks input[type=checkbox]", "Space")
    assert "checkbox" in focused(page)


def test_the_focus_stays_on_a_promise_that_is_ticked(page_for):
    demo_copy.load()
    page = page_for(User.objects.get(username="matti"))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    for pressed in ("true", "false"):
        by_key(page, "[id^=promise] button")
        expect(page.locator("[id^=promise] button").first).to_have_attribute("aria-pressed", pressed)
        assert "aria-pressed" in focused(page)


def test_the_focus_stays_in_what_searches(page_for):
    demo_copy.load()
    page = page_for(User.objects.get(username="matti"))
    page.goto(reverse("team"))
    page.wait_for_load_state("networkidle")
    by_key(page, "#q", "a")
    assert 'id="q"' in focused(page)
