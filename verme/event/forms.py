"""HR's form for a joint event: when, where and for how many. Its programme is built as an agenda."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import ClockField, DayField, OneLine, clean_moment
from core.forms import Revised
from verme.event.actions import duration
from verme.models import SeasonEvent


class EventForm(OneLine, Revised):
    """Title, day, hours, place and places."""

    day = DayField(label=gettext_lazy("Day"))
    clock = ClockField(label=gettext_lazy("From"))
    until = ClockField(label=gettext_lazy("Until"))
    capacity = forms.IntegerField(
        label=gettext_lazy("Places"),
        min_value=1,
        max_value=2000,
        required=False,
        help_text=gettext_lazy("Leave this empty when everybody fits in."),
    )

    class Meta:
        """What HR sets."""

        model = SeasonEvent
        fields = ("title", "place", "capacity", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].widget.attrs["class"] = "short"
        event: SeasonEvent = self.instance
        if event.starts_at:
            first, last = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
            self.initial = {**self.initial, "day": first.date(), "clock": first.time(), "until": last.time()}

    def clean_capacity(self) -> int | None:
        """Never below those who come already."""
        capacity: int | None = self.cleaned_data["capacity"]
        coming = 0 if self.instance._state.adding else self.instance.sign_ups.placed().count()
        if capacity is not None and capacity < coming:
            raise forms.ValidationError(
                _("%(n)d people have signed up already. Give at least %(n)d.") % {"n": coming},
            )
        return capacity

    def clean(self) -> dict[str, Any]:
        """The moment, and an end after it."""
        data = super().clean() or {}
        found = clean_moment(self)
        if found:
            data["starts_at"] = found
        clock, until = data.get("clock"), data.get("until")
        if clock and until and until <= clock:
            self.add_error("until", _("The end is before the beginning. Give a later time."))
        return data

    @property
    def moved(self) -> bool:
        """Whether calendars have to know."""
        return bool({"day", "clock", "until", "place"}.intersection(self.changed_data))

    def save(self, commit: bool = True) -> SeasonEvent:
        """The moment and the length go along."""
        self.instance.starts_at = self.cleaned_data["starts_at"]
        self.instance.minutes = duration(self.cleaned_data["clock"], self.cleaned_data["until"])
        return super().save(commit)
