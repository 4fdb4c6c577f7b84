"""What people fill in when they mark a level at a follow-up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vatupassi.level.questions import Position


def _position() -> forms.TypedChoiceField:
    choices = [("", _("not marked")), *Position.choices]
    return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, required=False)


class MarkForm(forms.Form):
    """A mark on one level, as the level control posts it; the prefix is the question."""

    now = _position()
    target = _position()

    def clean(self) -> dict[str, Any]:
        """A mark says where one is now: last time's target, which the page proposes, is not shared alone."""
        data = super().clean() or {}
        if not self.errors and data.get("now") is None:
            self.add_error(None, _("Choose a place on the level first."))
        return data
