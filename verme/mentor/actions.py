"""Naming mentors for groups, and letting them go."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.outbox import send
from core.texts.cleaning import short
from people.models import User
from verme.group.models import everybody
from verme.models import Group, Mentor, Mentoring, Season
from verme.newcomer.actions import introduce, require_another
from verme.session.actions import coming, taken_from


class Ended(Exception):
    """A group that has ended gets no mentor."""


@transaction.atomic
def name(group: Group, mentor: Mentor, *, by: User) -> Mentoring:
    """The mentor leads the group from now on; of a group that is going on as a substitute. Twice is once."""
    require_another(mentor.person, by=by)
    Season.objects.for_update().get(pk=group.season_id)  # the group is not confirmed, and does not end, meanwhile
    group.refresh_from_db(fields=["state"])
    if group.state == Group.State.ENDED:
        raise Ended
    came_at = timezone.now() if group.state == Group.State.CONFIRMED else None
    mentoring, new = Mentoring.objects.get_or_create(
        group=group, person=mentor.person, ends_on=None, defaults={"came_at": came_at}
    )
    if new and came_at:
        send("verme_group_confirmed", to=mentor.person, group=group.pk, coming=coming(group))
        introduce(group, mentor.person, by=by, kind="verme_mentor_changed")
    return mentoring


def register(person: User, *, by: User) -> Mentor:
    """The person is in the register of mentors. Twice is once."""
    require_another(person, by=by)
    return Mentor.objects.get_or_create(person=person, defaults={"role": short(person.title, 80)})[0]


def stop(mentoring: Mentoring, *, by: User) -> None:
    """The mentor leads no more, and is told by whom; in a group that is going on the others are told, too."""
    if mentoring.ends_on is not None:
        return
    mentoring.end()
    gone = taken_from(mentoring.group, mentoring.person)
    send("verme_mentoring_ended", to=mentoring.person, group=mentoring.group_id, freed=gone, by=by.pk)
    if mentoring.group.state == Group.State.CONFIRMED:
        for person in everybody(mentoring.group):
            if person != mentoring.person:
                ids = {"group": mentoring.group_id, "mentoring": mentoring.pk, "by": by.pk}
                send("verme_mentor_stopped", to=person, **ids)
