"""HR's forms for a season and its groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import ClockField, DayField, OneLine, few_lines
from core.forms import Revised
from verme.models import Group, Season
from verme.session.forms import LENGTHS

# The two shapes of the source: Oulu's groups (D16–17) and Hyria's (E28)
SHAPES: dict[str, dict[str, Any]] = {
    "long": {"kind": "term", "members_min": 6, "members_max": 8, "sessions_planned": 6, "session_minutes": 120},
    "short": {"kind": "year", "members_min": 6, "members_max": 8, "sessions_planned": 6, "session_minutes": 90},
}


class SeasonForm(OneLine, Revised):
    """Name, days, numbers and HR's own words in three languages."""

    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    sign_up_until = DayField(label=gettext_lazy("Last day to sign up"))
    session_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Length of a session"), coerce=int, choices=LENGTHS, initial=120
    )

    class Meta:
        """What HR sets."""

        model = Season
        fields = (
            *("name", "kind", "starts_on", "ends_on", "sign_up_until"),
            *("members_min", "members_max", "sessions_planned", "session_minutes"),
            *("text_fi", "text_sv", "text_en"),
        )
        help_texts = {"name": gettext_lazy("For instance: Spring 2027")}
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = {"members_min": (3, 12), "members_max": (3, 12), "sessions_planned": (1, 20)}
        for name, (least, most) in limits.items():
            field = self.fields[name]
            field.min_value, field.max_value = least, most  # type: ignore[attr-defined]
            field.validators += [
                forms.IntegerField(min_value=least, max_value=most).validators[0],
                forms.IntegerField(min_value=least, max_value=most).validators[1],
            ]
            field.widget.attrs |= {"min": least, "max": most, "class": "short"}
        for name in ("text_fi", "text_sv", "text_en"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3})
            self.fields[name].validators.append(few_lines)

    def clean(self) -> dict[str, Any]:
        """Days in order, and numbers in order: each error says which way to change."""
        data = super().clean() or {}
        first, last, until = (data.get(name) for name in ("starts_on", "ends_on", "sign_up_until"))
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first. Give a later day."))
        elif until and last and until > last:
            self.add_error("sign_up_until", _("The season is over by then. Give a day before its last day."))
        least, most = data.get("members_min"), data.get("members_max")
        if least and most and most < least:
            self.add_error("members_max", _("This is less than the least number of members. Give at least %d.") % least)
        return data


class GroupForm(OneLine, Revised):
    """One group. The number of places never goes below those who have one already."""

    mixed = forms.TypedChoiceField(
        label=gettext_lazy("Members come from"),
        coerce=lambda value: value == "True",
        choices=[
            ("False", gettext_lazy("their own field of work")),
            ("True", gettext_lazy("different fields of work")),
        ],
        widget=forms.RadioSelect,
        initial="True",
    )
    capacity = forms.IntegerField(label=gettext_lazy("Places"), min_value=1, max_value=20)
    clock = ClockField(label=gettext_lazy("Time of day"), required=False)

    class Meta:
        """What HR sets."""

        model = Group
        fields = ("name", "target", "mixed", "capacity", "language", "weekday", "clock")
        help_texts = {"name": gettext_lazy("For instance: New employees, afternoons")}

    def __init__(self, *args: Any, placed: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placed = placed
        self.fields["capacity"].widget.attrs["class"] = "short"
        day = self.fields["weekday"]
        day.choices = [("", _("the group chooses")), *WEEKDAYS.items()]  # type: ignore[attr-defined]

    def clean_capacity(self) -> int:
        """Lowering it below those accepted says what to do."""
        capacity: int = self.cleaned_data["capacity"]
        if capacity < self.placed:
            raise forms.ValidationError(
                _("%(n)d people have a place already. Move some of them elsewhere first, or give at least %(n)d.")
                % {"n": self.placed}
            )
        return capacity
