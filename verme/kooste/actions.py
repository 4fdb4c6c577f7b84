"""Building the kooste, and the mentor's approval of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from people.desk.handled import due_by_then
from verme.models import Idea, Kooste, Session

if TYPE_CHECKING:
    from people.models import User


class NotBegun(Exception):
    """Nothing can be summed up before the session."""


def built(session: Session, *, by: User) -> Kooste:
    """The kooste as it would be now."""
    if not session.has_begun:
        raise NotBegun
    return Kooste.built(session, by=by)


def approve(session: Session, *, by: User) -> Kooste:
    """The mentor approves: HR may read it, and its ideas have come to HR. Approving again replaces it."""
    kooste = built(session, by=by)
    earlier = Kooste.objects.filter(session=session).first()
    if earlier:
        kooste.pk = earlier.pk
        kooste._state.adding = False
        kooste.owner_id, kooste.revision = earlier.owner_id, earlier.revision + 1  # to be read anew by the same one
    kooste.save()
    came = session.ideas.filter(state=Idea.State.APPROVED, arrived_at=None)
    came.update(arrived_at=timezone.now(), due_on=due_by_then())
    return kooste
