"""The own assessment on a phone and at a desk, and sharing it: what it costs, and how it moves."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import User
from tests.browser.counted import Counted
from tests.browser.waiting import at_rest, pause, press
from vatupassi.models import Assessment, AssessmentItem, BoardMark, Conversation, Occasion, Side

pytestmark = pytest.mark.browser
QUESTIONS = ("tiedanko", "osaanko", "kykenenko", "haluanko")
PHONE = {"width": 390, "has_touch": True}


def coming(employee: User, supervisor: User) -> Conversation:
    return Conversation.objects.create(
        employee=employee,
        supervisor=supervisor,
        employee_name=employee.name,
        supervisor_name=supervisor.name,
        started_by=Side.EMPLOYEE,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=1),
        status="agreed",
    )


@pytest.fixture
def conversation(aino: User, matti: User) -> Conversation:
    return coming(aino, matti)


@pytest.fixture
def marked(aino: User) -> Assessment:
    """Four marks and a note."""
    assessment = Assessment.start(by=aino)
    assessment.items.update(now=1)
    item = assessment.items.get(question="tiedanko")
    item.assessment = assessment
    item.store("Aikataulu mietityttää.", by=aino)
    return assessment


def mark(page: Page, question: str, place: int = 5):
    return page.locator(f"#q-{question} .now .scale label").nth(place)


def in_view(page: Page, question: str) -> None:
    """This question's screen has come to rest at the edge."""
    expect(page.locator(".ask-dots i").nth(QUESTIONS.index(question))).to_have_class("here")
    expect(page.locator(f"#q-{question}")).to_be_in_viewport(ratio=0.99)


def test_four_taps_and_three_swipes_mark_the_own_assessment(aino, page_for, axe):
    """From the start page at most eight taps: a limit that fails when it grows."""
    page = page_for(aino, **PHONE)
    hers = Counted(page)
    hers.begin("/")
    hers.click(page.get_by_role("link", name="Tee oma arvio"))
    for number, question in enumerate(QUESTIONS):
        if number:
            hers.swipe(page.locator(f"#q-{question} .tube"))
        in_view(page, question)
        hers.click(mark(page, question))
        expect(page.locator(f"#field-{question} [data-status]")).to_contain_text("Tallennettu")
        in_view(page, question)  # nothing moves by itself
    axe(page)
    assert set(AssessmentItem.objects.values_list("now", flat=True)) == {2}
    assert hers.cost == {"pages": 2, "clicks": 8, "fields": 0}
    hers.click(page.locator("#q-haluanko").get_by_role("button", name="Valmis"))
    expect(page.get_by_role("heading", name="Valmis")).to_be_visible()
    axe(page)
    assert hers.cost == {"pages": 3, "clicks": 9, "fields": 0}


def test_sharing_three_items_costs_six_clicks(aino, conversation, marked, page_for, axe):
    """From the start page, with a limit that fails when it grows."""
    page = page_for(aino, **PHONE)
    hers = Counted(page)
    hers.begin("/")
    hers.click(page.locator(f'.rows a[href="{conversation.get_absolute_url()}"]').first)
    hers.click(page.get_by_role("link", name="Jaa kohtia keskusteluun"))
    for name in ("Tiedänkö?", "Osaanko?", "Haluanko?"):
        hers.click(page.get_by_label(f"Jaa: {name}"))
    axe(page)
    hers.click(page.get_by_role("button", name="Jaa 3 kohtaa"))
    expect(page.get_by_text("Matti Laine näkee 3 kohtaa, muut vain sinä.")).to_be_visible()
    axe(page)
    assert hers.cost == {"pages": 4, "clicks": 6, "fields": 0}


def drag(page: Page, start: tuple[float, float], by: float) -> None:
    """A finger's slow move to the side."""
    touch = page.context.new_cdp_session(page)
    x, y = start
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        touch.send(
            "Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + by * step / 10, "y": y}]}
        )
        pause(page, 16)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_swipes_the_screen_and_drags_the_bubble(aino, page_for):
    page = page_for(aino, **PHONE)
    page.goto("/vatupassi/")
    in_view(page, "tiedanko")
    drag(page, (300, 560), by=-250)
    in_view(page, "osaanko")
    tube = page.locator("#q-osaanko .tube").bounding_box()
    assert tube is not None
    drag(page, (tube["x"] + tube["width"] / 2, tube["y"] + 40), by=140)
    expect(page.locator("#field-osaanko [data-status]")).to_contain_text("Tallennettu")
    in_view(page, "osaanko")
    assert AssessmentItem.objects.get(question="osaanko").now == 3


