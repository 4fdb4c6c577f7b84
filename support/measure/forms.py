"""A measure in three languages, and a suggestion of one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LongTextField, OneLine
from core.forms import Revised
from support.measure.models import LONGEST_PROPOSAL
from support.models import Measure

STEMS = ("name", "fits", "start")


class MeasureForm(OneLine, Revised):
    """Finnish is asked; what is missing in another language is shown to its readers in Finnish, and says so."""

    class Meta:
        model = Measure
        fields = ("kind", *(f"{stem}_{language}" for language in ("fi", "sv", "en") for stem in STEMS))
        widgets = {"kind": forms.RadioSelect} | {
            f"{stem}_{language}": forms.Textarea(attrs={"rows": 3, "lang": language})
            for language in ("fi", "sv", "en")
            for stem in ("fits", "start")
        }
        field_classes = {name: LongTextField for name in widgets if name != "kind"}
        labels = {f"fits_{language}": _("When it fits") for language in ("fi", "sv", "en")}
        labels["kind"] = _("What kind of measure")
        labels |= {f"start_{language}": _("How to start") for language in ("fi", "sv", "en")}
        labels |= {f"name_{language}": _("Name") for language in ("fi", "sv", "en")}

    def languages(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by language, under its name."""
        names = {"fi": _("In Finnish"), "sv": _("In Swedish"), "en": _("In English")}
        return [(str(name), [self[f"{stem}_{language}"] for stem in STEMS]) for language, name in names.items()]


class SuggestForm(OneLine, forms.Form):
    """What somebody thinks is missing from the library."""

    text = LongTextField(
        label=_("What would help?"),
        max_length=LONGEST_PROPOSAL,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write about work in general. Name nobody: what is suggested is meant for everybody."),
    )
    kind = forms.ChoiceField(
        label=_("What kind of measure"),
        choices=Measure.Kind.choices,
        widget=forms.RadioSelect,
        initial=Measure.Kind.PROACTIVE,
    )
