"""Calendar entries: one uid for each thing, a sequence that grows when it moves, neutral words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from core import ics, organisation
from verme.models import SeasonEvent, SeminarDay, Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from people.models import User

Row = Session | SeasonEvent | SeminarDay


def uid(row: Row) -> str:
    """What tells an entry from others, for as long as it lives."""
    part = {Session: "", SeasonEvent: "event-", SeminarDay: "seminar-"}[type(row)]
    return f"verme-{part}{row.pk}@varhainen-tuki"


def take_away(rows: QuerySet) -> list[list[str | int]]:
    """Entries that leave one person's calendar, for the letter that takes them away; the rows are locked meanwhile.

    The sequence grows by two: once for this letter, and once more, so that whoever comes again gets a newer entry.
    """
    found = list(rows.select_for_update(of=("self",)).order_by("starts_at", "pk"))
    for row in found:
        type(row)._default_manager.filter(pk=row.pk).update(calendar_sequence=F("calendar_sequence") + 2)
    return [ics.Freed(uid(row), row.calendar_sequence + 1, row.starts_at, row.minutes).kept() for row in found]


def freed(kept: Iterable[list[str | int]], user: User, summary: str) -> list[bytes]:
    """The entries that go, from what their letter keeps."""
    return [
        ics.event(
            uid=one.uid,
            sequence=one.sequence,
            method="CANCEL",
            start=one.starts_at,
            minutes=one.minutes,
            summary=summary,
            place="",
            organizer=ics.Organizer(organisation.current().name, settings.DEFAULT_FROM_EMAIL),
            attendee=user,
            language=user.language,
        )
        for one in map(ics.Freed.read, kept)
    ]


def entry(session: Session, user: User) -> bytes:
    """For one person's calendar; a cancelled session takes its entry away."""
    return ics.event(
        uid=uid(session),
        sequence=session.calendar_sequence,
        method="CANCEL" if session.state == Session.State.CANCELLED else "REQUEST",
        start=session.starts_at,
        minutes=session.minutes,
        summary=_("Verme"),
        place=session.place,
        organizer=ics.Organizer(organisation.current().name, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=user.language,
    )


def event_entry(event: SeasonEvent, user: User) -> bytes:
    """A joint event; cancelled, its entry goes away."""
    return ics.event(
        uid=uid(event),
        sequence=event.calendar_sequence,
        method="CANCEL" if event.state == SeasonEvent.State.CANCELLED else "REQUEST",
        start=event.starts_at,
        minutes=event.minutes,
        summary=_("Verme"),
        place=event.place,
        organizer=ics.Organizer(organisation.current().name, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=user.language,
    )


def seminar_entry(day: SeminarDay, user: User) -> bytes:
    """One day of a seminar."""
    return ics.event(
        uid=uid(day),
        sequence=day.calendar_sequence,
        method="REQUEST",
        start=day.starts_at,
        minutes=day.minutes,
        summary=_("Training"),
        place=day.seminar.place,
        organizer=ics.Organizer(organisation.current().name, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=user.language,
    )
