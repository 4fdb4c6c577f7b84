"""What every form of the site shares: the browser never cuts a text, it counts what is too much and tells it.

Set as FORM_RENDERER, so that no form and no field has to remember (`docs/decisions/0014-nothing-is-cut.md`).
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.renderers import Jinja2
from django.utils.translation import gettext as _

from core.formats import clock_only, date_only
from core.numbers import sent_version

if TYPE_CHECKING:
    from collections.abc import Iterable

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


class Revised(forms.ModelForm):
    """A row that two may change at once: whoever saves over a colleague's change sees it first, and loses nothing.

    The model has a ``revision``, which only this form raises; the view locks the row, and the page has `meanwhile` of
    `components/forms.html`: which revision the form was made of, and what the colleague has saved.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.revision: int = self.instance.revision
        self.theirs: list[tuple[str, str]] = []  # label and text of what a colleague has saved otherwise

    def clean(self) -> dict[str, Any]:
        """Before the row has taken anything of what was sent."""
        data = super().clean() or self.cleaned_data
        is_new = self.instance._state.adding
        if not is_new and sent_version(self.data, self.add_prefix("revision")) != self.revision:
            self.theirs = [(str(self[name].label), self._saved(name)) for name in self.fields if self._differs(name)]
        if self.theirs:
            told = _("A colleague has saved meanwhile. Yours is here, and theirs below: take what you need, and save.")
            self.add_error(None, told)
        return data

    def save(self, commit: bool = True) -> Any:
        """The row, one revision on; a new one begins with 0."""
        if not self.instance._state.adding:
            self.instance.revision = self.revision + 1
        return super().save(commit)

    def _differs(self, name: str) -> bool:
        """Whether what was sent would read otherwise than what is saved."""
        if name in self.cleaned_data and hasattr(self.instance, name):
            return bool(self.cleaned_data[name] != getattr(self.instance, name))
        return name in self.changed_data

    def _saved(self, name: str) -> str:
        """What a field holds in the database, as one reads it."""
        value = getattr(self.instance, name, self[name].initial)
        choices: Iterable[tuple[Any, Any]] = getattr(self.fields[name], "choices", ())
        chosen = {str(one) for one in (value if isinstance(value, list) else [value])}
        if labels := [str(label) for code, label in choices if str(code) in chosen]:
            return ", ".join(labels)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime.date):
            return date_only(value)
        return clock_only(value) if isinstance(value, datetime.time) else str(value or "–")
