"""What people fill in when they invite, answer and agree."""

from __future__ import annotations

import datetime
import re
import uuid
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.dates.reading import Look
from core.fields import IN_WEEKS, ClockField, DayField, DayInput, LongTextField, OneLine, clean_moment
from core.working_days import working_day_after, working_day_from
from people.models import User
from vatupassi.conversation.board import first_name
from vatupassi.conversation.invitations import COMPANIONS, Brought
from vatupassi.conversation.partners import Partner, chosen
from vatupassi.follow_up.models import FOLLOW_UP_AFTER
from vatupassi.models import LONGEST_TEXT, Conversation, FollowUp, Occasion, Side

if TYPE_CHECKING:
    from vatupassi.occasion.steps import Step


def _in_minutes(n: int) -> str:
    return gettext("%(n)d minutes") % {"n": n}


in_minutes = lazy(_in_minutes, str)  # a length as a choice: a form's class is made before anybody's language is known


def another_day(day: datetime.date) -> datetime.date:
    """What is proposed in the place of a day: the next working day after it, and after today."""
    return working_day_after(max(day, timezone.localdate()))


LENGTHS = [(n, in_minutes(n)) for n in (15, 30, 45, 60, 90, 120)]
LINK = re.compile(r"https?://\S+", re.IGNORECASE)
PLACE, LONGEST_LINK, MESSAGE = 200, 500, 1000


def written_place(conversation: Conversation) -> str:
    """Where it is, as one field shows it."""
    return " ".join(part for part in (conversation.place, conversation.video_link) if part)


class WhenForm(OneLine, forms.Form):
    """A day, a time and a place. ``cleaned_data["starts_at"]`` is a moment that exists on the Finnish clock.

    One field takes the place and the link to a video meeting: ``cleaned_data`` has them as ``place``, ``video_link``.
    """

    day = DayField(label=_("Day"), quick=(1, *IN_WEEKS))
    clock = ClockField(label=_("Time"))
    minutes = forms.TypedChoiceField(label=_("Length"), coerce=int, choices=LENGTHS, initial=45)
    place = forms.CharField(label=_("Place or video link"), max_length=PLACE + LONGEST_LINK, required=False)

    def clean_place(self) -> str:
        """Take the link out of the place."""
        text: str = self.cleaned_data["place"]
        found = LINK.search(text)
        self.cleaned_data["video_link"] = ""
        if found:
            forms.URLField(max_length=LONGEST_LINK, assume_scheme="https").clean(found[0])
            self.cleaned_data["video_link"] = found[0]
            text = f"{text[: found.start()].strip()} {text[found.end() :].strip()}".strip()
        if len(text) > PLACE:
            raise ValidationError(gettext("Write the place in %(n)d characters at most.") % {"n": PLACE})
        return text

    def clean(self) -> dict[str, Any]:
        """Put the day and the time together; a time that is long past is a slip."""
        data = super().clean() or {}
        if starts_at := clean_moment(self):
            data["starts_at"] = starts_at
            if starts_at < timezone.now() - datetime.timedelta(days=1):
                self.add_error("day", _("The day has already passed. Give a later day."))
        return data


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


