"""Every page that a link leads to, as each person of the demo sees it: accessible, whole on a phone, in one language.

The crawl finds the pages by itself, so a new page is looked at without anybody adding it here. Each is loaded once and
then shown in its looks: another width, other colours. That is the page as if loaded so, as long as no script asks for
either and no style sheet changes more than colours with the scheme: both are held at the end of this file.
"""

import functools
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Page

from people.models import User
from tests import demo_copy
from tests.conftest import WCAG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EACH = 2  # pages of one kind for one person: the second is often in another state
COLOURS = ("color-contrast", "link-in-text-block")  # what axe reads colours for: with the scheme nothing else changes
FORCED = (*COLOURS, "target-size")  # buttons have edges then, and boxes are the browser's own
MEASURE = """() => ({
  width: document.documentElement.scrollWidth,
  headings: document.querySelectorAll('h1').length,
  seenBy: document.querySelectorAll('.seen-by').length,
  language: document.documentElement.lang,
  lost: document.querySelectorAll('form[method=post]:not([data-autosave], [hx-post]) textarea').length,
  moves: [...document.querySelectorAll('*')].filter(one => [null, '::before', '::after'].some(part => {
    const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(one, part);
    return transitionDuration !== '0s' || animationName !== 'none' || scrollBehavior !== 'auto';
  })).map(one => `${one.localName}.${one.className}`),
  text: document.body.innerText,
})"""
LINKS = """() => [...document.querySelectorAll('a[href^="/"]')].map(link => link.getAttribute('href'))"""


@functools.cache
def english() -> set[str]:
    """Sentences and phrases of the English interface that must not stand on a page in another language."""
    from babel.messages.pofile import read_po

    with open("locale/en/LC_MESSAGES/django.po", "rb") as file:
        ids = [entry.id for entry in read_po(file) if entry.id and isinstance(entry.id, str)]
    return {text for text in ids if len(text) >= 14 and "%" not in text and " " in text}


def kind(path: str) -> str | None:
    """The name of the view behind a path; None for files and for what is not ours."""
    try:
        name = resolve(path.split("?")[0].split("#")[0]).url_name
    except Resolver404:
        return None
    return None if name is None or re.search(r"pdf|calendar|export|file|letter|ics|xlsx", name) else name


@dataclass(frozen=True)
class Look:
    """One way to show a page; `only`: the rules of axe that can find there what they did not find before, or none."""

    width: int
    scheme: str = "light"
    only: tuple[str, ...] | None = None

    def show(self, page: Page) -> None:
        """The page as it stands, in this look."""
        page.set_viewport_size({"width": self.width, "height": 844})
        if self.scheme == "forced":
            page.emulate_media(color_scheme="light", forced_colors="active")
        else:
            page.emulate_media(color_scheme=self.scheme, forced_colors="none")


PHONE, DESK = Look(390), Look(1280)
ALSO_PHONE, ALSO_DESK = Look(390, only=()), Look(1280, only=())  # that it is whole there too, which costs little
CASES = [
    ("aino", "fi", (PHONE, ALSO_DESK)),
    ("matti", "fi", (Look(1280, "dark"), ALSO_PHONE)),
    ("johanna", "sv", (Look(390, "dark"), ALSO_DESK)),
    ("pekka", "sv", (DESK, ALSO_PHONE)),
    ("sari", "fi", (DESK, ALSO_PHONE)),
    ("leena", "en", (PHONE, ALSO_DESK)),
    ("otto", "en", (Look(1280, "dark"), ALSO_PHONE)),
    ("mikael", "sv", (PHONE, ALSO_DESK)),
]
IS_WIDE = bool(os.environ.get("WIDE"))
if IS_WIDE:  # `make wide`: everybody in each language, in every look
    LOOKS = (Look(320), Look(320, "dark", COLOURS), Look(1280, "dark", COLOURS), Look(1280))
    IN = {"fi": (*LOOKS, Look(390, "forced", FORCED)), "sv": LOOKS, "en": LOOKS}
    CASES = [(username, language, IN[language]) for username, *_rest in CASES for language in IN]


def faults_of(page: Page, language: str, looks: Iterable[Look], axe: Callable[..., None]) -> list[str]:
    """What is wrong with the page in each of the looks."""
    faults: list[str] = []
    texts: set[str] = set()  # another width shows other words; other colours the same
    for look in looks:
        look.show(page)
        found = page.evaluate(MEASURE)
        if look.only != ():
            try:
                axe(page, only=look.only)
            except AssertionError as error:  # the walk goes on, and tells all of it at its end
                faults.append(f"{look}: {error}")
        if language != "en" and found["text"] not in texts:
            texts.add(found["text"])
            faults += [f"{look}: {page.url}: in English: {text}" for text in english() if text in found["text"]]
        told = ("headings", "seenBy", "language", "lost", "moves")  # tests ask for little motion
        measured = (found["width"] <= look.width, *(found[one] for one in told))
        if measured != (True, 1, 1, language, 0, []):
            faults.append(f"{look}: {page.url}: {found['width']} px wide, {measured}")
    return faults


