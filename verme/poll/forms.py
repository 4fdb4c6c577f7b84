"""The mentor's form for offering times."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import ClockField, DayField, OneLine, moment

ROWS = 4


class PollForm(OneLine, forms.Form):
    """Up to four times to choose from: ``options`` after a valid form."""

    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options: list[datetime.datetime] = []
        for n in range(ROWS):
            self.fields[f"day{n}"] = DayField(label=gettext_lazy("Day"), required=n < 2)
            self.fields[f"clock{n}"] = ClockField(label=gettext_lazy("Time"), required=n < 2)

    @property
    def rows(self) -> list[tuple[BoundField, BoundField]]:
        """Day and time side by side."""
        return [(self[f"day{n}"], self[f"clock{n}"]) for n in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        """Each row a moment ahead; an error says at its field what to do."""
        data = super().clean() or {}
        found: set[datetime.datetime] = set()
        for n in range(ROWS):
            day, clock = data.get(f"day{n}"), data.get(f"clock{n}")
            if bool(day) != bool(clock) and not self.errors.keys() & {f"day{n}", f"clock{n}"}:
                self.add_error(
                    f"clock{n}" if day else f"day{n}", _("Fill in this as well, or leave the whole row empty.")
                )
            if not day or not clock:
                continue
            try:
                at = moment(day, clock)
            except ValidationError as error:
                self.add_error(f"clock{n}", error)
                continue
            if at <= timezone.now():
                self.add_error(f"day{n}", _("The day has already passed. Give a later day."))
            found.add(at)
        self.options = sorted(found)
        return data