class PartnerField(forms.CharField):
    """Whom one talks with: who may be chosen stands in `partners`, which draws the choices as well."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": _("Choose whom you want to talk with.")}, **kwargs)


class WithWhomForm(forms.Form):
    """A partner and an occasion: what an invitation and a talk without the tool begin with."""

    id = forms.UUIDField(widget=forms.HiddenInput)  # a double click makes one conversation
    partner = PartnerField(label=_("With whom"))
    occasion = forms.ModelChoiceField(
        Occasion.objects.none(), label=_("What for"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.occasions = Occasion.objects.visible_to(by).in_use()
        self.fields["occasion"].queryset = self.occasions  # type: ignore[attr-defined]

    def clean_partner(self) -> Partner:
        """Somebody with whom this person may talk."""
        found = chosen(self.by, self.cleaned_data["partner"])
        if found is None:
            raise ValidationError(_("Choose whom you want to talk with."))
        return found


class StartForm(CompanionsForm, WithWhomForm, WhenForm):
    """An invitation."""

    minutes = forms.TypedChoiceField(
        label=_("Length"),
        coerce=int,
        choices=[("", _("as the occasion says")), *LENGTHS],
        required=False,
        empty_value=None,
    )
    memo_language = forms.ChoiceField(label=_("Language of the memo"), choices=settings.LANGUAGES)
    message = LongTextField(
        label=_("Message"),
        max_length=MESSAGE,
        required=False,
        help_text=_("Only you two read it, here: it is not in the e-mail."),
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": MESSAGE}),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.initial.setdefault("id", uuid.uuid4())
        self.initial.setdefault("memo_language", by.language)
        self.initial.setdefault("occasion", self.occasions.first())  # the lightest one


class ProposeForm(WhenForm):
    """Another time, place, length or occasion."""

    occasion = forms.ModelChoiceField(Occasion.objects.none(), label=_("What for"), required=False, empty_label=None)
    field_order = ("day", "clock", "minutes", "occasion", "place")

    def __init__(self, *args: Any, conversation: Conversation, by: User, **kwargs: Any) -> None:
        local = timezone.localtime(conversation.starts_at)
        initial = {
            "day": another_day(local.date()),  # never one that has been; the time that stands is shown beside the form
            "clock": local.time(),
            "minutes": conversation.minutes,
            "place": written_place(conversation),
            "occasion": conversation.occasion_id,
        }
        super().__init__(*args, initial=initial, **kwargs)
        used = Occasion.objects.visible_to(by).filter(Q(in_use=True) | Q(pk=conversation.occasion_id))
        field: Any = self.fields["occasion"]
        field.queryset = used
        field.choices = [(one.pk, one.name) for one in used]  # read once
        own = (conversation.minutes, in_minutes(conversation.minutes))  # a round has others
        self.fields["minutes"].choices = sorted({*LENGTHS, own}, key=itemgetter(0))  # type: ignore[attr-defined]


class TalkedForm(WithWhomForm):
    """They have talked without the tool, today unless another day is said."""

    held_on = DayField(label=_("On another day"), look=Look.BACK, required=False)

    def clean_held_on(self) -> datetime.date:
        """A day that has been."""
        return past_day(self.cleaned_data["held_on"] or timezone.localdate())


def past_day(day: datetime.date) -> datetime.date:
    """A day that has been, and no slip of the year."""
    if day > timezone.localdate():
        raise ValidationError(_("That day has not come yet. Give the day on which you talked."))
    if day < timezone.localdate() - datetime.timedelta(days=366):
        raise ValidationError(_("That is more than a year ago. Check the year."))
    return day


class HeldForm(forms.Form):
    """The day on which the two really talked."""

    held_on = DayField(label=_("The conversation was held on"), look=Look.BACK, quick=(0, -1))

    def clean_held_on(self) -> datetime.date:
        """A day that has been."""
        return past_day(self.cleaned_data["held_on"])


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
        field: Any = self.fields["partner"]
        field.queryset = partners
        field.choices = [(one.pk, field.label_from_instance(one)) for one in partners]  # read once


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


class AgreementLine(OneLine, forms.Form):
    """What, who, by when: one line of the talk. The hidden id makes a double click one agreement."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = LongTextField(
        label=_("What"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 1, "placeholder": _("What is agreed?")}),
    )
    side = forms.ChoiceField(label=_("Who"))
    due_on = DayField(label=_("By when"), quick=IN_WEEKS, widget=DayInput(attrs={"placeholder": _("e.g. Fri")}))

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conversation = conversation
        names = [conversation.name_of(side) for side in Side]
        called = [first_name(name) for name in names]
        shown = called if len(set(called)) == len(called) else names
        self.fields["side"].choices = list(zip(Side.values, shown, strict=True))  # type: ignore[attr-defined]
        self.initial.setdefault("id", uuid.uuid4())

    @classmethod
    def of(cls, conversation: Conversation, step: Step) -> Self:
        """The line of a new agreement. It moves the question of its step, where there is one."""
        question = step.questions[0] if len(step.questions) == 1 else ""
        return cls(conversation=conversation, initial={"question": question})

    def clean_due_on(self) -> datetime.date:
        """An agreement points forward."""
        due_on: datetime.date = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise ValidationError(_("The day has already passed. Give a later day."))
        return due_on
