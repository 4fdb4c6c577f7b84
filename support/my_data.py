"""What of near-support's tables a person's own export holds."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.my_data.tellings import group, tell
from support.models import Contact, HelpRequest, LoadNotice, Measure, NearSupporter

MEETING = {"meets_at": _("time agreed"), "meets_minutes": _("length in minutes"), "meets_place": _("place")}


def declare() -> None:
    """Once every app is known."""
    group(
        "help",
        _("Requests for help to HR"),
        purpose=_("whoever needs HR’s help gets it in time"),
        seen_by=_("you and HR"),
        period="help_request",
        since=_("from closing it"),
        order=50,
    )
    tell(
        HelpRequest,
        "help",
        _("Requests for help to HR"),
        whose=lambda user: Q(by=user),
        words={"owner": _("who sees to it"), "way": _("how you wanted the answer"), **MEETING},
        counted=True,
    )
    tell(Measure, "help", _("Measures that you suggested"), whose=lambda user: Q(suggested_by=user, state="proposed"))
    group(
        "load",
        _("Notices of load"),
        purpose=_("the employer learns of strain and acts on it"),
        seen_by=_("you, your supervisor, and a representative if you have chosen one"),
        period="load_notice",
        since=_("from closing the notice"),
        order=51,
    )
    tell(
        LoadNotice,
        "load",
        _("Notices of load"),
        whose=lambda user: Q(by=user),
        words={"representative": _("representative"), "text": _("what loads"), "due_on": _("answer asked by")},
        counted=True,
    )
    tell(
        NearSupporter,
        "help",
        _("Units whose near-support person you are"),
        whose=lambda user: Q(person=user),
        words={"phone": _("telephone"), "named_at": _("named")},
    )
    tell(
        Contact,
        "help",
        _("Whom to call: you"),
        whose=lambda user: Q(person=user),
        words={"phone": _("telephone"), "link": _("Address for booking a time")},
    )
