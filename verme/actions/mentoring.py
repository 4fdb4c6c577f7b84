"""Naming mentors for groups, and letting them go."""

from __future__ import annotations

from core.outbox import send
from verme.models import Group, Mentor, Mentoring


def name(group: Group, mentor: Mentor, *, substitute: bool = False) -> Mentoring:
    """The mentor leads the group from today on; told at once when the group is confirmed already. Twice is once."""
    mentoring, new = Mentoring.objects.get_or_create(
        group=group, person=mentor.person, ends_on=None, defaults={"substitute": substitute}
    )
    if new and group.state == Group.State.CONFIRMED:
        send("verme_group_confirmed", to=mentor.person, group=group.pk)
        for membership in group.memberships.live().select_related("person"):
            send("verme_mentor_changed", to=membership.person, group=group.pk)
    return mentoring


def stop(mentoring: Mentoring) -> None:
    """The mentor leads no more, and is told."""
    if mentoring.ends_on is None:
        mentoring.end()
        send("verme_mentoring_ended", to=mentoring.person, group=mentoring.group_id)
