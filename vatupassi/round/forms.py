"""The times of a round: days with their hours become bookable times, of which some may be left out."""

from __future__ import annotations

import datetime
import uuid
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.dates import own_time
from core.fields import ClockField, DayField, OneLine, moment
from vatupassi.conversation.forms import in_minutes
from vatupassi.models import Occasion, Round

if TYPE_CHECKING:
    from people.models import User

ROWS = 7
SHOWN = 2  # rows that are open from the start
MOST = 100  # times in one round


class TimesForm(OneLine, forms.Form):
    """Up to seven days, each from a time to a time, cut into equal lengths: ``times`` after a valid form."""

    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Length of one conversation"),
        coerce=int,
        choices=[(n, in_minutes(n)) for n in (15, 20, 30, 45, 60)],
        initial=30,
    )

    def __init__(self, *args: Any, round: Round | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.times: list[datetime.datetime] = []
        self.offered: list[datetime.datetime] = []  # already, in the round that gets more times
        self.again = False  # the very same times: a second press
        if round is not None:
            self.offered = list(round.times.values_list("starts_at", flat=True))
            self.fields["minutes"].disabled, self.initial["minutes"] = True, round.minutes
        for n in range(ROWS):
            first = n == 0
            self.fields[f"day{n}"] = DayField(label=gettext_lazy("Day"), required=first)
            self.fields[f"from{n}"] = ClockField(label=pgettext_lazy("hours", "From"), required=first)
            self.fields[f"to{n}"] = ClockField(label=pgettext_lazy("hours", "To"), required=first)

    def _row(self, n: int) -> tuple[BoundField, BoundField, BoundField]:
        return self[f"day{n}"], self[f"from{n}"], self[f"to{n}"]

    @property
    def rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """The rows that stand open."""
        return [self._row(n) for n in range(SHOWN)]

    @property
    def more_rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """The rows that are folded until they are needed."""
        return [self._row(n) for n in range(SHOWN, ROWS)]

    @property
    def more_open(self) -> bool:
        """Whether something stands in a folded row."""
        return any(field.value() for row in self.more_rows for field in row)

    def clean(self) -> dict[str, Any]:
        """Cut the days into times; each error says at its field what to do."""
        data = super().clean() or {}
        minutes = data.get("minutes")
        found: set[datetime.datetime] = set()
        for n in range(ROWS):
            day, start, end = data.get(f"day{n}"), data.get(f"from{n}"), data.get(f"to{n}")
            if not (day or start or end) or self.errors.keys() & {f"day{n}", f"from{n}", f"to{n}"}:
                continue
            for name, value in (("day", day), ("from", start), ("to", end)):
                if value is None:
                    self.add_error(f"{name}{n}", _("Fill in this as well, or leave the whole row empty."))
            if day and start and end and minutes:
                found |= self._cut(n, day, start, end, datetime.timedelta(minutes=minutes))
        self.times = sorted(found)
        overlap = any(late - early < datetime.timedelta(minutes=minutes or 0) for early, late in pairwise(self.times))
        if overlap:
            self.add_error(None, _("Two rows overlap. Change the hours so that one ends before the next begins."))
        length = datetime.timedelta(minutes=minutes or 0)
        taken = {new for new in self.times if any(abs(new - old) < length for old in self.offered)}
        self.times = [new for new in self.times if new not in taken]
        if taken and not self.times:
            self.again = taken <= set(self.offered)
            self.add_error(None, _("These times have been offered already. Give other days or hours."))
        if len(self.times) > MOST:
            self.add_error(None, _("These are more than %(n)d times. Leave some days out.") % {"n": MOST})
        return data

    def _cut(
        self, n: int, day: datetime.date, start: datetime.time, end: datetime.time, length: datetime.timedelta
    ) -> set[datetime.datetime]:
        if day < timezone.localdate():
            self.add_error(f"day{n}", _("The day has already passed. Give a later day."))
            return set()
        try:
            first, last = moment(day, start), moment(day, end)
        except ValidationError as error:
            self.add_error(f"from{n}", error)
            return set()
        step, times = first.astimezone(datetime.UTC), set()
        while step + length <= last:
            if step > timezone.now():
                times.add(step)
            step += length
        if not times:
            self.add_error(f"to{n}", _("No time fits in between. Give a later time, or a shorter length."))
        return times


class OfferForm(OneLine, forms.Form):
    """Which of the times are offered, what for and where. The hidden id makes a double click one round."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    times = forms.MultipleChoiceField(
        label=gettext_lazy("Times"), error_messages={"required": gettext_lazy("Leave at least one time.")}
    )
    occasion = forms.ModelChoiceField(
        Occasion.objects.none(), label=gettext_lazy("What for"), widget=forms.RadioSelect, empty_label=None
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A quiet room for the two."),
    )

    def __init__(self, *args: Any, by: User, times: list[datetime.datetime], minutes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["times"].choices = [(at.isoformat(), at) for at in times]  # type: ignore[attr-defined]
        occasions = Occasion.objects.visible_to(by).in_use()
        self.fields["occasion"].queryset = occasions  # type: ignore[attr-defined]
        self.initial.setdefault("id", uuid.uuid4())
        self.initial.setdefault("occasion", occasions.first())  # the most ordinary one
        self.busy = _busy(by, times, minutes)

    @property
    def days(self) -> list[tuple[datetime.date, list[tuple[str, datetime.datetime, bool, bool]]]]:
        """The times by day: value, moment, whether chosen, whether the supervisor has something then."""
        choices: list[tuple[str, datetime.datetime]] = self.fields["times"].choices  # type: ignore[attr-defined]
        chosen = self.data.getlist("times") if self.is_bound else None  # type: ignore[attr-defined]
        rows = [
            (value, at, at not in self.busy if chosen is None else value in chosen, at in self.busy)
            for value, at in choices
        ]
        return [(day, list(group)) for day, group in groupby(rows, lambda row: timezone.localtime(row[1]).date())]

    def of_round(self) -> None:
        """More times for a round: what they are for and where has been said."""
        for name in ("id", "occasion", "place"):
            del self.fields[name]

    def clean_times(self) -> list[datetime.datetime]:
        """Moments."""
        return [datetime.datetime.fromisoformat(value) for value in self.cleaned_data["times"]]


def _busy(by: User, times: list[datetime.datetime], minutes: int) -> set[datetime.datetime]:
    """The times at which this supervisor has something of their own already."""
    if not times:
        return set()
    length = datetime.timedelta(minutes=minutes)
    held = own_time.taken(by, times[0], times[-1] + length)
    return {at for at in times if any(each.overlaps(at, at + length) for each in held)}
