"""What near-support brings to HR's desk: requests for help, and measures that are suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, DateField, DateTimeField, F, Value, When
from django.db.models.functions import Coalesce, NullIf, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.formats import moment
from core.outbox import send
from people.desk import inbox
from people.desk.handled import Handling
from people.desk.inbox import Kind, Opened
from people.user.models import name_of
from support.models import HelpRequest, Measure

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from people.desk.inbox import Entry
    from people.models import User

HELPING: dict[Handling, str | Promise] = {
    Handling.NEW: pgettext_lazy("a request", "has come"),
    Handling.LOOKING: pgettext_lazy("an idea at HR", "being looked into"),
    Handling.DONE: pgettext_lazy("a request", "answered"),
}


def _requests(user: User) -> QuerySet[Any]:
    """The kind, never what is asked or who asks: that is shown, and written down, when it is opened."""
    waits, owned = {"answered_at": None, "closed_on": None}, {"owner__isnull": False}
    meets = {"meets_at__gt": timezone.now(), "closed_on": None}
    state = Case(
        When(**meets, then=Value(Handling.LOOKING.value)),
        When(**waits, **owned, then=Value(Handling.LOOKING.value)),
        When(**waits, then=Value(Handling.NEW.value)),
        default=Value(Handling.DONE.value),
        output_field=CharField(),
    )
    return HelpRequest.objects.answerable_by(user).annotate(
        what=F("kind"),
        of=inbox.words(),
        day=Case(When(**meets, then=F("meets_at")), default=Value(None), output_field=DateTimeField()),
        stage=state,
        seen_to_by=F("owner_id"),
        came_at=F("asked_at"),
        due_by=Case(When(**meets, then=TruncDate("meets_at")), default=F("due_on"), output_field=DateField()),
    )


def _request_title(entry: Entry) -> str:
    return str(HelpRequest.Kind(entry.what).label).capitalize()


def _request_state(entry: Entry) -> str:
    """A time ahead says more than how far HR has come."""
    return _("time agreed: %(when)s") % {"when": moment(entry.day)} if entry.day else ""


def _request_url(pk: UUID) -> str:
    return reverse("help_request", args=[pk])


def _measures(user: User) -> QuerySet[Any]:
    names = [NullIf(f"name_{language}", Value("")) for language in ("fi", "sv", "en")]
    return inbox.plain(Measure.objects.handled_by(user), came_at="created_at", what=Coalesce(*names, Value("")))


def tell_suggester(measure: Measure, by: User) -> None:
    """HR's answer, to who suggested it."""
    if measure.suggested_by:
        send("measure_answered", to=measure.suggested_by, measure=measure.pk)


def register() -> None:
    """Both kinds."""
    inbox.register(
        Kind(
            code="request",
            tab="2-requests",
            tab_label=gettext_lazy("Requests for help"),
            word=pgettext_lazy("in the inbox", "request for help"),
            rows=_requests,
            title=_request_title,
            states=HELPING,
            state_word=_request_state,
            url=_request_url,
        )
    )
    inbox.register(
        Kind(
            code="measure",
            tab="3-measures",
            tab_label=gettext_lazy("Suggested measures"),
            word=pgettext_lazy("in the inbox", "suggested measure"),
            rows=_measures,
            title=lambda entry: entry.what,
            states=inbox.IDEA_STATES,
            found_in=F("found_as"),
            opened=Opened(
                find=lambda user: Measure.objects.handled_by(user).select_related("suggested_by"),
                text=lambda row, user: row.proposal,
                about=lambda row: _("Suggested by %(name)s") % {"name": name_of(row.suggested_by)},
                readers=gettext_lazy("HR and who suggested this; everybody once it is in the library."),
                to_whom=gettext_lazy("Answer to who suggested this"),
                links=lambda row: [(_("Take into the library"), reverse("measure_edit", args=[row.pk]))],
                tell=tell_suggester,
            ),
        )
    )
