"""Whom to call on the support path: kept by HR, read by everybody.

Who reads the path is recorded nowhere.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records import Data, Ground, Record
from core.worded import Words

if TYPE_CHECKING:
    from people.models import User


class ContactQuerySet(models.QuerySet["Contact"]):
    """Named sets of contacts."""

    def editable_by(self, user: User) -> Self:
        """HR keeps them."""
        return self if user.is_hr else self.none()


class Contact(models.Model):
    """A person or a service with its telephone number."""

    record = Record(
        data=Data.DIRECTORY,
        readers="everybody signed in",
        purpose="everybody finds who can help, and an employee can send a safety representative a notice",
        ground=Ground.WORK_SAFETY,
        until="HR removes it",
    )

    class Place(models.TextChoices):
        """Where on the path. The codes stay, whatever the words."""

        HR = "hr", _("HR")
        HEALTH = "health", _("occupational health service")
        OUTSIDE = "outside", _("outside expert")
        STEWARD = "steward", _("shop steward")
        SAFETY = "safety", _("occupational safety representative")
        HARASSMENT = "harassment", _("harassment or other inappropriate conduct")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField(max_length=10, choices=Place.choices)
    name = models.CharField(_("name of the person or the service"), max_length=120)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    detail_fi = models.CharField(_("title or hours in Finnish"), max_length=120, blank=True)
    detail_sv = models.CharField(_("title or hours in Swedish"), max_length=120, blank=True)
    detail_en = models.CharField(_("title or hours in English"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=30)
    link = models.URLField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    objects: ContactQuerySet = ContactQuerySet.as_manager()  # type: ignore[assignment]

    detail = Words("detail")

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it."""
        return re.sub(r"[^+0-9]", "", self.phone)


# Without these nobody is shown a half of the path. An outside expert is found with HR's help.
NEEDED = (
    Contact.Place.HR,
    Contact.Place.HEALTH,
    Contact.Place.STEWARD,
    Contact.Place.SAFETY,
    Contact.Place.HARASSMENT,
)


class WhomToCall:
    """All contacts by their place. One query."""

    def __init__(self) -> None:
        self.all = list(Contact.objects.all())

    def at(self, *places: str) -> list[Contact]:
        """Of these places, in the order in which HR wrote them."""
        return [contact for place in places for contact in self.all if contact.place == place]

    @property
    def missing(self) -> list[Contact.Place]:
        """The places that still need somebody."""
        return [place for place in NEEDED if not self.at(place)]

    @property
    def is_open(self) -> bool:
        """Whether everybody is shown the contacts: when none is missing."""
        return not self.missing

    def may_go(self, contact: Contact) -> bool:
        """Whether the path stays whole without this one."""
        return contact.place not in NEEDED or not self.is_open or len(self.at(contact.place)) > 1


def beside() -> dict[str, WhomToCall]:
    """For a page beside other things (people/my_data/asides.py)."""
    return {"whom": WhomToCall()}
