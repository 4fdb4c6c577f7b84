"""Pages that everybody may read: the privacy notice and the accessibility statement."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core import retention

KEPT = [
    (_("An own assessment"), "assessment_unshared", _("from the last edit")),
    (
        _("A conversation: notes, agreements, follow-ups and memo"),
        "conversation",
        _("from the end of the conversation"),
    ),
    (
        _("A conversation in which nothing happens"),
        "conversation_silent_closes",
        _("then it ends by itself, after a notice"),
    ),
    (_("What a group writes in a live room; marks and phones are deleted a day after it"), "room", _("from closing")),
    (_("A workshop’s programme with its files"), "workshop", _("from its day")),
    (_("Who had signed up for a workshop"), "workshop_sign_ups", _("from its day")),
    (_("Who was in a workshop"), "workshop_presence", _("from its day")),
    (_("Who has read what"), "access_log", _("from the reading")),
    (_("When you have signed in"), "sign_in_log", _("from signing in")),
    (_("Messages in the application"), "mail", _("from sending")),
]


@dataclass(frozen=True)
class Kept:
    """One row of the table: what, for how long, counted from when."""

    what: str
    period: str
    since: str


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Who sees what, for how long, on what ground, and what a person may ask for."""
    kept = [Kept(str(what), retention.period(name).words, str(since)) for what, name, since in KEPT]
    context = {"kept": kept, "backups": retention.period("backups").days, "contact": settings.PRIVACY_CONTACT}
    return render(request, "people/privacy.html", context)


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (Act 306/2019): what is met, what is not proven, and where to write."""
    return render(request, "people/accessibility.html", {"contact": settings.ACCESSIBILITY_CONTACT})
