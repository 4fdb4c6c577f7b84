"""What has been told to me."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.models import Mail
from core.outbox import letter
from core.pages import paged
from core.redirects import safe_redirect
from core.request import Request
from core.views import action
from people.sign_in.letters import HOLDS_A_KEY


@require_safe
def notice_list(request: Request) -> HttpResponse:
    """All that has been told to me, also what went by mail. What a key lies in is not shown again."""
    page = paged(request, Mail.objects.visible_to(request.user).select_related("to"))
    rows = [{"mail": row, "letter": letter(row), "has_key": row.kind in HOLDS_A_KEY} for row in page]
    unread = Mail.objects.visible_to(request.user).unread().exists()
    return render(request, "people/notice/list.html", {"page": page, "rows": rows, "unread": unread})


@action
def notice_read(request: Request, pk: UUID) -> HttpResponse:
    """Mark a notice as read and go to what it is about."""
    row = get_object_or_404(Mail.objects.visible_to(request.user).select_related("to"), pk=pk)
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
    found = letter(row)
    return redirect(found.link) if found and found.link else safe_redirect(request, "notice_list")


@action
def notices_read(request: Request) -> HttpResponse:
    """Mark all as read."""
    Mail.objects.visible_to(request.user).unread().order_by().update(read_at=timezone.now())
    return redirect("notice_list")
