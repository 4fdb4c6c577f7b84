"""The engine of our pages and papers: Jinja2, one environment for each language.

Words that stand in a template as they are, static files and addresses without arguments are put in when it is loaded,
so that a page does not look them up again each time (`docs/decisions/0017-stock-engines.md` has the figures).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.template import defaultfilters
from django.templatetags.static import static
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, Template, meta
from jinja2.ext import Extension

from core import template_filters
from core.addresses import address
from people.sign_in.browsers import browser_name

DJANGO_FILTERS = (
    "capfirst", "filesizeformat", "linebreaksbr", "truncatechars", "truncatewords", "urlize",
)  # fmt: skip
TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""


class Constants(Extension):
    """Puts in, when a template is loaded, what is the same each time in the environment's language."""

    calls: dict[str, Callable[[str], str]] = {"_": gettext, "static": static, "url_for": address}
    pattern = re.compile(rf"\{{\{{ (_|static|url_for)\(({TEXT}(?:\s+{TEXT})*)\) \}}\}}")  # a long text in parts

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with its constant calls answered."""

        def answered(match: re.Match[str]) -> str:
            words = "".join(part[1:-1] for part in re.findall(TEXT, match[2])).replace('\\"', '"').replace("\\'", "'")
            try:
                answer = self.calls[match[1]](words)
            except NoReverseMatch:  # a part of the service that is off: asked where it is used, which may be never
                return match[0]
            return answer.replace("%%", "%") if match[1] == "_" else answer  # as Jinja's own gettext would

        with translation.override(self.environment.language):  # type: ignore[attr-defined]
            return self.pattern.sub(answered, source)


def address_or_nothing(name: str, *args: Any, **kwargs: Any) -> str:
    """An address, or nothing where its part of the service is not installed or an argument is missing."""
    try:
        return address(name, *args, **kwargs)
    except NoReverseMatch:
        return ""


class LanguageEnvironment(Environment):
    """The environment of one language."""

    def __init__(self, language: str, **options: Any) -> None:
        self.language = language
        super().__init__(extensions=["jinja2.ext.i18n", Constants], **options | {"undefined": StrictUndefined})
        self.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
        self.filters |= {name: getattr(defaultfilters, name) for name in DJANGO_FILTERS}
        self.filters["linebreaks"] = defaultfilters.linebreaks_filter  # its name there is another function's
        self.filters |= template_filters.FILTERS | {"browser": browser_name}
        self.globals |= {
            "LANGUAGE_CODE": language[:2],
            "EASY": language == settings.EASY_FINNISH,
            "STATIC_URL": settings.STATIC_URL,
            "kept_for": template_filters.kept_for,
            "static": static,
            "url_for": address,
            "url_or_nothing": address_or_nothing,
        }

    def make_globals(self, d: Any) -> Any:
        """The environment's own where a template adds none: each import compares them, in a chain one by one."""
        return super().make_globals(d) if d else self.globals


class Environments(Environment):
    """What Django asks for a template: the one of the language that is active."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.of = {
            code: LanguageEnvironment(code, **options) for code in (*dict(settings.LANGUAGES), settings.EASY_FINNISH)
        }

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """By name, in the language that is active."""
        return self.of[get_language() or settings.LANGUAGE_CODE].get_template(name, parent, globals)

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
        """From its text, in the language that is active."""
        return self.of[get_language() or settings.LANGUAGE_CODE].from_string(source, globals, template_class)

    def prepare(self, names: Iterable[str]) -> None:
        """Compile these templates and all that they are made of, in each language."""
        found, left = set(), list(names)
        plain = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)  # the parts are the same in each language
        while left:
            if (name := left.pop()) not in found:
                found.add(name)
                parts = meta.find_referenced_templates(plain.parse(self.loader.get_source(self, name)[0]))  # type: ignore[union-attr]
                left += [part for part in parts if part]
        for language, each in self.of.items():
            with translation.override(language):
                for name in found:
                    each.get_template(name)


def environment(**options: Any) -> Environments:
    """For `settings.TEMPLATES`."""
    return Environments(**options)
