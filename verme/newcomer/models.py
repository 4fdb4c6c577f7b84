"""Newcomers: whoever comes into a group that is going on, as a member or as a mentor.

A newcomer sees the plan, the attendance and the rules in force. What was written before they came opens to them only
when its writer has agreed; silence keeps it closed (docs/decisions/0009-newcomers.md). One place says so for
substitutes, new mentors and late members alike.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from verme.group.models import Group, Membership, Mentoring

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from people.models import User


class TextConsentQuerySet(models.QuerySet["TextConsent"]):
    """Named sets of consents."""

    def editable_by(self, user: User) -> Self:
        """One's own: nobody agrees for another."""
        return self.filter(giver=user)


class TextConsent(models.Model):
    """Somebody in a group lets a newcomer read what they wrote before the newcomer came."""

    record = replace(
        Group.record,
        readers="whoever gave it; the newcomer sees the texts",
        purpose="what was written before opens to a newcomer only with its writers' consent",
        kept=("verme_texts",),
        until="it is taken back",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    newcomer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    objects: TextConsentQuerySet = TextConsentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once for each pair in a group."""

        constraints = [models.UniqueConstraint(fields=["group", "newcomer", "giver"], name="text_consent_once")]

    def __str__(self) -> str:
        return f"consent {self.pk}"


def _places(user: User, group: str) -> list[QuerySet[Any]]:
    """The person's live membership and leadership of the group at hand; ``group`` is a field path."""
    return [model.objects.live().filter(group=OuterRef(group), person=user) for model in (Membership, Mentoring)]


def is_inside(user: User, group: str) -> Q:
    """True where the person is a live member or mentor."""
    member, leads = _places(user, group)
    return Q(Exists(member)) | Q(Exists(leads))


def was_there(user: User, group: str, moment: str) -> Q:
    """True where the person is inside and had come by that moment: nothing of it is closed to them."""
    by_then = Q(came_at=None) | Q(came_at__lte=OuterRef(moment))
    member, leads = _places(user, group)
    return Q(Exists(member.filter(by_then))) | Q(Exists(leads.filter(by_then)))


def reads(user: User, group: str, moment: str) -> Q:
    """Who reads a text that one person wrote: who was there by ``moment``; a newcomer once its writer has agreed."""
    agreed = TextConsent.objects.filter(group=OuterRef(group), giver=OuterRef("by"), newcomer=user)
    return was_there(user, group, moment) | is_inside(user, group) & (Q(by=user) | Q(Exists(agreed)))


def reads_together(user: User, group: str, moment: str, day: str) -> Q:
    """Who reads a text that a group wrote together: a newcomer once all agree who were members while it was written.

    Also those who have left by now: their words stand in it, too. ``day`` is the path to the day of ``moment``. And the
    mentors who came before the newcomer and lead still, since a mentor writes in it as well; not one who has stopped,
    because a substitute comes where the mentor cannot even be asked.
    """
    agreed = TextConsent.objects.filter(group=OuterRef("group"), giver=OuterRef("person"), newcomer=user)
    silent = Membership.objects.filter(
        Q(came_at=None) | Q(came_at__lt=OuterRef("came_at")),
        Q(ends_on=None) | Q(ends_on__gte=OuterRef(OuterRef(day))),
        ~Exists(agreed),
        group=OuterRef("group"),
    ).exclude(person=user)
    silent_mentor = Mentoring.objects.live().filter(
        Q(came_at=None) | Q(came_at__lt=OuterRef("came_at")), ~Exists(agreed), group=OuterRef("group")
    )
    all_agree = ~Exists(silent) & ~Exists(silent_mentor.exclude(person=user))
    member, leads = _places(user, group)
    agreed_by_all = Q(Exists(member.filter(all_agree))) | Q(Exists(leads.filter(all_agree)))
    return was_there(user, group, moment) | agreed_by_all


def came_at(rows: Iterable[Membership | Mentoring], user: User) -> datetime.datetime | None:
    """When this person came, by the live rows of one group; None: they have been there from its beginning."""
    moments = [row.came_at for row in rows if row.person_id == user.pk]
    known = [moment for moment in moments if moment]
    return min(known) if known and len(known) == len(moments) else None
