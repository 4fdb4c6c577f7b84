"""Who keeps the register, and who of them may be the second person."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from people.models import SetUp, SignInChange, User
from people.second_person.models import ALONE_AFTER
from people.second_step.authenticator import SECOND_STEPS

TRUSTED_AFTER = datetime.timedelta(days=30)


@dataclass
class Keepers:
    """Those who keep the register, and who set up whom: read once for any number of changes."""

    people: list[User]
    with_step: set[UUID]
    makers: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    lost: dict[UUID, datetime.datetime] = field(default_factory=dict)  # who was of HR until lately, and until when

    @classmethod
    def read(cls) -> Keepers:
        """As it is now."""
        lately = timezone.now() - TRUSTED_AFTER
        keeps = Q(is_active=True) & (Q(is_hr=True) | Q(is_admin=True))
        rows = list(User.objects.filter(keeps | Q(hr_until__gt=lately)))
        people = [person for person in rows if person.is_active and person.keeps_register]
        steps = Authenticator.objects.filter(user__in=people, type__in=SECOND_STEPS)
        found = cls(people, set(steps.values_list("user", flat=True)))
        found.lost = {person.pk: person.hr_until for person in rows if person.hr_until and person.hr_until > lately}
        asked, wanted = set[UUID](), {person.pk for person in people}
        while wanted:  # upwards, also through those who no longer keep it
            for person, by in SetUp.objects.filter(person__in=wanted).values_list("person", "by"):
                found.makers[person].add(by)
            asked |= wanted
            wanted = {by for person in wanted for by in found.makers[person]} - asked
        return found

    def may_settle(self, change: SignInChange) -> list[User]:
        """Who may be the second person; HR before a system administrator."""
        return self.hr_for(change) or self._trusted(change, "admin_since")

    def hr_for(self, change: SignInChange) -> list[User]:
        """HR people who may be the second person."""
        return self._trusted(change, "hr_since")

    def alone_on(self, change: SignInChange) -> datetime.datetime:
        """When time alone is enough where nobody of HR may settle it.

        Later than `ALONE_AFTER` where HR has lost a person lately: whoever asks could have taken the second one away.
        """
        own = {change.person_id, change.asked_by_id}
        lost = [until + TRUSTED_AFTER for person, until in self.lost.items() if person not in own]
        return max([change.asked_at + ALONE_AFTER, *lost])

    def _trusted(self, change: SignInChange, since: str) -> list[User]:
        own = {change.person_id, change.asked_by_id}
        long_ago = timezone.now() - TRUSTED_AFTER
        return [
            person
            for person in self.people
            if person.pk not in own
            and getattr(person, since) is not None
            and getattr(person, since) <= long_ago
            and (settings.DEMO or person.pk in self.with_step)
            and change.asked_by_id is not None
            and change.asked_by_id not in self._makers_of(person.pk)
            and person.pk not in self._makers_of(change.asked_by_id)
        ]

    def _makers_of(self, pk: UUID) -> set[UUID]:
        found, wanted = set[UUID](), {pk}
        while wanted:
            wanted = {by for person in wanted for by in self.makers.get(person, ())} - found
            found |= wanted
        return found
