"""The notice, and the supervisor's answer."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import DayField, LongTextField, OneLine
from people.models import User
from support.load.models import LONGEST_NOTICE, LONGEST_WAIT


class NoticeForm(OneLine, forms.Form):
    """What loads, who else is told, and by when an answer is asked."""

    text = LongTextField(
        label=_("What in the work loads you, and since when?"),
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Write about the work. You need not tell of illnesses, diagnoses or your private life."),
    )
    representative = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Also to the occupational safety representative"),
        empty_label=_("To nobody else"),
        required=False,
        blank=True,
        widget=forms.RadioSelect,
        help_text=_("If you want. Your supervisor is not told of it."),
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    due_on = DayField(label=_("By when do you ask for an answer?"), quick=(7, 14))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people:
            self.fields["representative"].queryset = people  # type: ignore[attr-defined]
        else:
            del self.fields["representative"]

    def clean_due_on(self) -> datetime.date:
        """Soon, but not today."""
        day: datetime.date = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if not today < day <= today + LONGEST_WAIT:
            raise ValidationError(_("Choose a day from tomorrow on, at most 30 days away."))
        return day


class AnswerForm(forms.Form):
    """What the employer does, and by when."""

    answer = LongTextField(
        label=_("What do you do about it, and by when?"),
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say what changes in the work, who sees to it and on what day you look at it again."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)
