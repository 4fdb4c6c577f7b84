"""What people fill in when they agree on something."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import IN_WEEKS, DayField, LongTextField, OneLine
from support.measure import models as measures
from support.models import Measure
from vatupassi.level.questions import Question
from vatupassi.models import LONGEST_TEXT, Agreement, Conversation, Side


class AgreementForm(OneLine, forms.Form):
    """One agreement. The hidden id makes a double click one agreement."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = LongTextField(
        label=_("What"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    side = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    due_on = DayField(label=_("By when"), quick=IN_WEEKS)
    question = forms.ChoiceField(label=_("Which question it moves"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Agreement.Kind.choices, widget=forms.RadioSelect, initial="act")
    helps_now = forms.BooleanField(label=_("Helps at once"), required=False)
    measure = forms.ModelChoiceField(
        Measure.objects.none(),
        label=_("From the measures"),
        required=False,
        help_text=_("If it is one of the measures of the library. It stands in the memo as well."),
        error_messages={
            "invalid_choice": _("This measure is not in the library any more. Choose another one, or none.")
        },
    )

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = self.fields["measure"]
        kept = self.initial.get("measure")  # one that has been retired since stays in its agreement
        measure.queryset = measures.nameable(keeping=kept)  # type: ignore[attr-defined]
        measure.widget.choices = [("", pgettext_lazy("measure", "none")), *measures.choices(keeping=kept)]  # type: ignore[attr-defined]
        self.conversation = conversation
        self.fields["side"].choices = [(side.value, conversation.name_of(side)) for side in Side]  # type: ignore[attr-defined]
        self.fields["question"].choices = [("", _("none in particular")), *Question.choices]  # type: ignore[attr-defined]
        self.initial.setdefault("id", uuid.uuid4())

    def clean_due_on(self) -> datetime.date:
        """An agreement points forward."""
        due_on: datetime.date = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise ValidationError(_("The day has already passed. Give a later day."))
        return due_on
