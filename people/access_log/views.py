"""Who has read my data."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.models import AccessLog
from core.pages import paged
from core.request import Request
from people.access_log.labels import OTHER, ROLES, item_labels
from people.models import User


@require_safe
def access_list(request: Request) -> HttpResponse:
    """Who has read my data: date, what, in which role, and the name where the reader is a party to it."""
    page = paged(request, AccessLog.objects.visible_to(request.user))
    readers = User.objects.visible_to(request.user).in_bulk({row.reader_id for row in page if row.party})
    what = item_labels(page, request.user)
    rows = [
        {
            "day": row.day,
            "what": what[row.item],
            "role": ROLES.get(row.reader_role, OTHER),
            "name": readers[row.reader_id].name if row.reader_id in readers and row.party else "",
        }
        for row in page
    ]
    return render(request, "people/access_log/list.html", {"page": page, "rows": rows})
