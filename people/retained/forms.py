"""One period, and when its change was talked through with the staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import organisation
from core.dates.reading import Look
from core.fields import DayField
from people.retained.bounds import Bounds


class PeriodForm(forms.Form):
    """A whole number of months or days between the bounds."""

    number = forms.IntegerField(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
    negotiated_on = DayField(label=gettext_lazy("Day on which the change was talked through"), look=Look.BACK)

    def __init__(self, *args: Any, bounds: Bounds, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bounds = bounds
        field = self.fields["number"]
        field.label = _("Months") if bounds.in_months else _("Days")
        field.help_text = _("From %(least)s to %(most)s.") % {"least": bounds.least, "most": bounds.most}
        law = organisation.law()
        self.fields["negotiated_on"].help_text = _(
            "A change of how long data is kept is talked through %(where)s before it is made: %(act)s."
        ) % {"where": law.where, "act": law.act}

    def clean_number(self) -> int:
        """Within the bounds."""
        number: int = self.cleaned_data["number"]
        if not self.bounds.least <= number <= self.bounds.most:
            told = _("Write a number from %(least)s to %(most)s.")
            raise ValidationError(told % {"least": self.bounds.least, "most": self.bounds.most})
        return number

    def clean_negotiated_on(self) -> Any:
        """It has been."""
        day = self.cleaned_data["negotiated_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("That day is still to come. Make the change when it has been talked through."))
        return day
