"""What happens around a session: planning, moving, cancelling, attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.outbox import send
from verme.calendar import entries as calendar
from verme.group.models import everybody
from verme.models import Attendance, Group, Session

if TYPE_CHECKING:
    from people.models import User


def taken_from(group: Group, person: User) -> list[list[str | int]]:
    """The coming meetings leave the calendar of whoever is out of the group altogether; for the letter that says so."""
    if person in everybody(group):
        return []
    return calendar.take_away(Session.objects.coming().filter(group=group))


def coming(group: Group) -> list[str]:
    """The meetings ahead, for the letter of whoever comes into a group that is going on."""
    return [str(pk) for pk in Session.objects.coming().filter(group=group).values_list("pk", flat=True)]


def tell(session: Session, kind: str = "verme_session") -> None:
    """A letter with the calendar entry to everybody in the group."""
    for person in everybody(session.group):
        send(kind, to=person, session=session.pk)


def plan(session: Session) -> Session:
    """A new session."""
    session.save()
    tell(session)
    return session


def plan_term(sessions: list[Session]) -> list[Session]:
    """New meetings; one letter tells everybody of all of them."""
    if len(sessions) == 1:
        return [plan(sessions[0])]
    for session in sessions:
        session.save()
    for person in everybody(sessions[0].group):
        send("verme_term", to=person, sessions=[str(session.pk) for session in sessions])
    return sessions


def change(session: Session, *, moved: bool) -> None:
    """Save a session; a new time, length or place updates everybody's calendar entry."""
    if moved:
        session.calendar_sequence += 1
    session.save()
    if moved:
        tell(session)


def cancel(session: Session) -> None:
    """The session is not held; the calendar entries go. Twice is once."""
    if session.state == Session.State.PLANNED:
        session.state = Session.State.CANCELLED
        session.calendar_sequence += 1
        session.save(update_fields=["state", "calendar_sequence"])
        tell(session, "verme_session_cancelled")


def mark_all(session: Session) -> None:
    """Everybody of the group is present; those who are not are taken away one by one."""
    for person in everybody(session.group):
        mark(session, person, present=True)


def mark(session: Session, person: User, *, present: bool) -> None:
    """One tap: present or not."""
    if present:
        names = {"name": person.list_name, "sort_key": person.sort_key}
        Attendance.objects.get_or_create(session=session, person=person, defaults=names)
    else:
        Attendance.objects.filter(session=session, person=person).delete()
