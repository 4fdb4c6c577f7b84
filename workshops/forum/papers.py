"""A forum's papers: the agenda of a meeting, the structure as a tree, and the coming meetings for a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from core import ics, organisation, pdf
from core.papers import paper, pdf_response
from workshops.forum import calendar
from workshops.forum.models import forum_tree
from workshops.models import Forum, ForumMeeting

if TYPE_CHECKING:
    from core.request import Request

MOST = 30  # meetings into a calendar at once


def _paper(request: Request, template: str, name: str, **context: Any) -> HttpResponse:
    language = (get_language() or "fi")[:2]
    context |= {"EMPLOYER_NAME": organisation.current().name, "today": timezone.localdate()}
    return pdf_response(pdf.render(template, context, language, request), name, language)


@paper
def forum_meeting_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The agenda (asialista), with the decisions once there are some."""
    rows = ForumMeeting.objects.visible_to(request.user).select_related("forum__unit", "forum__chair")
    meeting: Any = get_object_or_404(rows, pk=pk)
    name = f"asialista-{timezone.localtime(meeting.starts_at):%Y-%m-%d}"
    return _paper(
        request,
        "workshops/forum/pdf_meeting.html",
        name,
        meeting=meeting,
        forum=meeting.forum,
        items=meeting.items_with_times(),
    )


@paper
def forum_tree_pdf(request: Request) -> HttpResponse:
    """The structure as its reader sees it."""
    branches = forum_tree(Forum.objects.visible_to(request.user).select_related("unit", "chair"))
    return _paper(request, "workshops/forum/pdf_tree.html", "foorumit", branches=branches)


@require_GET
def forum_calendar(request: Request, pk: UUID) -> HttpResponse:
    """The coming meetings of a forum."""
    forum = get_object_or_404(Forum.objects.visible_to(request.user), pk=pk)
    rows = ForumMeeting.objects.visible_to(request.user).filter(forum=forum, starts_at__gte=timezone.now())
    meetings = rows.order_by("starts_at").select_related("forum").prefetch_related("items")[:MOST]
    return ics.download("kokoukset.ics", calendar.forum_entries(meetings, request.user))
