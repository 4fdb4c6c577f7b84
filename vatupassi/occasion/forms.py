"""An occasion of HR's own: its three names and which form the conversation has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import OneLine
from core.forms import Revised
from vatupassi.models import Occasion
from vatupassi.occasion.steps import FORMS

FORM_NAMES = {
    "full": _("Full: the four questions one by one"),
    "light": _("Light: the four questions on one page"),
    "development": _("Development discussion: the four questions and the work ability questions"),
    "debriefing": _("Debriefing: what happened, what went well, what we learn"),
    "season-start": _("Seasonal work, start: the work, who helps, what is still needed"),
    "season-two-weeks": _("Seasonal work, two weeks: the four questions on one page"),
    "season-end": _("Seasonal work, end: what went well, what is done better, what comes next"),
}

# Where it stands among those offered, and how long its conversations are kept
WEIGHTS = {"debriefing": Occasion.Weight.DEBRIEFING} | dict.fromkeys(
    ("light", "season-start", "season-two-weeks", "season-end"), Occasion.Weight.LIGHT
)


class OccasionForm(OneLine, Revised):
    """All three names are asked: nobody reads another language's name. The form is chosen once, when adding."""

    shape = forms.ChoiceField(
        label=_("Form of the conversation"),
        choices=FORM_NAMES.items(),
        widget=forms.RadioSelect,
        help_text=_(
            "By the form goes, too, how long its conversations are kept: "
            "light ones and those of seasonal work for less."
        ),
    )

    class Meta:
        """The names; steps follow from the form."""

        model = Occasion
        fields = ("name_fi", "name_sv", "name_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:  # conversations walk its steps: they stay what they were
            del self.fields["shape"]

    def save(self, commit: bool = True) -> Occasion:
        """A new one gets its steps and a code that no one reads."""
        if self.instance._state.adding:
            self.instance.steps = FORMS[self.cleaned_data["shape"]]
            self.instance.weight = WEIGHTS.get(self.cleaned_data["shape"], Occasion.Weight.THOROUGH)
        return super().save(commit)


def _form_of(occasion: Occasion) -> str:
    return next((code for code, steps in FORMS.items() if steps == occasion.steps), "")


def form_name(occasion: Occasion) -> str:
    """Which of the forms the occasion has."""
    return str(FORM_NAMES.get(_form_of(occasion), ""))


def weight_of(occasion: Occasion) -> str:
    """The weight that it would get if it were added today."""
    return WEIGHTS.get(_form_of(occasion), Occasion.Weight.THOROUGH)
