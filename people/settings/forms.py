"""What a person says of themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import DayField
from core.outbox import reminders
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


class LettersForm(forms.Form):
    """Which reminders one wants by e-mail, and whether one letter a week tells what is ahead."""

    wanted = forms.MultipleChoiceField(
        label=_("Reminders by e-mail"), widget=forms.CheckboxSelectMultiple, required=False
    )
    weekly_letter = forms.BooleanField(
        label=_("One letter on the first working day of the week: what you have ahead here"), required=False
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        wanted = [kind for kind in reminders() if kind not in person.letters_off]
        kwargs.setdefault("initial", {"wanted": wanted, "weekly_letter": person.weekly_letter})
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = list(reminders().items())  # type: ignore[attr-defined]

    def save(self) -> None:
        """Keep what is turned off, so that a reminder of a later version comes until somebody turns it off."""
        self.person.letters_off = sorted(set(reminders()) - set(self.cleaned_data["wanted"]))
        self.person.weekly_letter = self.cleaned_data["weekly_letter"]
        self.person.save(update_fields=["letters_off", "weekly_letter"])
