"""The secret address at which a person's calendar program fetches the times of Verme."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from core.records import Ground
from verme.group.models import Group, Membership, Mentoring
from verme.season.models import Season
from verme.training.models import TrainingPlace

if TYPE_CHECKING:
    from people.models import User


class WrongSecret(Exception):
    """Not one that was ever given out."""


GOES_ON = Q(group__state=Group.State.CONFIRMED) & ~Q(group__season__state=Season.State.CLOSED)


def _signer() -> Signer:
    return Signer(salt="verme.calendar", sep=".")


class CalendarAddressQuerySet(models.QuerySet["CalendarAddress"]):
    """Named sets of addresses."""

    def of(self, user: User) -> Self:
        """One's own: nobody else is shown it."""
        return self.filter(person=user)

    def by_secret(self, secret: str) -> Self:
        """The one whose secret this is. A secret that was never given out asks no database."""
        try:
            return self.filter(pk=uuid.UUID(_signer().unsign(secret)))
        except (BadSignature, ValueError):
            raise WrongSecret from None

    def live(self) -> Self:
        """Those whose person works here, and is HR, in a group that goes on, or in a training."""
        member, mentor = (
            Exists(model.objects.live().filter(GOES_ON, person=OuterRef("person"))) for model in (Membership, Mentoring)
        )
        in_training = Exists(TrainingPlace.objects.live().filter(person=OuterRef("person")))
        return self.filter(Q(person__is_hr=True) | member | mentor | in_training, person__is_active=True)

    def dead(self) -> Self:
        """Those whose right has ended: they go, so that a new right does not wake them."""
        return self.exclude(pk__in=CalendarAddress.objects.live().values("pk"))


class CalendarAddress(models.Model):
    """One for each person. The address is this row's random id and its signature: the database alone opens none."""

    record = replace(
        Membership.record,
        readers="the person alone",
        purpose="a calendar program shows the times of Verme",
        ground=Ground.WORK_SAFETY,
        kept=(),
        until="the person takes it away or makes a new one, the right to the times ends, or a backup is restored",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    objects: CalendarAddressQuerySet = CalendarAddressQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return "calendar address"

    @classmethod
    def may_have(cls, user: User) -> bool:
        """Whether there are times that this person may know."""
        groups = [model.objects.live().of(user).filter(GOES_ON) for model in (Membership, Mentoring)]
        return user.is_hr or any(rows.exists() for rows in (*groups, TrainingPlace.objects.live().of(user)))

    @property
    def secret(self) -> str:
        """What the address ends in."""
        return _signer().sign(self.pk.hex)

    @property
    def url(self) -> str:
        """The whole address, for a calendar program."""
        return f"{settings.SITE_URL}{reverse('verme_feed', args=[self.secret])}"
