"""The look in a real browser: every part and state of it on one page, without the application around it."""

import gzip
import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django import Settings

from tests.jinja import Jinja2
from vatupassi.level.picture import Board, History, Level, Moment
from vatupassi.level.questions import Question

pytestmark = pytest.mark.browser

ADDRESS = "http://look.test"
CSP = "default-src 'none'; " + "; ".join(
    f"{kind} 'self'" for kind in ("script-src", "style-src", "img-src", "font-src", "connect-src", "form-action")
)


class MeetingForm(forms.Form):
    """A field of each kind, with and without errors."""

    day = forms.CharField(label="Päivä", help_text="Muodossa 18.5.2016.")
    place = forms.CharField(label="Paikka", required=False)
    occasion = forms.ChoiceField(label="Aihe", choices=[("a", "Mitä kuuluu"), ("b", "Varhaisen tuen keskustelu")])
    how = forms.ChoiceField(label="Miten", widget=forms.RadioSelect, choices=[("a", "Kasvokkain"), ("b", "Videolla")])
    remind = forms.BooleanField(label="Lähetä minulle muistutus", required=False)
    more = forms.CharField(label="Lisätietoja", widget=forms.Textarea, required=False)


def levels() -> list[Level]:
    """One level of each kind: agreeing, with a way to go, with a last time, and empty."""
    know, skills, able, want = Question
    matti, june = "Matti", "2.6.2026"
    return [
        Level("know", know.label, know.about, 2, None, True, 1, june, 2, matti, now_label="Aino"),
        Level("skills", skills.label, skills.about, 1, 3, True, None, "", 2, matti, steps=(True, False)),
        Level("able", able.label, able.about, -1, 2, True, -2, june, steps=(True, True, False)),
        Level("want", want.label, want.about),
    ]


def preview(language: str) -> str:
    """The preview page in a language."""
    [ours, _others] = settings.TEMPLATES
    engine = Jinja2(
        {
            "NAME": "preview",
            "APP_DIRS": False,
            "DIRS": [*ours["DIRS"], Path(__file__).parent],
            "OPTIONS": ours["OPTIONS"],
        }
    )
    form = MeetingForm({"day": "31.2.", "occasion": "a"})
    form.add_error("day", "Anna päivä muodossa 18.5.2016.")
    with translation.override(language):
        board = levels()
        skills = Question.SKILLS.label
        history = [
            Moment("14.1.2027", Level("skills", skills, now=2, target=3, steps=(True, True))),
            Moment("2.6.2026", Level("skills", skills, now=-1)),
        ]
        context = {
            "EMPLOYER_NAME": "Kotikunta",
            "user": SimpleNamespace(
                is_authenticated=True, pk="aino", name="Aino Virtanen", has_sign_in_news=False, unread_notices=3
            ),
            "navigation": [("Oma VatuPassi", "#", False), ("Keskustelut", "#", True), ("Tiimini", "#", False)],
            "levels": board,
            "board": Board(board),
            "talk": Level(
                "talk",
                skills,
                now=1,
                target=3,
                previous=-1,
                previous_label="2.6.2026",
                other=-1,
                steps=(True,),
                now_label="Aino",
                other_label="Anna Wolfeschlegelsteinhausenbergerdorff",
            ),
            "view": Level(
                "view",
                Question.KNOW.label,
                now=3,
                target=2,
                with_target=False,
                other=3,
                as_ring=True,
                now_label="Matti",
                other_label="Aino",
            ),
            "history": History(skills, history),
            "form": form,
            "DEMO": False,
            "messages": [],
            "request": SimpleNamespace(get_full_path=lambda: "/"),
            "csrf_input": "",
        }
        return engine.get_template("preview.html").render(context)


Open = Callable[..., Page]


