"""Three things to try as each person of the demo, on their start page until they close it. Exists only in the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from core.views import action

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from core.request import Request

CLOSED = "demo_tour_closed"  # in the session: whoever signs in again sees it again

_OWN = (_("Mark how your work is going. Nobody sees it until you share it."), "assessment")
_TALKS = (_("Open a conversation, prepare it and hold it."), "conversation_list")
_TEAM = (_("See whose turn it is in your team, and offer everybody a time."), "team")
_PRACTICE = (_("Practise a hard conversation with an invented employee."), "practice")
_CO_OPERATION = (
    _("Read the paper for co-operation: purposes, forbidden uses, lists of data and logs, periods."),
    "papers",
)

# User name → what to try, and the name of the page
TOUR: dict[str, tuple[tuple[str | Promise, str], ...]] = {
    "aino": (_OWN, _TALKS, (_("See who has read your data."), "access_list")),
    "matti": (_TEAM, _TALKS, _PRACTICE),
    "sari": (
        (_("Look at HR’s desk: what waits, and the next days."), "desk"),
        (_("Walk through taking into use, and print the launch letter."), "launch"),
        (_("See what HR sees of conversations: figures, and no text."), "figures"),
    ),
    "johanna": (_OWN, _TALKS, (_("Print the four questions on paper."), "papers")),
    "pekka": (_TEAM, (_("Hold a follow-up: how does each agreement stand?"), "conversation_list"), _PRACTICE),
    "leena": (
        (_("See your own team, and that no conversation of other supervisors opens."), "team"),
        (_("Find on the support path whom to call."), "support_path"),
        _PRACTICE,
    ),
    "timo": (
        (_("See that you find only the conversations that you hold yourself."), "conversation_list"),
        (_("Find on the support path whom to call."), "support_path"),
        _PRACTICE,
    ),
    "otto": (
        (_("Open the Verme group that you lead, and plan a meeting."), "verme"),
        (_("Choose a method for the next meeting."), "method_list"),
        (_("See your meetings in the calendar."), "verme_calendar"),
    ),
    "liisa": (
        (_("See what people ask about their own data."), "officer"),
        (_("Read the record of processing."), "processing_record"),
        (_("See what has been deleted, and when."), "disposal_log"),
    ),
    "raija": (_CO_OPERATION, (_("Read the memo that Aino lets you read for two weeks."), "openings"), _OWN),
    "ilkka": (_CO_OPERATION, (_("Read the notice of load that Ville has sent to you, too."), "load_write"), _OWN),
    "mikael": (
        (_("See how the site is doing."), "site_status"),
        (_("Keep the people and their sign-in."), "person_list"),
        (_("See that no conversation is found here."), "conversation_list"),
    ),
}


def tour_of(request: Request) -> tuple[tuple[str | Promise, str], ...]:
    """What the start page shows; nothing outside the demo, or once it is closed."""
    if not settings.DEMO or request.session.get(CLOSED):
        return ()
    return TOUR.get(request.user.username, ())


@action
def demo_tour_close(request: Request) -> HttpResponse:
    """Not shown again before the next sign-in."""
    if not settings.DEMO:
        raise Http404
    request.session[CLOSED] = True
    return redirect("home")
