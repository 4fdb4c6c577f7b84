"""The mentor's form for a session."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import ClockField, DayField, OneLine, clean_moment, moment
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
        if not (session.starts_at and session.has_begun):
            del self.fields["theme_arose"]  # nothing has arisen in a meeting that is still to come

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


class ThemeForm(OneLine, forms.ModelForm):
    """The theme alone, where it is talked about."""

    class Meta:
        """One line."""

        model = Session
        fields = ("theme",)
        help_texts = {"theme": SessionForm.Meta.help_texts["theme"]}


class TermForm(SessionForm):
    """New meetings: one, or the meetings of a whole term with the same number of weeks between them."""

    weeks = forms.TypedChoiceField(
        label=gettext_lazy("Repeat"),
        coerce=int,
        initial=0,
        choices=[
            (0, gettext_lazy("this once")),
            (1, gettext_lazy("every week")),
            (2, gettext_lazy("every second week")),
            (3, gettext_lazy("every third week")),
            (4, gettext_lazy("every fourth week")),
        ],
    )
    times = forms.IntegerField(
        label=gettext_lazy("How many meetings in all"), min_value=1, max_value=20, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["times"].widget.attrs["class"] = "short"
        self.starts: list[datetime.datetime] = []

    def clean(self) -> dict[str, Any]:
        """Each meeting at the same time of the clock; the last one within the season."""
        data = super().clean()
        day, clock, weeks = data.get("day"), data.get("clock"), data.get("weeks")
        if not (data.get("starts_at") and day and clock):
            return data
        times = (data.get("times") or 1) if weeks else 1
        if weeks and not data.get("times"):
            self.add_error("times", _("Say how many meetings there are in all."))
        days = [day + datetime.timedelta(weeks=n * (weeks or 0)) for n in range(times)]
        last = self.instance.group.season.ends_on
        if times > 1 and days[-1] > last:
            fits = sum(each <= last for each in days)
            text = _("The season ends before the last meeting. %(n)d of them fit in.") % {"n": fits}
            self.add_error("times", text)
            return data
        try:
            self.starts = [moment(each, clock) for each in days]
        except forms.ValidationError as error:
            self.add_error("clock", error)
        return data
