"""What a person says of themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import DayField
from people.models import User


class AwayForm(forms.ModelForm[User]):
    """From when and until when one is away; both empty: not away."""

    away_from = DayField(label=_("First day away"), required=False)
    away_until = DayField(label=_("Last day away"), required=False)

    class Meta:
        model = User
        fields = ("away_from", "away_until")

    def clean(self) -> dict[str, Any]:
        """Both or neither, in their order, and not over yet."""
        data = super().clean() or {}
        if self.errors:
            return data
        first, last = data.get("away_from"), data.get("away_until")
        if bool(first) != bool(last):
            self.add_error("away_until" if first else "away_from", _("Write both days, or leave both empty."))
        elif first and last and not first <= last:
            self.add_error("away_until", _("The last day cannot be before the first."))
        elif last and last < timezone.localdate():
            self.add_error("away_until", _("That day is past."))
        return data