@pytest.fixture
def show(chromium: Browser, settings: Settings) -> Iterator[Open]:
    """A function that opens the preview: language, width, colour scheme, with or without JavaScript."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # the sources, under their own names
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    contexts: list[BrowserContext] = []

    def serve(route: Route, language: str) -> None:
        path = route.request.url.removeprefix(ADDRESS).partition("?")[0]
        if path == "/save":
            route.fulfill(status=401, headers={"X-Sign-In": "/sign-in?next=/"})
        elif path == "/stranger":
            route.fulfill(status=409, headers={"X-Other-User": "1"})
        elif not path.startswith("/static/"):
            headers = {"Content-Security-Policy": CSP}
            route.fulfill(body=preview(language), content_type="text/html; charset=utf-8", headers=headers)
        elif found := finders.find(path.removeprefix("/static/")):
            route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(path)[0] or "font/woff2")
        else:
            route.fulfill(status=404)

    def open_page(language: str = "fi", width: int = 390, scheme: str = "light", javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
        )
        contexts.append(context)
        context.route("**/*", lambda route: serve(route, language))
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(ADDRESS + "/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def values(page: Page, name: str) -> list[str]:
    """The chosen value of a group of radio buttons."""
    return page.locator(f"input[name={name}]:checked").evaluate_all("found => found.map(radio => radio.value)")


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_part_is_accessible(show: Open, axe: Callable[[Page], None], language: str, width: int) -> None:
    page = show(language, width)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_nothing_is_wider_than_the_screen(show: Open, width: int) -> None:
    page = show("sv", width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    wide = "found => found.filter(e => e.scrollWidth > e.clientWidth).map(e => e.outerHTML.slice(0, 80))"
    assert page.locator(".card").evaluate_all(wide) == []


def test_targets_are_as_large_as_a_thumb(show: Open) -> None:
    page = show()
    page.get_by_role("button", name="Valikko").click()
    small = page.locator(
        "a.btn, button:visible, summary, .tools a, nav a, .scale input, .unmarked, .choices label, .check, "
        "select, textarea"
    ).evaluate_all(
        """found => found.map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
                         .filter(([, box]) => box.width < 44 || box.height < 44).map(([html]) => html)"""
    )
    assert small == []


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(show: Open, axe: Callable[[Page], None]) -> None:
    page = show("sv", javascript=False)
    opener = page.get_by_role("button", name="Meny Keskustelut")  # it says where one is
    links = page.get_by_role("navigation", name="Huvudmeny").get_by_role("link")
    assert links.count() == 0
    opener.press("Enter")
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    assert links.nth(1).get_attribute("aria-current") == "page"
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    assert links.count() == 0
    axe_of = show("sv")
    axe_of.get_by_role("button", name="Meny").click()
    axe(axe_of)


def test_text_is_never_small(show: Open) -> None:
    small = (
        show()
        .locator("body *:visible:not(.face, .count, .count *, kbd)")  # beside a name, a picture, words
        .evaluate_all(
            """found => found.filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
                         .map(e => [e.outerHTML.slice(0, 80), parseFloat(getComputedStyle(e).fontSize)])
                         .filter(([html, size]) => size < 16 && size > 0)"""
        )
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_word_follows_the_bubble_and_collides_with_nothing(show: Open, language: str, width: int) -> None:
    page = show(language, width)
    card = page.locator("section:has([name=know-now])")
    level = card.locator("[data-level]")
    heights = set()
    for value in ["", *map(str, range(-3, 4))]:
        level.locator(f'.now input[value="{value}"]').evaluate("radio => radio.click()")
        word = level.locator(f'.now .words [data-word="{value}"]')
        expect(word).to_be_visible()
        assert level.locator(".now .words > :visible").count() == 1
        tube, said, clear = (
            one.bounding_box() for one in (level.locator(".tube"), word, level.locator(".now .unmarked"))
        )
        assert tube["y"] + tube["height"] <= said["y"]
        assert said["y"] + said["height"] <= clear["y"] or said["x"] + said["width"] <= clear["x"]
        assert tube["x"] <= said["x"] + 1
        assert said["x"] + said["width"] <= tube["x"] + tube["width"] + 1
        if value:
            bubble = level.locator(".bubble")
            bubble.evaluate("one => Promise.all(one.getAnimations().map(each => each.finished))")
            at = bubble.bounding_box()
            middle = at["x"] + at["width"] / 2
            assert said["x"] - 20 <= middle <= said["x"] + said["width"] + 20
        heights.add((tube["y"], card.bounding_box()["height"]))
    assert len(heights) == 1  # nothing jumps when the words change or a mark comes


def test_clear_shows_only_when_there_is_something_to_clear(show: Open) -> None:
    page = show()
    seen = "one => Number(getComputedStyle(one).opacity)"
    for name, shown in (("know", 1), ("want", 0)):
        level = page.locator(f"[data-level]:has([name={name}-now])")
        assert level.locator(".now .unmarked").evaluate(seen) == shown
    skills = page.locator("[data-level]:has([name=skills-now])")
    assert skills.locator(".goal .unmarked").evaluate(seen) == 1
    skills.locator(".goal .unmarked").click()
    assert skills.locator(".goal .unmarked").evaluate(seen) == 0
    assert values(page, "skills-target") == [""]
    expect(skills.locator(".goal-mark")).to_be_hidden()


def test_a_first_target_is_added_and_can_be_moved_at_once(show: Open) -> None:
    page = show()
    level = page.locator("[data-level]:has([name=know-now])")
    expect(level.locator(".goal-mark")).to_be_hidden()
    level.get_by_role("button", name="Lisää tavoite").click()
    assert values(page, "know-target") == ["3"]  # one step from where one is
    expect(level.locator(".goal-mark")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    assert values(page, "know-target") == ["2"]
    unmarked = page.locator("[data-level]:has([name=want-now])")
    expect(unmarked.locator("[data-add]")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_names_of_any_length_stay_above_their_marks_and_apart(show: Open, width: int) -> None:
    page = show(width=width)
    for name in ("talk", "view"):
        level = page.locator(f"[data-level]:has([name={name}-now])")
        for value in range(-3, 4):
            level.locator(f'.now input[value="{value}"]').evaluate("radio => radio.click()")
            level.locator("[data-mine]").first.evaluate(
                "one => Promise.all(one.parentElement.getAnimations({subtree: true}).map(each => each.finished))"
            )
            upper, lower = (level.locator(one).bounding_box() for one in (".flag.lead", ".flag:not(.lead)"))
            whole = level.bounding_box()
            assert upper["y"] + upper["height"] <= lower["y"]
            assert min(upper["x"], lower["x"]) >= whole["x"] - 8
            assert max(one["x"] + one["width"] for one in (upper, lower)) <= whole["x"] + whole["width"] + 8


def test_the_marks_of_last_time_stand_behind_a_switch(show: Open) -> None:
    page = show(javascript=False)
    last = page.locator("[data-level]:has([name=talk-now]) .was")
    expect(last).to_be_hidden()
    page.get_by_role("switch", name="Näytä viime kerta").check()
    expect(last).to_be_visible()


def test_arrow_keys_move_the_bubble(show: Open) -> None:
    page = show(width=1280)
    level = page.locator("[data-level]:has([name=want-now])")
    bubble = level.locator(".bubble")
    expect(bubble).to_be_hidden()
    level.locator('input[name=want-now][value="-3"]').focus()
    for _step in range(4):
        page.keyboard.press("ArrowRight")
    assert values(page, "want-now") == ["1"]
    expect(bubble).to_be_visible()
    expect(level.locator('.now [data-word="1"]')).to_be_visible()
    page.keyboard.press("Tab")
    expect(level.get_by_role("button", name="Lisää tavoite")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert values(page, "want-target") == ["3"]


def test_a_tap_marks_and_unmarks(show: Open) -> None:
    page = show()
    level = page.locator("[data-level]:has([name=want-now])")
    level.locator('input[name=want-now][value="-2"]').click()
    assert values(page, "want-now") == ["-2"]
    level.locator(".now .unmarked").click()
    assert values(page, "want-now") == [""]
    expect(level.locator(".bubble")).to_be_hidden()


@pytest.mark.parametrize("name, part, start, end", [("know-now", ".tube", 2, -1), ("skills-target", ".rail", 3, 0)])
def test_dragging_moves_and_tells_once(show: Open, name: str, part: str, start: int, end: int) -> None:
    page = show()
    page.evaluate("document.addEventListener('change', e => document.title += '!')")
    title = page.title()
    scale = page.locator(f"{part}:has(input[name={name}])")
    scale.evaluate("one => scrollTo(0, one.getBoundingClientRect().top - 200)")
    box = scale.bounding_box()
    second, third = (scale.locator(f'[value="{value}"]').bounding_box() for value in (-2, -1))

    def at(value: float) -> float:
        return second["x"] + second["width"] / 2 + (value + 2) * (third["x"] - second["x"])

    y = box["y"] + box["height"] / 2
    page.mouse.move(at(start), y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(at(start + (end - start) * step / 10), y)
    assert values(page, name) == [str(end)]
    assert page.title() == title
    page.mouse.up()
    assert values(page, name) == [str(end)]
    assert page.title() == title + "!"


def test_the_form_works_without_javascript(show: Open) -> None:
    page = show(javascript=False)
    page.locator('input[name=want-now][value="-1"]').click()
    page.locator('input[name=want-target][value="2"]').click()
    page.locator("input[name=day]").fill("18.5.2016")
    page.locator("input[name=how]").first.click()
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Haluanko →").click()
    posted = parse_qs(sent.value.post_data, keep_blank_values=True)
    assert {name: posted[name] for name in posted if name.endswith(("-now", "-target"))} == {
        "know-now": ["2"], "know-target": [""], "skills-now": ["1"], "skills-target": ["3"],
        "able-now": ["-1"], "able-target": ["2"], "want-now": ["-1"], "want-target": ["2"],
    }  # fmt: skip


def test_an_ended_session_keeps_the_text(show: Open) -> None:
    page = show()
    note = page.locator("#n-know")
    note.fill("Tämä ei saa kadota.")
    note.blur()
    notice = page.locator("[data-notice=signed-out]")
    expect(notice).to_be_visible()
    expect(notice.get_by_role("link")).to_have_attribute("href", ADDRESS + "/sign-in?next=/")
    expect(notice.get_by_role("link")).to_have_attribute("target", "_blank")
    assert note.input_value() == "Tämä ei saa kadota."


def test_another_person_signed_in_empties_the_page(show: Open) -> None:
    page = show()
    note = page.locator("#n-skills")
    note.fill("Vain Ainolle.")
    with page.expect_navigation():
        note.blur()
    assert "Vain Ainolle." not in page.content()


def test_requests_carry_the_token_and_the_user(show: Open) -> None:
    page = show()
    page.evaluate("document.cookie = 'csrftoken=fresh'")
    with page.expect_request(ADDRESS + "/save") as sent:
        page.locator("#n-know").fill("x")
        page.locator("#n-know").blur()
    headers = sent.value.headers
    assert (headers["x-csrftoken"], headers["x-user"]) == ("fresh", "aino")


def test_the_first_view_is_light() -> None:
    parts = ["css/site.css", "js/app.js", "img/brand.svg", "img/favicon.svg"]  # htmx comes where a page has use for it
    sizes = {part: len(gzip.compress(Path(finders.find(part)).read_bytes(), 9)) for part in parts}
    assert sizes["css/site.css"] <= 15_000
    assert sum(sizes.values()) <= 20_600  # with a page of some 6 kB well under 30
