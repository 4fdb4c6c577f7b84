"""A calculator: dates in, deadlines out, and as a calendar file without a word of what they are. Nothing is stored."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import ics
from core.views import page_or_action
from core.working_days import is_working_day, working_day_before
from support.deadline.forms import AbsenceForm
from support.path.models import WhomToCall

if TYPE_CHECKING:
    from core.request import Request

AT, MINUTES = datetime.time(9), 15  # of the entry in a calendar
NOBODY = ics.Organizer("", "")


def _page(request: Request, form: AbsenceForm) -> HttpResponse:
    found = form.deadlines() if form.is_bound and form.is_valid() else []
    context = {"form": form, "deadlines": found, "today": timezone.localdate(), "whom": WhomToCall()}
    return render(request, "support/deadline/deadlines.html", context)


def _asked(request: Request) -> HttpResponse:
    """The form alone."""
    return _page(request, AbsenceForm())


def _counted(request: Request) -> HttpResponse:
    """The deadlines under the form, or those to come as a calendar file. Sent as a form: no log has the days."""
    form = AbsenceForm(request.POST)
    if "calendar" not in request.POST or not form.is_valid():
        return _page(request, form)
    days = [one.on for one in form.deadlines() if one.on and one.on >= timezone.localdate()]
    name = _("deadlines")
    return ics.download(f"{name}.ics", ics.together(_entry(day) for day in days))


deadline_calculator = page_or_action(_asked, _counted)


def _entry(day: datetime.date) -> bytes:
    """In the morning of the day, or of the last working day before it. Others may see a calendar: it says no more."""
    on = day if is_working_day(day) else working_day_before(day)
    start = datetime.datetime.combine(on, AT, timezone.get_current_timezone())
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    return ics.event(
        str(uuid.uuid4()), 0, "REQUEST", start, MINUTES, _("Check a deadline"), "", NOBODY, NOBODY, language
    )
