"""The mentor's form for a session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.fields import ClockField, DayField, OneLine, clean_moment
from verme.models import Session

LENGTHS = [
    (60, gettext_lazy("1 hour")),
    (90, gettext_lazy("1½ hours")),
    (120, gettext_lazy("2 hours")),
    (150, gettext_lazy("2½ hours")),
    (180, gettext_lazy("3 hours")),
]


class SessionForm(OneLine, forms.ModelForm):
    """When, where, about what. The clock-change nights are refused by core.fields."""

    day = DayField(label=gettext_lazy("Day"))
    clock = ClockField(label=gettext_lazy("Time"))
    minutes = forms.TypedChoiceField(label=gettext_lazy("Length"), coerce=int, choices=LENGTHS)

    class Meta:
        """What the mentor sets."""

        model = Session
        fields = ("minutes", "place", "theme", "theme_arose", "coffee")
        help_texts = {
            "theme": gettext_lazy("HR sees the theme. It may also arise in the meeting: leave it empty then."),
            "coffee": gettext_lazy("For instance: coffee for nine. No names, no diets."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        session: Session = self.instance
        if session.starts_at:
            local = timezone.localtime(session.starts_at)
            self.initial = {**self.initial, "day": local.date(), "clock": local.time()}

    def clean(self) -> dict[str, Any]:
        """The moment of day and time."""
        data = super().clean() or {}
        found = clean_moment(self)
        if found:
            data["starts_at"] = found
        return data

    @property
    def moved(self) -> bool:
        """Whether calendars have to know."""
        return bool({"day", "clock", "minutes", "place"}.intersection(self.changed_data))

    def save(self, commit: bool = True) -> Session:
        """The moment goes along."""
        self.instance.starts_at = self.cleaned_data["starts_at"]
        return super().save(commit)
