"""Times offered to a team: chosen in a week, or written one by one."""

from __future__ import annotations

import datetime
import uuid
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.fields import ClockField, DayField, OneLine, clean_moment
from core.working_days import working_day_before
from people.models import User
from vatupassi.conversation.forms import in_minutes
from vatupassi.models import Occasion, Round
from vatupassi.round.week import STEP

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 100  # times in one round
HOURS = [(hour, f"{hour}.00") for hour in range(6, 23)]
# A whole team is not offered what is meant for one: an invitation to it would be an accusation
FOR_ONE = {"early-support", "not-going-well"}


def moments(texts: Iterable[str]) -> list[datetime.datetime]:
    """Those of the texts that are a moment, each once and in order."""
    found = set()
    for text in texts:
        try:
            at = datetime.datetime.fromisoformat(text)
        except ValueError:
            continue
        if at.tzinfo is not None:
            found.add(at)
    return sorted(found)


class TimesField(forms.Field):
    """Moments, as the week sends them."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"required": gettext_lazy("Choose at least one time.")}

    def to_python(self, value: Any) -> list[datetime.datetime]:
        """Each once, in order."""
        found = moments(value or [])
        if len(found) < len(set(value or [])):
            raise ValidationError(_("Choose the times in the week again."), "invalid")
        latest = timezone.now() + datetime.timedelta(days=366)
        if any(not timezone.now() < at < latest for at in found):
            raise ValidationError(_("One of the times has already passed. Choose later ones."), "passed")
        return found


class OfferForm(OneLine, forms.Form):
    """Who, what for, when and where. The hidden id makes a double click one round.

    More times for a round (``round``) ask only for times.
    """

    id = forms.UUIDField(widget=forms.HiddenInput)
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("For whom"),
        error_messages={"required": gettext_lazy("Choose somebody.")},
    )
    occasion = forms.ModelChoiceField(
        Occasion.objects.none(), label=gettext_lazy("What for"), widget=forms.RadioSelect, empty_label=None
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Length of one conversation"),
        coerce=int,
        choices=[(n, in_minutes(n)) for n in STEP],
        initial=15,
    )
    times = TimesField(label=gettext_lazy("Times"))
    first = forms.TypedChoiceField(
        label=pgettext_lazy("hours", "From"), coerce=int, choices=HOURS, initial=9, required=False
    )
    last = forms.TypedChoiceField(
        label=pgettext_lazy("hours", "To"), coerce=int, choices=HOURS, initial=15, required=False
    )
    weekend = forms.BooleanField(label=gettext_lazy("Saturday and Sunday as well"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    book_until = DayField(label=gettext_lazy("To be booked by"), required=False)

    def __init__(self, *args: Any, by: User, team: Iterable[User], round: Round | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round
        if round is not None:
            for name in ("id", "people", "occasion", "minutes", "place", "book_until"):
                del self.fields[name]
            return
        occasions = Occasion.objects.visible_to(by).in_use()
        self.occasions = occasions.exclude(code__in=FOR_ONE).exclude(weight=Occasion.Weight.DEBRIEFING)
        self.fields["occasion"].queryset = self.occasions  # type: ignore[attr-defined]
        self.fields["people"].queryset = team  # type: ignore[attr-defined]
        self.initial.setdefault("id", uuid.uuid4())
        self.initial.setdefault("occasion", self.occasions.first())  # the lightest one

    def shown(self, name: str) -> Any:
        """What a field holds as the week is to be drawn: a value that is none counts as the one to begin with."""
        field, value = self.fields[name], self[name].value()
        try:
            return field.clean(value) or field.initial
        except ValidationError:
            return field.initial

    @property
    def length(self) -> int:
        """Minutes of one conversation."""
        return self.round.minutes if self.round else self.shown("minutes")

    def clean(self) -> dict[str, Any]:
        """Times that lie apart, and not too many; the last day to book lies before them."""
        data = super().clean() or {}
        times: list[datetime.datetime] = data.get("times", [])
        length = datetime.timedelta(minutes=self.length)
        offered = list(self.round.times.values_list("starts_at", flat=True)) if self.round else []
        if any(late - early < length for early, late in pairwise(times)):
            self.add_error("times", _("Two of the times overlap. Leave one of them out."))
        new = [at for at in times if at not in offered]
        if any(abs(at - old) < length for at in new for old in offered):
            self.add_error("times", _("One of the times overlaps one that has been offered already."))
        if len(times) > MOST:
            self.add_error("times", _("These are more than %(n)d times. Leave some days out.") % {"n": MOST})
        until = data.get("book_until")
        if until and until < timezone.localdate():
            self.add_error("book_until", _("The day has already passed. Give a later day."))
        elif until and times and until > timezone.localdate(times[-1]):
            self.add_error("book_until", _("That is after the last time. Give an earlier day."))
        elif times and "book_until" in self.fields and not until:
            before = working_day_before(timezone.localdate(times[0]))
            data["book_until"] = before if before >= timezone.localdate() else None
        return data


class OneTimeForm(forms.Form):
    """A time outside the week that is shown: an evening, for instance."""

    day = DayField(label=gettext_lazy("Day"))
    clock = ClockField(label=gettext_lazy("Time"))

    def clean(self) -> dict[str, Any]:
        """One that lies ahead."""
        data = super().clean() or {}
        if starts_at := clean_moment(self):
            data["starts_at"] = starts_at
            if starts_at <= timezone.now():
                self.add_error("day", _("That time has already passed. Give a later one."))
        return data
