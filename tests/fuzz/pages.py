"""Where requests go: every route, the names that views read, and the forms and links of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from django.urls import URLPattern, URLResolver, get_resolver

from tests.conftest import ROOT
from tests.fuzz.values import Fields

# What `core.dates.views` asks by names that the page gives it
OF_DATES = {"_of", "_day", "_clock", "_minutes", "_until", "_length"}
WHERE_NAMES = re.compile(r"""(?:GET|POST)(?:\.get|\.getlist)?[(\[]\s*f?"([^"{]+)""")


class Forms(HTMLParser):
    """The forms and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, Fields]] = []  # method, address, fields with what they hold
        self.links: set[str] = set()
        self.inside = self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        name = had.get("name", "")
        if tag == "form":
            self.forms.append((had.get("method", "get").upper(), had.get("action", ""), []))
        elif tag == "a" and had.get("href", "").startswith(("/", "?")):
            self.links.add(had["href"])
        if not self.forms:
            return
        fields = self.forms[-1][2]
        if tag in ("input", "button") and name:
            fields.append((name, had.get("value", "on")))
        elif tag == "textarea" and name:
            fields.append((name, "Teksti"))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            fields.append((self.select, had.get("value", "")))


def patterns(found: Iterable[URLPattern | URLResolver] | None = None, before: str = "/") -> Iterator[str]:
    """Every route as it is written: /keskustelut/<uuid:pk>/…"""
    for pattern in get_resolver().url_patterns if found is None else found:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns, route)
        else:
            yield route


def names_in_code() -> list[str]:
    """The names that some view reads from a request."""
    apps = ("core", "rooms", "people", "vatupassi", "verme", "workshops", "support")
    texts = (path.read_text() for app in apps for path in sorted((ROOT / app).rglob("*.py")))
    return sorted({name for text in texts for name in WHERE_NAMES.findall(text)} | OF_DATES)
