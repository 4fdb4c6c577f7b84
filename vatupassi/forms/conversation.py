"""What people fill in when they invite, answer and agree."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.fields import ClockField, DayField, clean_moment
from people.models import User
from support.models import Measure, measures
from vatupassi.models import LONGEST_TEXT, Agreement, Conversation, Occasion, Side
from vatupassi.questions import Question

TOO_LONG = _("The text is too long: at most %(limit_value)d characters. Shorten it; nothing has been lost.")


def _in_minutes(n: int) -> str:
    return gettext("%(n)d minutes") % {"n": n}


in_minutes = lazy(_in_minutes, str)  # a length as a choice: a form's class is made before anybody's language is known


class WhenForm(forms.Form):
    """A day, a time and a place. ``cleaned_data["starts_at"]`` is a moment that exists on the Finnish clock."""

    day = DayField(label=_("Day"))
    clock = ClockField(label=_("Time"))
    minutes = forms.TypedChoiceField(
        label=_("Length"),
        coerce=int,
        choices=[(n, in_minutes(n)) for n in (15, 30, 45, 60, 90, 120)],
        initial=45,
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False, help_text=_("A quiet room for the two."))
    video_link = forms.URLField(label=_("Video link"), max_length=500, required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        """Put the day and the time together; a time that is long past is a slip."""
        data = super().clean() or {}
        if starts_at := clean_moment(self):
            data["starts_at"] = starts_at
            if starts_at < timezone.now() - datetime.timedelta(days=1):
                self.add_error("day", _("The day has already passed. Give a later day."))
        return data

    @classmethod
    def of(cls, starts_at: datetime.datetime, **others: Any) -> dict[str, Any]:
        """Initial values from a stored moment."""
        local = timezone.localtime(starts_at)
        return {"day": local.date(), "clock": local.time(), **others}


class StartForm(WhenForm):
    """An invitation. The hidden id makes a double click one conversation."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    partner = forms.ModelChoiceField(
        User.objects.none(), label=_("With whom"), widget=forms.RadioSelect, empty_label=None
    )
    occasion = forms.ModelChoiceField(
        Occasion.objects.none(), label=_("What for"), widget=forms.RadioSelect, empty_label=None
    )
    memo_language = forms.ChoiceField(label=_("Language of the memo"), choices=settings.LANGUAGES)
    support_name = forms.CharField(
        label=_("Support person"),
        max_length=120,
        required=False,
        help_text=_(
            "You may bring somebody along, for instance a shop steward or an occupational safety representative."
        ),
    )
    support_role = forms.CharField(label=_("Role of the support person"), max_length=120, required=False)
    field_order = ("id", "partner", "occasion", "day", "clock", "minutes", "place", "video_link", "memo_language")

    def __init__(self, *args: Any, by: User, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        self.fields["occasion"].queryset = Occasion.objects.visible_to(by).in_use()  # type: ignore[attr-defined]
        self.initial.setdefault("id", uuid.uuid4())
        self.initial.setdefault("memo_language", by.language)


class PracticalForm(forms.ModelForm):
    """The employee's support person and the language of the memo."""

    class Meta:
        """Fields that belong to the practical side."""

        model = Conversation
        fields = ("memo_language", "support_name", "support_role")
        labels = {
            "memo_language": _("Language of the memo"),
            "support_name": _("Support person"),
            "support_role": _("Role of the support person"),
        }

    def __init__(self, *args: Any, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if side != Side.EMPLOYEE:  # only the employee brings a support person
            del self.fields["support_name"], self.fields["support_role"]


class PartnerForm(forms.Form):
    """Another person to talk with: a deputy or the next level."""

    partner = forms.ModelChoiceField(
        User.objects.none(), label=_("With whom"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]


class AgreementForm(forms.Form):
    """One agreement. The hidden id makes a double click one agreement."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("What"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": TOO_LONG},
    )
    side = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    due_on = DayField(label=_("By when"))
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
        measure.queryset = measures.library(keeping=kept)  # type: ignore[attr-defined]
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
