"""What happens around a session: planning, moving, cancelling, ideas, the kooste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from core.outbox import send
from verme.models import Attendance, Group, Idea, IdeaVote, Kooste, Membership, Mentoring, Poll, PollOption, Session

if TYPE_CHECKING:
    from people.models import User


class NotBegun(Exception):
    """Nothing can be summed up before the session."""


def everybody(group: Group) -> list[User]:
    """The live members and mentors, by name."""
    members = Membership.objects.live().filter(group=group).select_related("person")
    mentors = Mentoring.objects.live().filter(group=group).select_related("person")
    found = {row.person_id: row.person for row in members} | {row.person_id: row.person for row in mentors}
    return sorted(found.values(), key=lambda person: (person.sort_key, str(person.pk)))


def tell(session: Session, kind: str = "verme_session") -> None:
    """A letter with the calendar entry to everybody in the group."""
    for person in everybody(session.group):
        send(kind, to=person, session=session.pk)


def plan(session: Session) -> Session:
    """A new session."""
    session.save()
    tell(session)
    return session


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


def choose(poll: Poll, option: PollOption, *, minutes: int) -> Session:
    """The time is chosen: the poll closes and the session is planned."""
    poll.closed_at = timezone.now()
    poll.save(update_fields=["closed_at"])
    return plan(Session(group=poll.group, starts_at=option.starts_at, minutes=minutes, place=option.place))


def mark(session: Session, person: User, *, present: bool) -> None:
    """One tap: present or not."""
    if present:
        names = {"name": person.list_name, "sort_key": person.sort_key}
        Attendance.objects.get_or_create(session=session, person=person, defaults=names)
    else:
        Attendance.objects.filter(session=session, person=person).delete()


def ask(idea: Idea) -> None:
    """The group is asked whether the idea goes to HR."""
    idea.state, idea.created_at, idea.day = Idea.State.ASKED, timezone.now(), timezone.localdate()
    idea.save(update_fields=["state", "created_at", "day"])


def vote(idea: Idea, *, by: User, yes: bool) -> None:
    """A member's yes, or taking it back. The session is locked by the caller: the last yes approves the idea."""
    if idea.state != Idea.State.ASKED:
        return
    if yes:
        IdeaVote.objects.get_or_create(idea=idea, person=by)
    else:
        IdeaVote.objects.filter(idea=idea, person=by).delete()
    settle(idea)


def settle(idea: Idea) -> None:
    """What every live member has said yes to is copied out of the sealed text, to go into the kooste."""
    if idea.state == Idea.State.ASKED and idea.all_say_yes():
        idea.passed_on = idea.text.open_as_system("every member has approved that the idea goes to HR")
        idea.state = Idea.State.APPROVED
        idea.save(update_fields=["passed_on", "state"])


def drop(idea: Idea) -> None:
    """The idea stays in the group. One that has gone into a kooste already has left it."""
    if idea.state == Idea.State.ASKED:
        idea.state = Idea.State.DROPPED
        idea.save(update_fields=["state"])


def built(session: Session, *, by: User) -> Kooste:
    """The kooste as it would be now, from the four fields; not saved."""
    if not session.has_begun:
        raise NotBegun
    return Kooste(
        session=session,
        approved_by=by,
        approved_by_name=by.name,
        present=list(session.attendances.values_list("name", flat=True)),
        theme=session.theme,
        ideas=list(session.ideas.filter(state=Idea.State.APPROVED).values_list("passed_on", flat=True)),
    )


def approve(session: Session, *, by: User) -> Kooste:
    """The mentor approves: HR may read it. Approving again replaces it."""
    kooste = built(session, by=by)
    earlier = Kooste.objects.filter(session=session).first()
    if earlier:
        kooste.pk = earlier.pk
        kooste._state.adding = False
    kooste.save()
    return kooste
