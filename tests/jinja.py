"""Jinja2 as tests want it: what a page was made of can be asked (`response.context`), and silence is an error.

Jinja2 shows a method that somebody forgot to call, a float with a point and a day as a computer writes it; the tests
refuse them.
"""

import datetime
from decimal import Decimal
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from django.template.backends import jinja2
from django.test.signals import template_rendered

NEVER_SHOWN = (BuiltinMethodType, FunctionType, MethodType, Decimal, datetime.date, datetime.time)


def shown(value: Any) -> Any:
    """The value, if a page may show it as it is."""
    if isinstance(value, NEVER_SHOWN):
        raise TypeError(f"a page shows {value!r}: call it, or use a filter")
    return value


class Template(jinja2.Template):
    """Tells Django's test client what it was rendered with."""

    def render(self, context: Any = None, request: Any = None) -> str:
        """The page."""
        context = {**(context or {})}
        page = super().render(context, request)
        template_rendered.send(sender=self, template=self.template, context=context)
        return page


class Jinja2(jinja2.Jinja2):
    """The engine of the tests (tests.settings)."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({**params, "OPTIONS": {**params["OPTIONS"], "finalize": shown}})

    def from_string(self, template_code: str) -> Template:
        """A template from its text."""
        return Template(self.env.from_string(template_code), self)

    def get_template(self, template_name: str) -> Template:
        """A template by name."""
        found = super().get_template(template_name)
        return Template(found.template, self)
