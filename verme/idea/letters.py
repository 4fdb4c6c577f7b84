"""The letter of an idea that has been to HR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.outbox import Ids, Letter, mail
from verme.models import Idea

if TYPE_CHECKING:
    from people.models import User


def _answered(user: User, ids: Ids) -> Idea:
    """An answered idea that the reader may read in the group."""
    rows = Idea.objects.readable_by(user).answered().defer("text").select_related("session", "group")
    return rows.get(pk=ids["idea"])


@mail("verme_idea_answered", about=_answered)
def _idea_answered(user: User, idea: Idea) -> Letter:
    text = _("HR has answered an idea of your Verme group “%(group)s”. The answer is on the meeting’s page.")
    return Letter(
        subject=_("Verme: HR has answered your group’s idea"),
        body=text % {"group": idea.group.name},
        link=f"{idea.session.get_absolute_url()}#ideas",
    )
