"""What goes with the employee to the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from vatupassi.memo.content import tickable
from vatupassi.models import HandOver, Side

if TYPE_CHECKING:
    from vatupassi.models import Conversation

OF_THE_EMPLOYEE = {  # what is "mine" to the employee, as the supervisor who suggests reads it
    HandOver.Part.MARKS: _("The board: what the employee marked and wrote"),
    HandOver.Part.VIEW: _("The employee’s differing view"),
}


class HandOverForm(forms.Form):
    """Where to, and what of the conversation goes along: of the parts that a talk of its kind has."""

    to = forms.ChoiceField(
        label=_("Where to"),
        choices=[(value, capfirst(label)) for value, label in HandOver.To.choices],
        widget=forms.RadioSelect,
    )
    parts = forms.MultipleChoiceField(
        label=_("What goes along"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part.")},
    )
    text_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = tickable(conversation)
        has = {
            HandOver.Part.MARKS: conversation.occasion.has_levels,
            HandOver.Part.ABILITY: "ability" in offered,
            HandOver.Part.NINE: "nine" in offered,
        }
        words = OF_THE_EMPLOYEE if conversation.side == Side.SUPERVISOR else {}
        there = [(part, words.get(part, part.label)) for part in HandOver.Part if has.get(part, True)]
        self.fields["parts"].choices = there  # type: ignore[attr-defined]
