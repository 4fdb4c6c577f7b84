"""What goes with the employee to the next step."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from vatupassi.models import HandOver


class HandOverForm(forms.Form):
    """Where to, and what of the conversation goes along."""

    to = forms.ChoiceField(
        label=_("Where to"),
        choices=[(value, capfirst(label)) for value, label in HandOver.To.choices],
        widget=forms.RadioSelect,
    )
    parts = forms.MultipleChoiceField(
        label=_("What goes along"),
        choices=HandOver.Part.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part.")},
    )
    text_revision = forms.IntegerField(widget=forms.HiddenInput)
