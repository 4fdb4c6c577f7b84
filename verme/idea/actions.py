"""An idea is put to the group; the last yes passes it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from verme.models import Idea, IdeaVote

if TYPE_CHECKING:
    from people.models import User


def ask(idea: Idea) -> None:
    """The group is asked whether the idea goes to HR."""
    idea.state, idea.created_at = Idea.State.ASKED, timezone.now()
    idea.begun_at = idea.created_at
    idea.save(update_fields=["state", "created_at", "begun_at"])


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
