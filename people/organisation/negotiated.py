"""A number that HR sets after it has been talked through with the staff."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates.reading import Look
from core.fields import DayField


class NumberForm(forms.Form):
    """A whole number between bounds, and the day on which its change was talked through."""

    number = forms.IntegerField(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
    negotiated_on = DayField(label=gettext_lazy("Day on which the change was talked through"), look=Look.BACK)

    def __init__(self, *args: Any, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most = least, most
        self.fields["number"].help_text = _("From %(least)s to %(most)s.") % {"least": least, "most": most}

    def clean_number(self) -> int:
        """Within the bounds."""
        number: int = self.cleaned_data["number"]
        if not self.least <= number <= self.most:
            told = _("Write a number from %(least)s to %(most)s.")
            raise ValidationError(told % {"least": self.least, "most": self.most})
        return number

    def clean_negotiated_on(self) -> datetime.date:
        """It has been."""
        day: datetime.date = self.cleaned_data["negotiated_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("That day is still to come. Make the change when it has been talked through."))
        return day
