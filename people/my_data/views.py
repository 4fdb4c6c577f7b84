"""Everything about me: what there is, who has read it, and a copy of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import organisation, retention
from core.models import AccessLog
from core.papers import pdf_response
from core.views import action
from people.access_log.views import shown
from people.models import MyDataExport, RightsRequest, User
from people.my_data.asides import asides
from people.my_data.gather import counts
from people.my_data.jobs import make_my_data
from people.rights.rules import ombudsman, rights

if TYPE_CHECKING:
    from core.request import Request

LOOK_AGAIN = 2  # seconds between two looks at an export that is being made
LATEST_READS = 5


@dataclass(frozen=True)
class Kept:
    """One row of the table: what there is of me, how many, who sees it, until when."""

    title: str
    count: int
    readers: str
    deleted: str


def _kept(user: User) -> list[Kept]:
    rows = []
    for group, count in counts(user):
        if count:
            period = f"{retention.period(group.period).words} " if group.period else ""
            rows.append(Kept(str(group.title), count, str(group.seen_by), f"{period}{group.since}{group.besides()}"))
    return rows


def _export(user: User) -> MyDataExport | None:
    """One's own, as long as its day lasts."""
    found = MyDataExport.objects.visible_to(user).defer("json", "pdf").first()
    return found if found and found.until > timezone.now() else None


@require_safe
def my_data(request: Request) -> HttpResponse:
    """What is kept of me, who has read it, and how I get a copy."""
    export = _export(request.user)
    reads = AccessLog.objects.visible_to(request.user)
    context = {
        "export": export,
        "kept": _kept(request.user),
        "reads": shown(list(reads[:LATEST_READS]), request.user),
        "contact": organisation.current().privacy_contact,
        "asides": asides(request),
        "rights": rights(),
        "ombudsman": ombudsman(),
        "requests": RightsRequest.objects.asked_by(request.user).defer("text", "answer"),
        "officers": User.objects.visible_to(request.user).data_protection_officers(),
    }
    response = render(request, "people/my_data/page.html", context)
    if export and export.is_going_on:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


@action
def my_data_make(request: Request) -> HttpResponse:
    """Have a copy made. While one is being made, a second click changes nothing."""
    request.user.wait_for_turn()
    export = _export(request.user)
    if export is None or not export.is_going_on:
        MyDataExport.objects.editable_by(request.user).delete()
        made = MyDataExport.objects.create(owner=request.user, language=(get_language() or "fi")[:2])
        make_my_data.enqueue(str(made.pk))
    return redirect("my_data")


@action
def my_data_delete(request: Request) -> HttpResponse:
    """Away with the copy before its day is over."""
    if MyDataExport.objects.editable_by(request.user).delete()[0]:
        messages.success(request, _("The copy is deleted. Your data is as it was."))
    return redirect("my_data")


def _ready(request: Request) -> MyDataExport:
    found = MyDataExport.objects.visible_to(request.user).filter(state=MyDataExport.State.READY).first()
    if found is None or found.until <= timezone.now():
        raise Http404
    return found


@require_safe
@reauthentication_required
@never_cache
def my_data_pdf(request: Request) -> HttpResponse:
    """To read."""
    found = _ready(request)
    return pdf_response(found.pdf.open(request.user), "omat-tiedot", found.language, attachment=True)


@require_safe
@reauthentication_required
@never_cache
def my_data_json(request: Request) -> HttpResponse:
    """For a program; docs/my-data.schema.json tells its shape."""
    response = HttpResponse(_ready(request).json.open(request.user), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="omat-tiedot.json"'
    return response