def test_the_level_keeps_its_place_and_says_skip_until_it_is_marked(aino, page_for):
    page = page_for(aino, **PHONE)
    page.goto("/vatupassi/")
    places = []
    for question in QUESTIONS[:3]:
        in_view(page, question)
        forward = page.locator(f"#q-{question} .ask-next")
        expect(forward).to_have_accessible_name(re.compile("^Ohita"))
        mark(page, question, 0).click()
        expect(forward).to_have_accessible_name(re.compile("^Seuraava"))
        box = at_rest(page.locator(f"#q-{question} .tube"))
        places.append((box["x"], box["y"]))
        page.locator(f"#q-{question}").get_by_role("button", name="Lisää tavoite").click()
        expect(page.locator(f"#q-{question} .goal-mark")).to_be_visible()
        after = at_rest(page.locator(f"#q-{question} .tube"))
        assert (after["x"], after["y"]) == places[-1]  # the thread's room was there
        forward.click()
        in_view(page, QUESTIONS[QUESTIONS.index(question) + 1])
    assert len(set(places)) == 1


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_way_to_clear_a_mark_never_lies_on_the_targets(aino, marked, page_for, language):
    """The longest words of a target, on narrow phones."""
    targets = dict(zip(QUESTIONS, (1, 3, -1, -3), strict=True))
    for question, target in targets.items():
        marked.items.filter(question=question).update(now=0, target=target)
    for width in (320, 390):
        page = page_for(aino, language=language, width=width)
        page.goto("/vatupassi/")
        for question in QUESTIONS:
            screen = page.locator(f"#q-{question}")
            words, away, clear = (
                screen.locator(place).bounding_box() for place in (".goal .words", ".goal .unmarked", ".now .unmarked")
            )
            assert words["x"] + words["width"] <= away["x"] + 1, (width, question)
            assert away["x"] + away["width"] <= clear["x"], (width, question)
            assert min(away["width"], away["height"], clear["height"]) >= 44


def test_at_a_desk_the_four_stand_in_one_view(aino, marked, page_for, axe):
    marked.started_at -= datetime.timedelta(days=60)
    marked.save()
    Assessment.start(by=aino).items.update(now=2)
    page = page_for(aino, viewport={"width": 1280, "height": 800})
    page.goto("/vatupassi/")
    for what in [*(page.locator(f"#q-{question}") for question in QUESTIONS), page.locator("main .desk .btn").last]:
        box = what.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
    was = page.locator("#q-osaanko .was")
    expect(was).to_be_hidden()
    page.locator(".head").get_by_role("switch").check()
    expect(was).to_be_visible()
    way_out, title = page.get_by_role("link", name="Sulje").bounding_box(), page.locator("h1").bounding_box()
    assert way_out is not None
    assert title is not None
    assert way_out["y"] < title["y"]
    axe(page)


def test_at_four_hundred_per_cent_the_questions_follow_each_other(aino, marked, page_for):
    page = page_for(aino, viewport={"width": 320, "height": 256})
    page.goto("/vatupassi/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    tops = [page.locator(f"#q-{question}").evaluate("one => one.offsetTop") for question in QUESTIONS]
    assert tops == sorted(set(tops))


def test_without_a_script_it_is_marked_shared_and_undone(aino, matti, conversation, page_for):
    page = page_for(aino, java_script_enabled=False, **PHONE)
    page.goto("/vatupassi/")
    for number, question in enumerate(QUESTIONS):
        if number:
            page.locator(f"#q-{QUESTIONS[number - 1]} .ask-next").click()
        mark(page, question).click()
    press(page.locator("#q-haluanko").get_by_role("button", name="Valmis"))
    assert set(AssessmentItem.objects.values_list("now", flat=True)) == {2}
    page.get_by_role("link", name="Jaa kohtia keskusteluun").click()
    preview = page.locator('[data-of="osaanko"]')
    expect(preview.locator(".sheet-off")).to_be_visible()
    page.get_by_label("Jaa: Osaanko?").check()
    expect(preview.locator(".sheet-on")).to_be_visible()
    press(page.get_by_role("button", name="Jaa valitut"))
    assert BoardMark.objects.get().question == "osaanko"
    page.get_by_role("button", name="Kumoa").click()
    expect(page.get_by_text("Kumottu.")).to_be_visible()
    assert BoardMark.objects.count() == 0


def test_undo_goes_away_after_ten_seconds(aino, conversation, marked, page_for):
    page = page_for(aino, **PHONE)
    page.clock.install()
    page.goto(f"/keskustelut/{conversation.pk}/jaa/")
    page.get_by_label("Jaa: Osaanko?").check()
    page.get_by_role("button", name="Jaa 1 kohta").click()
    toast = page.locator(".toast")
    expect(toast).to_be_visible()
    page.wait_for_load_state()  # its script counts from there
    page.mouse.move(5, 5)  # it waits for whoever points at it
    page.clock.fast_forward(4_000)  # and what a slow machine adds
    expect(toast).to_be_visible()
    page.clock.fast_forward(10_000)
    expect(toast).to_have_count(0)
    assert BoardMark.objects.count() == 1
