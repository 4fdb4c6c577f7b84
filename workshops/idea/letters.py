"""The letter of an idea that has been to HR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Ids, Letter, mail
from workshops.models import Idea

if TYPE_CHECKING:
    from people.models import User


def _answered(user: User, ids: Ids) -> Idea:
    """An answered idea that the reader has sent."""
    return Idea.objects.sent_by(user).exclude(answered_at=None).defer("text").get(pk=ids["idea"])


@mail("workshop_idea_answered", about=_answered)
def _idea_answered(user: User, idea: Idea) -> Letter:
    text = _("HR has answered an idea that you sent from “%(title)s”. Tell the group as well.")
    return Letter(
        subject=_("HR has answered a group’s idea"),
        body=text % {"title": idea.work_title},
        link=reverse("idea_list"),
    )
