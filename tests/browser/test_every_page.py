"""Every page that a link leads to, as each person of the demo sees it: accessible, whole on a phone, in one language.

The crawl finds the pages by itself, so a new page is looked at without anybody adding it here.
"""

import functools
import itertools
import os
import re

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation

from people.models import User
from tests import demo_copy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EACH = 2  # pages of one kind for one person: the second is often in another state
LOOKED_AT_BY_AXE: set[tuple[str, str]] = set()  # kind and colour scheme, once in a process: axe takes most of the time
LOOK = """() => ({
  width: document.documentElement.scrollWidth,
  headings: document.querySelectorAll('h1').length,
  seenBy: document.querySelectorAll('.seen-by').length,
  language: document.documentElement.lang,
  losesText: document.querySelectorAll('form[method=post]:not([data-autosave], [hx-post]) textarea').length,
  text: document.body.innerText,
  links: [...document.querySelectorAll('a[href^="/"]')].map(link => link.getAttribute('href')),
})"""


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


CASES = [
    ("aino", "fi", 390, "light"),
    ("matti", "fi", 1280, "dark"),
    ("johanna", "sv", 390, "dark"),
    ("pekka", "sv", 1280, "light"),
    ("sari", "fi", 1280, "light"),
    ("leena", "en", 390, "light"),
    ("otto", "en", 1280, "dark"),
    ("mikael", "sv", 390, "light"),
]
if os.environ.get("WIDE"):  # `make wide`: everybody in each language, scheme and width, also where colours are forced
    PEOPLE = list(dict.fromkeys(username for username, *_rest in CASES))
    CASES = [
        *itertools.product(PEOPLE, ("fi", "sv", "en"), (320, 1280), ("light", "dark")),
        *itertools.product(PEOPLE, ("fi",), (390,), ("forced",)),
    ]


@pytest.mark.parametrize(("username", "language", "width", "scheme"), CASES)
def test_every_page_of(username, language, width, scheme, page_for, axe):
    demo_copy.load()
    person = User.objects.get(username=username)
    looks = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
    page = page_for(person, language=language, width=width, **looks)
    phrases, looked = english(), dict.fromkeys((), 0)
    todo, seen, faults = ["/"], set(), []
    while todo:
        path = todo.pop(0)
        name = kind(path)
        if name is None or path in seen or looked.get(name, 0) >= EACH:
            continue
        seen.add(path)
        looked[name] = looked.get(name, 0) + 1
        answer = page.goto(path)
        found = page.evaluate(LOOK)
        assert answer.status == 200, path
        if os.environ.get("WIDE") or (name, scheme) not in LOOKED_AT_BY_AXE:
            axe(page)
            LOOKED_AT_BY_AXE.add((name, scheme))
        if language != "en":
            faults += [f"{path}: in English: {text}" for text in phrases if text in found["text"]]
        measured = (found["width"] <= width, found["headings"], found["seenBy"], found["language"], found["losesText"])
        if measured != (True, 1, 1, language, 0):
            faults.append(f"{path}: {measured}")
        todo += [link.split("#")[0] for link in found["links"]]
    assert faults == []
    assert {"home", "assessment", "conversation_list", "account_settings", "papers", "privacy"} <= looked.keys()


def test_the_search_for_english_finds_it():
    """The negative control: an English page is full of it."""
    with translation.override("en"):
        text = translation.gettext("Your conversations are here")
    assert [phrase for phrase in english() if phrase in text] == [text]
