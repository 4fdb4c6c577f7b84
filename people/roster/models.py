"""A file of people on its way into the register, and how the columns of such files are understood."""

from __future__ import annotations

import json
import uuid
import zlib
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.records import Data, Ground, Record
from core.sealed import SealedBytesField

if TYPE_CHECKING:
    from core.access import ReadItem
    from people.user.models import User


class MappingQuerySet(models.QuerySet["Mapping"]):
    """Named sets of mappings."""

    def visible_to(self, user: User) -> Self:
        """For HR."""
        return self if user.is_hr and user.is_active else self.none()

    def editable_by(self, user: User) -> Self:
        """For HR."""
        return self.visible_to(user)


class Mapping(models.Model):
    """What the columns of one system's files are, under a name."""

    record = Record(
        data=Data.DIRECTORY,
        readers="HR",
        purpose="the columns of a system's files are explained once",
        ground=Ground.EMPLOYMENT,
        until="HR saves another under its name or removes it",
    )

    name = models.CharField(_("name"), max_length=60, unique=True)
    content = models.JSONField()  # as `columns.as_saved` makes it: headers, never values
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    objects = MappingQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    """Named sets of imports."""

    def visible_to(self, user: User) -> Self:
        """Each one's own, while they are of HR."""
        return self.filter(owner=user) if user.is_hr and user.is_active else self.none()

    def editable_by(self, user: User) -> Self:
        """Each one's own."""
        return self.visible_to(user)

    def before(self, user: User) -> Self:
        """A colleague's that is being saved: whoever waits is told whose it is, and no more."""
        return self.saving().exclude(owner=user) if user.is_hr and user.is_active else self.none()

    def saving(self) -> Self:
        """The one that is being saved, if there is one."""
        return self.filter(state=RosterImport.State.SAVING)


class RosterImport(models.Model):
    """The rows of a file, without what must never be stored, until they are in the register: a day at most."""

    record = Record(
        data=Data.CONFIDENTIAL,
        readers="whoever imports it",
        purpose="what a file would change is seen before it is done",
        ground=Ground.EMPLOYMENT,
        kept=("roster_import",),
        until="it is saved or withdrawn",
        sealed=("content", "preview"),
    )

    class State(models.TextChoices):
        """How far it is."""

        COLUMNS = "columns", _("columns")
        PREVIEW = "preview", pgettext_lazy("import", "preview")
        WAITING = "waiting", pgettext_lazy("import", "waits for its turn")
        SAVING = "saving", pgettext_lazy("import", "is being saved")
        SAVED = "saved", pgettext_lazy("import", "saved")
        CHANGED = "changed", pgettext_lazy("import", "the register has changed meanwhile")
        FAILED = "failed", pgettext_lazy("import", "interrupted, nothing was changed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLUMNS)
    content = SealedBytesField()  # file name, sheets, layout, answers: `staging`
    preview = SealedBytesField()  # what it would change, as the pages show it
    mapping = models.ForeignKey(Mapping, models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)  # of the plan that was looked at
    leavers_checked = models.BooleanField(default=False)
    step = models.CharField(max_length=12, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="saving"), name="one_import_saves_at_a_time")
        ]

    def __str__(self) -> str:
        return "import"

    def read_item(self, reader: User) -> ReadItem:
        """Whoever brought the file reads it, so nothing is logged."""
        from core.access import ReadItem  # a model's own module is read before the app is ready

        return ReadItem("roster", self.pk, self.owner_id, "owner", party=True)


class RosterRunQuerySet(models.QuerySet["RosterRun"]):
    """Named sets of what has become of imports."""

    def visible_to(self, user: User) -> Self:
        """For HR: whoever imports next sees what was brought before."""
        return self if user.is_hr and user.is_active else self.none()


class RosterRun(models.Model):
    """An import that was tried: who, when, which file, how much it changed. Nothing of its rows."""

    record = Record(
        data=Data.DIRECTORY,
        readers="HR",
        purpose="HR's people see what files have changed in the register, and when",
        ground=Ground.SECURITY,
        kept=("setting_change",),
    )

    class Outcome(models.TextChoices):
        """What became of it."""

        SAVED = "saved", pgettext_lazy("import", "saved")
        CHANGED = "changed", pgettext_lazy("import", "the register has changed meanwhile")
        STOPPED = "stopped", pgettext_lazy("import", "stopped, nothing was changed")
        FAILED = "failed", pgettext_lazy("import", "interrupted, nothing was changed")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    file = models.CharField(max_length=200, blank=True)  # its name
    is_nightly = models.BooleanField(default=False)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    counts = models.JSONField(default=dict)  # kind → how many, as `Plan.counts`; empty where nothing was changed
    objects: RosterRunQuerySet = RosterRunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["-at"], name="roster_runs_by_time")]

    def __str__(self) -> str:
        return "import"


def packed(data: Any) -> bytes:
    """Plain data as a sealed field takes it."""
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpacked(content: bytes) -> Any:
    """The plain data again; None of emptiness."""
    return json.loads(zlib.decompress(content)) if content else None
