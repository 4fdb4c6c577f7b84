"""One's own matters: account, sessions, sign-ins, who has read, notices."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.models import AccessLog, Mail
from core.outbox import letter
from core.redirects import safe_redirect
from core.request import Request
from core.views import action
from people import actions, reads
from people.mails import HOLDS_A_KEY
from people.models import SignIn, User
from people.views import paged


@require_safe
def account_settings(request: Request) -> HttpResponse:
    """My account: who I am here, my language, my sign-in."""
    context = {
        "supervisor": request.user.supervisor,
        "second_step": is_mfa_enabled(request.user, [Authenticator.Type.TOTP]),
        "last_sign_in": SignIn.objects.visible_to(request.user).first(),
        "unread": Mail.objects.visible_to(request.user).unread().count(),
        "languages": [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")],
        "default_language": settings.LANGUAGE_CODE,
    }
    return render(request, "people/account.html", context)


@action
def session_end(request: Request, pk: int) -> HttpResponse:
    """Sign out one other browser."""
    actions.end_session(pk=pk, by=request.user)
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")


@require_safe
def sign_in_list(request: Request) -> HttpResponse:
    """When and how I have signed in."""
    return render(request, "people/sign_ins.html", {"page": paged(request, SignIn.objects.visible_to(request.user))})


@require_safe
def access_list(request: Request) -> HttpResponse:
    """Who has read my data: date, what, in which role, and the name where the reader is a party to it."""
    page = paged(request, AccessLog.objects.visible_to(request.user))
    readers = User.objects.visible_to(request.user).in_bulk({row.reader_id for row in page if row.party})
    what = reads.told(page, request.user)
    rows = [
        {
            "day": row.day,
            "what": what[row.item],
            "role": reads.ROLES.get(row.reader_role, reads.OTHER),
            "name": readers[row.reader_id].name if row.reader_id in readers and row.party else "",
        }
        for row in page
    ]
    return render(request, "people/readers.html", {"page": page, "rows": rows})


@require_safe
def notice_list(request: Request) -> HttpResponse:
    """All that has been told to me, also what went by mail. What a key lies in is not shown again."""
    page = paged(request, Mail.objects.visible_to(request.user).select_related("to"))
    rows = [{"mail": row, "letter": letter(row), "has_key": row.kind in HOLDS_A_KEY} for row in page]
    unread = Mail.objects.visible_to(request.user).unread().exists()
    return render(request, "people/notices.html", {"page": page, "rows": rows, "unread": unread})


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
