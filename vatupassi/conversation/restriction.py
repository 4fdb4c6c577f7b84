"""While an employee's data is restricted, their conversations are read by the two of them and written by nobody.

The rule stands in the model (`Conversation.is_restricted`, asked by `touch`, through which every change goes). Here is
who is told, and what somebody gets who was writing when it began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.shortcuts import render

from vatupassi.conversation.notifications import tell
from vatupassi.models import Conversation, Restricted, Side

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from people.models import User

LOCKED = 423
NOT_WRITTEN = {"csrfmiddlewaretoken", "id", "go", "next"}


def tell_and_renew(person: User) -> None:
    """It has begun or ended: open pages look anew, and each of the two hears it once, whatever they have together."""
    Conversation.objects.filter(employee=person).update(revision=F("revision") + 1)
    kind = "restricted" if person.restricted_since else "restriction_over"
    told: set[UUID] = set()
    going_on = Conversation.objects.filter(employee=person, closed_on=None)
    for conversation in going_on.select_related("employee", "supervisor"):
        for side in Side:
            someone = conversation.person(side)
            if someone and someone.pk not in told:
                told.add(someone.pk)
                tell(conversation, side, kind)


def _is_written(name: str, text: str) -> bool:
    """Whether a field that was sent is somebody's words, not a choice or a number: one word only where texts are."""
    text = text.strip()
    return bool(text) and name not in NOT_WRITTEN and (" " in text or name.startswith("text"))


def keep_text(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: whoever writes where it has just become restricted is told so, and gets what they wrote back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Restricted):
            return None
        written = [text.strip() for name, texts in request.POST.lists() for text in texts if _is_written(name, text)]
        return render(request, "vatupassi/conversation/restricted.html", {"written": written}, status=LOCKED)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
