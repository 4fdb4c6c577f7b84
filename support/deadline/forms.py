"""What the deadlines are counted from."""

from __future__ import annotations

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates.reading import Look
from core.fields import DayField
from support.deadline.days import Deadline, deadlines

YEARS_BACK = 2  # of an absence that still goes on; allowance lasts for about a year
MOST_PAID = 300  # days of allowance


class AbsenceForm(forms.Form):
    """Days only. No name, no reason."""

    first = DayField(label=_("First day of the absence"), look=Look.BACK)
    paid_before = forms.IntegerField(
        label=_("Days of sickness allowance in the two years before"),
        help_text=_("If you know. The employee sees the days in the decision on the allowance."),
        required=False,
        min_value=0,
        max_value=MOST_PAID,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    again = forms.BooleanField(label=_("Allowance for the same reason ended less than 30 days before"), required=False)

    def clean_first(self) -> datetime.date:
        """Near enough to be of an absence that goes on."""
        first, today = self.cleaned_data["first"], timezone.localdate()
        if not today - datetime.timedelta(days=366 * YEARS_BACK) <= first <= today + datetime.timedelta(days=31):
            raise ValidationError(_("Give the first day of an absence that goes on now: at most two years back."))
        return first

    def deadlines(self) -> list[Deadline]:
        """Of what was written."""
        data = self.cleaned_data
        return deadlines(data["first"], paid_before=data["paid_before"] or 0, again=data["again"])
