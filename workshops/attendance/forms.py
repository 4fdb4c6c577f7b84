"""Somebody from outside who was there."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from core.fields import OneLine


class GuestForm(OneLine, forms.Form):
    """Somebody who is not in the register of people, or who came without signing up."""

    last = forms.CharField(label=gettext_lazy("Last name"), max_length=90)
    first = forms.CharField(label=gettext_lazy("First name"), max_length=90, required=False)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=150, required=False)
