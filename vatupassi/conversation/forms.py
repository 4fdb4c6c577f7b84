"""What people fill in when they invite, answer and agree."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, Self

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.dates.reading import Look
from core.fields import IN_WEEKS, ClockField, DayField, OneLine, clean_moment
from core.working_days import working_day_after, working_day_from
from people.models import User
from vatupassi.conversation.invitations import COMPANIONS, Brought
from vatupassi.follow_up.models import FOLLOW_UP_AFTER
from vatupassi.models import Conversation, FollowUp, Occasion, Side


def _in_minutes(n: int) -> str:
    return gettext("%(n)d minutes") % {"n": n}


in_minutes = lazy(_in_minutes, str)  # a length as a choice: a form's class is made before anybody's language is known


def another_day(day: datetime.date) -> datetime.date:
    """What is proposed in the place of a day: the next working day after it, and after today."""
    return working_day_after(max(day, timezone.localdate()))


class WhenForm(OneLine, forms.Form):
    """A day, a time and a place. ``cleaned_data["starts_at"]`` is a moment that exists on the Finnish clock."""

    day = DayField(label=_("Day"), quick=(1, *IN_WEEKS))
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
    def another(cls, starts_at: datetime.datetime, **others: Any) -> dict[str, Any]:
        """Initial values for another time than this: the next working day at the same time, never a day that has been.

        The time that stands is shown beside the form.
        """
        local = timezone.localtime(starts_at)
        return {"day": another_day(local.date()), "clock": local.time(), **others}


class CompanionsForm(OneLine, forms.Form):
    """Whom the employee brings along: somebody without a name, or with it, and whether the memo tells of them."""

    support = forms.BooleanField(
        label=_("I bring a support person"),
        required=False,
        help_text=_("A shop steward, an occupational safety representative or a colleague, for instance."),
    )
    support_name = forms.CharField(label=_("Name of the support person"), max_length=120, required=False)
    support_printed = forms.BooleanField(label=_("The support person is mentioned in the memo"), required=False)
    interpreter = forms.BooleanField(label=_("An interpreter comes along"), required=False)
    interpreter_name = forms.CharField(label=_("Name of the interpreter"), max_length=120, required=False)
    interpreter_printed = forms.BooleanField(label=_("The interpreter is mentioned in the memo"), required=False)

    def __init__(self, *args: Any, brings: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not brings:
            for name in CompanionsForm.base_fields:
                del self.fields[name]

    def brought(self) -> dict[str, Brought | None]:
        """Who comes, for `invitations`."""
        return {name: self._one(name) for name in COMPANIONS}

    def _one(self, name: str) -> Brought | None:
        """A name that has been written brings somebody without a tick; one that stood there before does not."""
        data, said = self.cleaned_data, f"{name}_name"
        comes = data.get(name) or (data.get(said) and said in self.changed_data)
        return Brought(data[said], data[f"{name}_printed"]) if comes else None


class StartForm(CompanionsForm, WhenForm):
    """An invitation. The hidden id makes a double click one conversation."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    partner = forms.ModelChoiceField(
        User.objects.none(), label=_("With whom"), widget=forms.RadioSelect, empty_label=None
    )
    occasion = forms.ModelChoiceField(
        Occasion.objects.none(), label=_("What for"), widget=forms.RadioSelect, empty_label=None
    )
    memo_language = forms.ChoiceField(label=_("Language of the memo"), choices=settings.LANGUAGES)
    field_order = ("id", "partner", "occasion", "day", "clock", "minutes", "place", "video_link", "memo_language")

    def __init__(self, *args: Any, by: User, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        self.fields["occasion"].queryset = Occasion.objects.visible_to(by).in_use()  # type: ignore[attr-defined]
        self.initial.setdefault("id", uuid.uuid4())
        self.initial.setdefault("memo_language", by.language)


class HeldForm(forms.Form):
    """The day on which the two really talked."""

    held_on = DayField(label=_("The conversation was held on"), look=Look.BACK, quick=(0, -1))

    def clean_held_on(self) -> datetime.date:
        """A day that has been, and no slip of the year."""
        day: datetime.date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise ValidationError(_("That day has not come yet. Give the day on which you talked."))
        if day < timezone.localdate() - datetime.timedelta(days=366):
            raise ValidationError(_("That is more than a year ago. Check the year."))
        return day


class PracticalForm(CompanionsForm):
    """Whom the employee brings, and the language of the memo."""

    memo_language = forms.ChoiceField(label=_("Language of the memo"), choices=settings.LANGUAGES)
    field_order = ("memo_language",)

    def __init__(
        self, *args: Any, conversation: Conversation, side: str, brought: dict[str, Brought | None], **kwargs: Any
    ) -> None:
        super().__init__(*args, brings=side == Side.EMPLOYEE, **kwargs)
        self.initial["memo_language"] = conversation.memo_language
        for name, one in brought.items():
            if one:
                self.initial.update({name: True, f"{name}_name": one.name, f"{name}_printed": one.is_printed})


class PartnerForm(OneLine, forms.Form):
    """Another person to talk with: a deputy or the next level."""

    partner = forms.ModelChoiceField(
        User.objects.none(), label=_("With whom"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]


LATEST = datetime.timedelta(days=366)  # further ahead is a slip of the year


class FollowUpForm(forms.Form):
    """The time of a follow-up. ``cleaned_data["starts_at"]`` is a moment that exists on the Finnish clock."""

    day = DayField(label=_("Day"), quick=IN_WEEKS)
    clock = ClockField(label=_("Time"))
    minutes = forms.TypedChoiceField(
        label=_("Length"), coerce=int, choices=[(n, in_minutes(n)) for n in (15, 30, 45, 60, 90)]
    )

    @classmethod
    def of(
        cls,
        conversation: Conversation,
        planned: FollowUp | None = None,
        *,
        after: FollowUp | None = None,
        **kwargs: Any,
    ) -> Self:
        """Filled with another time than the planned one, which stands beside the form: the next working day after it.

        Or with the proposal: six weeks from today, and from the sitting that is going on (``after``), which may be held
        before its time; at the conversation's own time.
        """
        if planned:
            local = timezone.localtime(planned.starts_at)
            initial = {"day": another_day(local.date()), "clock": local.time(), "minutes": planned.minutes}
            return cls(initial=initial, **kwargs)
        begin = max(timezone.localdate(), timezone.localdate(after.starts_at)) if after else timezone.localdate()
        day = working_day_from(begin + FOLLOW_UP_AFTER)
        clock = timezone.localtime(conversation.starts_at).time()
        return cls(initial={"day": day, "clock": clock, "minutes": 30}, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Put the day and the time together; a follow-up lies ahead, and not years away."""
        data = super().clean() or {}
        if starts_at := clean_moment(self):
            data["starts_at"] = starts_at
            if starts_at < timezone.now():
                self.add_error("day", _("That time has already passed. Give a later one."))
            elif starts_at > timezone.now() + LATEST:
                self.add_error("day", _("That is more than a year away. Check the year."))
        return data
