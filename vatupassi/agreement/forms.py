"""What people fill in when they agree on something."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from support.measure import models as measures
from support.models import Measure
from vatupassi.conversation.forms import AgreementLine
from vatupassi.level.questions import Question
from vatupassi.models import Agreement


class AgreementForm(AgreementLine):
    """All that an agreement may say."""

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

    @property
    def says_more(self) -> bool:
        """Whether something is chosen, or to be corrected, that the line alone does not show."""
        chosen = [self["helps_now"].value(), self["measure"].value(), self["kind"].value() != Agreement.Kind.ACT]
        return any(chosen) or any(name in self.errors for name in ("question", "kind", "helps_now", "measure"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = self.fields["measure"]
        kept = self.initial.get("measure")  # one that has been retired since stays in its agreement
        measure.queryset = measures.nameable(keeping=kept)  # type: ignore[attr-defined]
        measure.widget.choices = [("", pgettext_lazy("measure", "none")), *measures.choices(keeping=kept)]  # type: ignore[attr-defined]
        asked = Question.choices if self.conversation.occasion.has_levels else []  # otherwise there is none to move
        self.fields["question"].choices = [("", _("none in particular")), *asked]  # type: ignore[attr-defined]

    @property
    def questions(self) -> bool:
        """Whether one may say which question it moves."""
        return self.conversation.occasion.has_levels
