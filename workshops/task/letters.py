"""The letter of group work: somebody may read it now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.outbox import Ids, Letter, mail
from people.models import User
from workshops.models import GroupWork


def _handed_over(user: User, ids: Ids) -> GroupWork:
    """A group work while the reader may read it."""
    return GroupWork.objects.visible_to(user).select_related("owner").get(pk=ids["work"])


@mail("workshop_work_handed_over", about=_handed_over)
def _work_handed_over(user: User, work: GroupWork) -> Letter:
    text = _("%(name)s lets you read what groups have written in “%(title)s”.")
    return Letter(
        subject=_("Workshop: group work has been handed over to you"),
        body=text % {"name": work.owner.name, "title": work.title},
        link=work.get_absolute_url(),
    )
