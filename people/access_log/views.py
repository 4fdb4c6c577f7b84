"""Who has read my data."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.models import AccessLog
from core.pages import paged
from core.request import Request
from people.access_log.labels import OTHER, ROLES, item_labels
from people.models import User


def shown(found: Iterable[AccessLog], user: User) -> list[dict[str, Any]]:
    """The rows in words: date, what and how many, in which role, and the name where the reader is a party to it."""
    found = list(found)
    readers = User.objects.visible_to(user).in_bulk({row.reader_id for row in found if row.party})
    what = item_labels(found, user)
    alike = Counter(
        (
            row.day,
            what[row.item],
            str(ROLES.get(row.reader_role, OTHER)),
            readers[row.reader_id].name if row.reader_id in readers and row.party else "",
        )
        for row in found
    )
    return [
        {"day": day, "what": words, "count": count, "role": role, "name": name}
        for (day, words, role, name), count in alike.items()
    ]


@require_safe
def access_list(request: Request) -> HttpResponse:
    """Who has read my data."""
    page = paged(request, AccessLog.objects.visible_to(request.user))
    rows = shown(page, request.user)
    return render(request, "people/access_log/list.html", {"page": page, "rows": rows})
