"""Asking HR, and HR's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import ClockField, DayField, LongTextField, OneLine, clean_moment
from support.models import HelpRequest
from support.request.models import LONGEST_REQUEST

if TYPE_CHECKING:
    from people.models import User

Kind = HelpRequest.Kind
EXPLAINED = {
    Kind.INFORMING: _("Ask what the law or a guideline says. HR answers for its being right and complete."),
    Kind.ADVISING: _("You weigh the options together. You decide what you do."),
    Kind.GUIDING: _("You think together about what it is. Your own goals lead, nobody brings a ready answer."),
    Kind.SPARRING: _("You try a conversation out beforehand. Half an hour, also remotely."),
    Kind.OWN: _("A thing of your own. No supervisor of yours sees it."),
}
ASKED = [(kind.value, kind.label) for kind in EXPLAINED]


class AskForm(OneLine, forms.Form):
    """A supervisor chooses the kind; everybody else asks about their own work."""

    kind = forms.ChoiceField(label=_("What kind of help do you need?"), widget=forms.RadioSelect)
    question = LongTextField(
        label=_("What is it about?"),
        max_length=LONGEST_REQUEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Do not write an employee’s name, illnesses or diagnoses. "
            "Somebody who can be recognised is personal data all the same: tell them first."
        ),
    )
    way = forms.ChoiceField(
        label=_("How would you like the answer?"),
        choices=HelpRequest.Way.choices,
        widget=forms.RadioSelect,
        initial=HelpRequest.Way.WRITTEN,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.supervises:
            self.fields["kind"].choices = ASKED  # type: ignore[attr-defined]
            return
        del self.fields["kind"]
        self.fields["question"].help_text = (
            _("Your colleagues in HR see your name and this text, your supervisor nothing.")
            if by.is_hr
            else _("HR sees your name and this text, your supervisor nothing.")
        )

    @property
    def kinds(self) -> list[tuple[str, str, str, bool]]:
        """Each kind: code, name, what it gives, whether it is chosen."""
        chosen = self["kind"].value()
        return [(kind.value, str(kind.label), str(EXPLAINED[kind]), kind == chosen) for kind in EXPLAINED]


class AnswerForm(forms.Form):
    """HR's answer, with the revision that its writer saw."""

    answer = LongTextField(label=_("Answer"), max_length=LONGEST_REQUEST, widget=forms.Textarea(attrs={"rows": 6}))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)


LENGTHS = [(30, _("half an hour")), (60, _("1 hour")), (90, _("1½ hours"))]


class TimeForm(OneLine, forms.Form):
    """When the two meet, and where. ``sequence`` is the state of the time that the page showed."""

    day = DayField(label=_("Day"))
    clock = ClockField(label=_("Time"))
    minutes = forms.TypedChoiceField(label=_("Length"), coerce=int, choices=LENGTHS, initial=30)
    place = forms.CharField(label=_("Place or video link"), max_length=300, required=False)
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)

    def clean(self) -> dict[str, Any]:
        """The moment of day and time, which is still to come."""
        data = super().clean() or self.cleaned_data
        found = clean_moment(self)
        if found and found <= timezone.now():
            self.add_error("day", _("That time has passed. Choose one that is still to come."))
        data["starts_at"] = found
        return data


def time_of(request: HelpRequest) -> dict[str, Any]:
    """What the form shows of a time that is booked."""
    if request.meets_at is None:
        return {"minutes": 30, "sequence": request.calendar_sequence}
    at = timezone.localtime(request.meets_at)
    return {
        "day": at.date(),
        "clock": at.time(),
        "minutes": request.meets_minutes,
        "place": request.meets_place,
        "sequence": request.calendar_sequence,
    }
