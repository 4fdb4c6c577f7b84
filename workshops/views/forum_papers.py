"""A forum's papers: the agenda of a meeting, the structure as a tree, and the coming meetings for a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from core import pdf
from workshops import calendar
from workshops.models import Forum, ForumMeeting
from workshops.models.forums import tree

if TYPE_CHECKING:
    from core.request import Request

MOST = 30  # meetings into a calendar at once


def _paper(template: str, name: str, **context: Any) -> HttpResponse:
    language = (get_language() or "fi")[:2]
    context |= {"EMPLOYER_NAME": settings.EMPLOYER_NAME, "today": timezone.localdate()}
    response = HttpResponse(pdf.render(template, context, language), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Content-Language"] = language
    return response


@require_GET
def forum_meeting_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The agenda (asialista), with the decisions once there are some."""
    rows = ForumMeeting.objects.visible_to(request.user).select_related("forum__unit", "forum__chair")
    meeting: Any = get_object_or_404(rows, pk=pk)
    name = f"asialista-{timezone.localtime(meeting.starts_at):%Y-%m-%d}"
    return _paper("workshops/pdf/forum_meeting.html", name, meeting=meeting, forum=meeting.forum, items=meeting.timed())


@require_GET
def forum_tree_pdf(request: Request) -> HttpResponse:
    """The structure as its reader sees it."""
    branches = tree(Forum.objects.visible_to(request.user).select_related("unit", "chair"))
    return _paper("workshops/pdf/forums.html", "foorumit", branches=branches)


@require_GET
def forum_calendar(request: Request, pk: UUID) -> HttpResponse:
    """The coming meetings of a forum."""
    forum = get_object_or_404(Forum.objects.visible_to(request.user), pk=pk)
    rows = ForumMeeting.objects.visible_to(request.user).filter(forum=forum, starts_at__gte=timezone.now())
    meetings = rows.order_by("starts_at").select_related("forum").prefetch_related("items")[:MOST]
    response = HttpResponse(calendar.forum_entries(meetings, request.user), content_type="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="kokoukset.ics"'
    return response
