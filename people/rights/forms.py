"""Asking, and answering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import LongTextField
from people.desk.handled import Handling
from people.rights.models import LONGEST_REQUEST, RightsRequest
from people.rights.rules import Right

# What may come of a request, in its own words.
STATES = {
    Handling.NEW: pgettext_lazy("a request", "has come"),
    Handling.LOOKING: pgettext_lazy("an idea at HR", "being looked into"),
    Handling.DONE: pgettext_lazy("a rights request", "done as asked"),
    Handling.NOT_NOW: pgettext_lazy("a rights request", "not done as asked"),
}


class AskForm(forms.Form):
    """What the person writes with it: for the data protection officer, not for HR."""

    text = LongTextField(
        label="",
        max_length=LONGEST_REQUEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The data protection officer reads this, HR does not. Do not write illnesses or diagnoses."),
    )

    def __init__(self, *args: Any, right: Right, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.required = right.asks, right.needs_text  # type: ignore[assignment]
        field.error_messages["required"] = _("Write what you ask for.")  # type: ignore[assignment]


class ProlongForm(forms.Form):
    """Why the answer takes longer."""

    why = forms.ChoiceField(
        label=_("Why it takes longer"),
        widget=forms.RadioSelect,
        choices=RightsRequest.Why.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose why it takes longer.")),
    )


class AnswerForm(forms.Form):
    """The answer, with what comes of the request, and the revision that its writer saw."""

    handling = forms.ChoiceField(
        label=_("What comes of it"),
        widget=forms.RadioSelect,
        choices=[(state.value, STATES[state]) for state in (Handling.LOOKING, Handling.DONE, Handling.NOT_NOW)],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what comes of it.")),
    )
    answer = LongTextField(
        label=_("Answer"),
        max_length=LONGEST_REQUEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The person, HR and the data protection officer read this. Do not repeat what the person wrote."),
        error_messages={"required": _("Write an answer first.")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)

    def clean_handling(self) -> Handling:
        """One of the three."""
        return Handling(self.cleaned_data["handling"])
