"""What people fill in when they plan a follow-up and mark the levels in it."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import ClockField, DayField, clean_moment
from vatupassi.forms.conversation import in_minutes
from vatupassi.models import Conversation, FollowUp
from vatupassi.models.agreements import FOLLOW_UP_AFTER
from vatupassi.questions import Position
from vatupassi.working_days import working_day_from

LATEST = datetime.timedelta(days=366)  # further ahead is a slip of the year


class FollowUpForm(forms.Form):
    """The time of a follow-up. ``cleaned_data["starts_at"]`` is a moment that exists on the Finnish clock."""

    day = DayField(label=_("Day"))
    clock = ClockField(label=_("Time"))
    minutes = forms.TypedChoiceField(
        label=_("Length"), coerce=int, choices=[(n, in_minutes(n)) for n in (15, 30, 45, 60, 90)]
    )

    @classmethod
    def of(cls, conversation: Conversation, planned: FollowUp | None = None, **kwargs: Any) -> Self:
        """Filled with the time planned, or with the proposal: six weeks from today, at the conversation's own time."""
        if planned:
            local = timezone.localtime(planned.starts_at)
            initial = {"day": local.date(), "clock": local.time(), "minutes": planned.minutes}
            return cls(initial=initial, **kwargs)
        day = working_day_from(timezone.localdate() + FOLLOW_UP_AFTER)
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


def _position() -> forms.TypedChoiceField:
    choices = [("", _("not marked")), *Position.choices]
    return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, required=False)


class MarkForm(forms.Form):
    """A mark on one level, as `_level.html` posts it; the prefix is the question."""

    now = _position()
    target = _position()

    def clean(self) -> dict[str, Any]:
        """A mark says where one is now: last time's target, which the page proposes, is not shared alone."""
        data = super().clean() or {}
        if not self.errors and data.get("now") is None:
            self.add_error(None, _("Choose a place on the level first."))
        return data
