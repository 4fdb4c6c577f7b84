"""HR's form for a joint event: when, where, for how many, and the programme line by line."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import ClockField, DayField, clean_moment
from verme.actions.events import duration
from verme.models import ProgrammeRow, SeasonEvent

MOST_ROWS = 25


class EventForm(forms.ModelForm):
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
        coming = 0 if self.instance._state.adding else self.instance.sign_ups.count()
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


class RowForm(forms.Form):
    """One line of the programme. A line without a time and a topic is left out."""

    clock = ClockField(label=gettext_lazy("Time"), required=False)
    title = forms.CharField(label=gettext_lazy("What"), max_length=160, required=False)
    speaker = forms.CharField(label=gettext_lazy("Speaker, title first"), max_length=120, required=False)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Time and topic belong together."""
        data = super().clean() or {}
        if any(data.get(name) for name in ("clock", "title", "speaker", "organisation")) and not self.errors:
            for name in ("clock", "title"):
                if not data.get(name):
                    self.add_error(name, _("Fill in this as well, or leave the whole row empty."))
        return data

    @property
    def row(self) -> ProgrammeRow | None:
        """The line, unless it is empty."""
        data = self.cleaned_data
        return ProgrammeRow(**data) if data.get("clock") and data.get("title") else None


RowFormSet: type[BaseFormSet] = forms.formset_factory(RowForm, extra=3, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def initial_rows(rows: list[tuple[datetime.time, str, str]]) -> list[dict[str, Any]]:
    """The lines of a template, as the form set wants them."""
    return [{"clock": clock, "title": title, "speaker": speaker} for clock, title, speaker in rows]
