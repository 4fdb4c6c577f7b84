"""Ideas that a group may pass on to HR, once every member has said yes."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records import Data
from people.desk.handled import Answered
from verme.group.models import Membership
from verme.newcomer.models import TextConsent, reads
from verme.session.models import Session
from verme.text.models import InGroup

if TYPE_CHECKING:
    from people.models import User


class GroupIdeaQuerySet(models.QuerySet["Idea"]):
    """Named sets of ideas."""

    def readable_by(self, user: User) -> Self:
        """As the group's other texts; what somebody still writes is theirs alone."""
        inside = self.filter(reads(user, "group_id", "begun_at"))
        return inside.filter(~Q(state=Idea.State.DRAFT) | Q(by=user))

    def put(self) -> Self:
        """Put to the group: drafts are not."""
        return self.exclude(state=Idea.State.DRAFT)

    def handled_by(self, user: User) -> Self:
        """What HR has been given: approved by everybody, in a summary that the mentor has approved."""
        return self.exclude(arrived_at=None) if user.is_hr else self.none()

    def answered(self) -> Self:
        """What HR has answered."""
        return self.exclude(answered_at=None)

    def with_votes(self, user: User) -> Self:
        """Adds ``mine``: whether this user's is among them. How many there are, nobody is told."""
        return self.annotate(mine=Exists(IdeaVote.objects.filter(idea=OuterRef("pk"), person=user)))

    def approved_by_all(self) -> Self:
        """Every member who has a vote has said yes. Silence is no yes, and a group without members approves nothing."""
        yes = IdeaVote.objects.filter(idea=OuterRef(OuterRef("pk")), person=OuterRef("person"))
        return self.filter(Exists(_members_asked()), ~Exists(_members_asked().filter(~Exists(yes))))


def _members_asked() -> models.QuerySet[Membership]:
    """Inside a query of ideas: the live members who decide about one, so no newcomer to whom it is closed."""
    let_in = TextConsent.objects.filter(
        group=OuterRef("group"), giver=OuterRef(OuterRef("by")), newcomer=OuterRef("person")
    )
    by_then = Q(came_at=None) | Q(came_at__lte=OuterRef("begun_at"))
    open_to = by_then | Q(person=OuterRef("by")) | Q(Exists(let_in))
    return Membership.objects.live().filter(open_to, group=OuterRef("group"))


class Idea(InGroup, Answered):
    """Something that the group might pass on. It goes onward only when every live member who reads it has said yes.

    Once approved its words are copied plain into ``passed_on`` (P2), which the kooste shows to HR. HR's answer comes
    back to the group.
    """

    record = replace(
        Session.record,
        data=Data.CONFIDENTIAL,
        readers="its writer alone while they write it; then the live members and mentor; HR once all have approved it",
        kept=("verme_texts",),
        sealed=("text",),
    )

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", _("being written")
        ASKED = "asked", _("waits for everybody’s yes")
        APPROVED = "approved", _("approved by all")
        DROPPED = "dropped", _("stays in the group")

    session = models.ForeignKey(Session, models.CASCADE, related_name="ideas")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    passed_on = models.TextField(blank=True)
    arrived_at = models.DateTimeField(null=True)  # at HR, with the summary
    created_at = models.DateTimeField(default=timezone.now)
    objects: GroupIdeaQuerySet = GroupIdeaQuerySet.as_manager()  # type: ignore[assignment, misc]

    mine: bool  # annotated by `with_votes`

    class Meta:
        """As they came; each person writes one at a time in a session."""

        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["session", "by"], condition=Q(state="draft"), name="idea_draft_once")
        ]
        indexes = [models.Index(fields=["handling", "due_on"], name="verme_idea_inbox")]

    def __str__(self) -> str:
        return f"idea {self.pk}"

    def all_say_yes(self) -> bool:
        """Whether the group has approved it."""
        return Idea.objects.filter(pk=self.pk).approved_by_all().exists()


class IdeaVote(models.Model):
    """A member's yes to passing an idea on."""

    record = replace(Idea.record, data=Data.PROCESS, readers="the member alone", sealed=())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        """One for each member."""

        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="idea_vote_once")]

    def __str__(self) -> str:
        return f"yes to {self.idea_id}"
