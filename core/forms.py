"""What every form of the site shares: the browser never cuts a text, it counts what is too much and tells it.

Set as FORM_RENDERER, so that no form and no field has to remember (`docs/decisions/0014-nothing-is-cut.md`).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import Jinja2

ONE_BY_ONE = (forms.PasswordInput, forms.HiddenInput)


class WholeText(forms.BoundField):
    """A field whose ``maxlength`` becomes ``data-limit``: `static/js/app.js` counts, and the form's error tells."""

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> Any:
        """The control. ``maxlength`` would cut what is pasted without a word."""
        used = widget or self.field.widget
        longest = used.attrs.get("maxlength")
        if longest and not isinstance(used, ONE_BY_ONE):
            attrs = {"maxlength": False, "data-limit": longest, **(attrs or {})}
        return super().as_widget(widget, attrs, only_initial)


class Renderer(Jinja2):
    """Django's own templates for Jinja2, with our bound fields."""

    bound_field_class = WholeText