@pytest.fixture(scope="session")
def is_first(tmp_path_factory) -> Callable[[str], bool]:
    """Whether these words are said for the first time in this run, in whichever of its processes."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # each process has its own in it

    def ask(words: str) -> bool:
        try:
            (folder / words).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    return ask


@pytest.mark.parametrize(("username", "language", "looks"), CASES, ids=[f"{who}-{tongue}" for who, tongue, _l in CASES])
def test_every_page_of(username, language, looks, page_for, axe, is_first):
    def due(look: Look) -> Look:
        """axe takes most of the time: outside `make wide` it looks once at a kind of page in a scheme."""
        is_due = IS_WIDE or look.only == () or is_first(f"axe {name} {look.scheme}")
        return look if is_due else replace(look, only=())

    demo_copy.load()
    page = page_for(User.objects.get(username=username), language=language)
    looked: dict[str, int] = {}
    todo, seen, faults = ["/"], set(), []
    while todo:
        path = todo.pop(0)
        name = kind(path)
        if name is None or path in seen or looked.get(name, 0) >= EACH:
            continue
        seen.add(path)
        looked[name] = looked.get(name, 0) + 1
        looks[0].show(page)
        answer = page.goto(path)
        assert answer.status == 200, path
        todo += [link.split("#")[0] for link in page.evaluate(LINKS)]
        faults += faults_of(page, language, map(due, looks), axe)
    assert faults == []
    assert {"home", "assessment", "conversation_list", "account_settings", "papers", "privacy"} <= looked.keys()


# ---- That this finds what is wrong, and what it stands upon

ADD = """style => {
  const added = Object.assign(document.createElement("p"), { textContent: "Ohje" });
  added.style.cssText = style;
  document.querySelector("main").prepend(added);
}"""


@pytest.mark.parametrize(
    ("style", "wrong"),
    [
        ("color: var(--ink); background: white", Look(1280, "dark", COLOURS)),
        ("width: 25rem", Look(320)),
        ("color: CanvasText; background: GrayText; forced-color-adjust: none", Look(390, "forced", FORCED)),
    ],
)
def test_a_fault_that_only_one_look_has_is_found(style, wrong, matti, page_for, axe):
    """The negative control: pale in the dark, too wide for a phone, pale where colours are forced."""
    page = page_for(matti)
    page.goto("/")
    everything = tuple(dict.fromkeys((DESK, Look(320), wrong)))
    assert faults_of(page, "fi", everything, axe) == []
    page.evaluate(ADD, style)
    (fault,) = faults_of(page, "fi", everything, axe)
    assert fault.startswith(f"{wrong}: ")


def test_a_page_in_another_language_is_found(matti, page_for, axe):
    page = page_for(matti, language="en")
    page.goto("/")
    found = faults_of(page, "fi", (DESK,), axe)
    assert any("in English: " in fault for fault in found)


def test_the_search_for_english_finds_it():
    """The negative control: an English page is full of it."""
    with translation.override("en"):
        text = translation.gettext("Your conversations are here")
    assert [phrase for phrase in english() if phrase in text] == [text]


def test_axe_has_no_other_rule_about_colours(matti, page_for, axe):
    page = page_for(matti)
    page.goto("/")
    axe(page)
    rules = page.evaluate("tags => axe.getRules(tags)", WCAG)
    assert {one["ruleId"] for one in rules if re.search(r"contrast|colou?r", one["description"])} == set(COLOURS)


def test_no_script_asks_for_the_width_or_the_scheme():
    """Else a page that was shown otherwise when it was loaded would be another page: load it anew in each look then."""
    asked = re.compile(
        r"matchMedia\([^;]*?\"\)|\b(?:inner|outer)Width\b|screen\.\w*[wW]idth|visualViewport|onresize|'resize'|\"resize\""
    )
    found = {one for path in Path("static/js").glob("**/*.js") for one in asked.findall(path.read_text())}
    assert found == {'matchMedia("(hover: hover)")'}  # when a toast goes


def test_the_scheme_changes_nothing_but_colours():
    block = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n \}\n", re.DOTALL)
    blocks = [found for path in Path("static/css").glob("*.css") for found in block.findall(path.read_text())]
    said = {name for one in blocks for name in re.findall(r"^\s*([\w-]+): ", one, re.MULTILINE)}
    assert {name for name in said if not name.startswith("--")} == {"fill", "stroke"}
    sizes = {
        name
        for one in blocks
        for name, value in re.findall(r"(--[\w-]+): ([^;]*);", one)
        if re.search(r"\d(?:rem|em|vw|vh)\b", value)
    }
    assert sizes == set()
    count = sum(path.read_text().count("prefers-color-scheme") for path in Path("static/css").glob("*.css"))
    assert len(blocks) == count
