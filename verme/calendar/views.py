"""The calendar of Verme: a month's page, and what a calendar program fetches at a person's own address."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from core import ics
from core.views import action
from rooms import guessing
from verme.calendar import actions as addresses
from verme.calendar.models import WrongSecret
from verme.calendar.month import Entry, entries, first_day, month_of
from verme.models import CalendarAddress

if TYPE_CHECKING:
    from core.request import Request
    from people.models import User

BACK, AHEAD = datetime.timedelta(days=60), datetime.timedelta(days=400)
GUESSED = "verme-calendar"


@require_GET
def verme_calendar(request: Request) -> HttpResponse:
    """A month of Verme, and the address for one's own calendar program."""
    month = month_of(request.user, first_day(request.GET.get("month", "")))
    mine = CalendarAddress.objects.of(request.user)
    context = {"month": month, "address": mine.live().first(), "may_have": CalendarAddress.may_have(request.user)}
    return render(request, "verme/calendar/month.html", context)


@action
def verme_calendar_address(request: Request) -> HttpResponse:
    """Make an address, or a new one in the place of the old."""
    if not CalendarAddress.may_have(request.user):
        raise Http404
    addresses.make(by=request.user)
    messages.success(request, _("The address is ready. Copy it into your calendar program."))
    return redirect("verme_calendar")


@action
def verme_calendar_address_remove(request: Request) -> HttpResponse:
    """Take it out of use."""
    addresses.take_away(by=request.user)
    messages.success(request, _("The address opens nothing any more."))
    return redirect("verme_calendar")


@login_not_required
@never_cache
@require_safe
def verme_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """For a calendar program, whoever may be signed in: the right is asked for at each fetch."""
    if guessing.is_refused(request, GUESSED):
        return HttpResponse(status=429, headers={"Retry-After": str(guessing.PERIOD)})
    try:
        found = CalendarAddress.objects.by_secret(secret).live().select_related("person").first()
    except WrongSecret:
        guessing.failed(request, GUESSED)
        raise Http404 from None
    if found is None:
        raise Http404
    return HttpResponse(_fetched(found.person), content_type=f"{ics.TYPE}; charset=utf-8")


def _fetched(person: User) -> bytes:
    today = timezone.localdate()
    with translation.override(person.language):
        rows = entries(person, today - BACK, today + AHEAD)
        return ics.subscription("Verme", [_told(row, is_hr=person.is_hr) for row in rows], person.language)


def _told(entry: Entry, *, is_hr: bool) -> ics.Told:
    """A member's entries say no more than their invitations do, since others may see a calendar."""
    title = f"Verme: {entry.title}" if is_hr else "Verme"
    return ics.Told(entry.uid, entry.sequence, entry.at or entry.day, entry.minutes, title, entry.place)
