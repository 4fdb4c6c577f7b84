"""The facilitator's forms for a group VatuPassi."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import IN_WEEKS, DayField, LongTextField, OneLine


class GroupSessionForm(OneLine, forms.Form):
    """What the session is called."""

    title = forms.CharField(
        label=pgettext_lazy("programme", "Title"),
        max_length=150,
        help_text=_("For instance the team and the season. Those who join see it."),
    )


class GroupAgreementForm(OneLine, forms.Form):
    """What is done, who does it, by when."""

    text = LongTextField(label=_("What is done?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    who = forms.CharField(
        label=_("Who does it?"), max_length=150, required=False, help_text=_("For instance: everybody, the supervisor")
    )
    due_on = DayField(label=_("By when?"), required=False, quick=IN_WEEKS)
