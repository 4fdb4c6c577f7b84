"""What goes with the employee to the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from vatupassi.memo.content import tickable
from vatupassi.models import HandOver

if TYPE_CHECKING:
    from vatupassi.models import Conversation


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
        there = [(code, words) for code, words in HandOver.Part.choices if has.get(HandOver.Part(code), True)]
        self.fields["parts"].choices = there  # type: ignore[attr-defined]
