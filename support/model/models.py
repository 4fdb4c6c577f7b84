"""Versions of the written models. HR edits the draft, everybody reads what is in force and what was before it.

Who reads them is recorded nowhere.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import organisation
from core.organisation.laws import law_of
from core.organisation.models import Employer
from core.records import Data, Ground, Record
from core.worded import LANGUAGES, Words, worded
from support.model.kinds import BY_CODE, CHOICES, Kind

if TYPE_CHECKING:
    from people.models import User

LONGEST_MODEL, LONGEST_CHANGES = 20_000, 1000


class ModelVersionQuerySet(models.QuerySet["ModelVersion"]):
    """Named sets of versions."""

    def visible_to(self, user: User) -> Self:
        """Everybody reads what has been published, HR the draft as well."""
        return self if user.is_hr else self.published()

    def editable_by(self, user: User) -> Self:
        """HR edits the draft. What has been published does not change: a new version takes its place."""
        return self.drafts() if user.is_hr else self.none()

    def published(self) -> Self:
        """In force now, or earlier."""
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        """What HR writes."""
        return self.filter(published_at=None)

    def newest(self) -> Self:
        """Of each model the version in force."""
        later = ModelVersion.objects.published().filter(kind=OuterRef("kind"), number__gt=OuterRef("number"))
        return self.published().filter(~Exists(later))


class ModelVersion(models.Model):
    """One version of one of the six."""

    record = Record(
        data=Data.PUBLIC,
        readers="everybody signed in, once published; HR before that",
        purpose="everybody finds what the employer has agreed on, and that it was handled together with the staff",
        ground=Ground.NOBODY,
        until="no period: earlier versions show what was in force",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30, choices=CHOICES)
    number = models.PositiveIntegerField()
    text_fi = models.TextField(_("text in Finnish"), max_length=LONGEST_MODEL, blank=True)
    text_sv = models.TextField(_("text in Swedish"), max_length=LONGEST_MODEL, blank=True)
    text_en = models.TextField(_("text in English"), max_length=LONGEST_MODEL, blank=True)
    changes_fi = models.TextField(_("what has changed, in Finnish"), max_length=LONGEST_CHANGES, blank=True)
    changes_sv = models.TextField(_("what has changed, in Swedish"), max_length=LONGEST_CHANGES, blank=True)
    changes_en = models.TextField(_("what has changed, in English"), max_length=LONGEST_CHANGES, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)  # a body: the management team, the board
    approved_on = models.DateField(null=True, blank=True)
    negotiated_on = models.DateField(null=True, blank=True)  # co-operation negotiation (YT)
    employer = models.CharField(max_length=20, choices=Employer, blank=True)  # of which type it was when published
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    objects: ModelVersionQuerySet = ModelVersionQuerySet.as_manager()  # type: ignore[assignment]

    text = Words("text")
    changes = Words("changes")

    class Meta:
        ordering = ("kind", "-number")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="model_version_number"),
            models.UniqueConstraint(fields=["kind"], condition=Q(published_at=None), name="model_one_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def of(self) -> Kind:
        """Which of the six."""
        return BY_CODE[self.kind]

    @property
    def is_draft(self) -> bool:
        """Whether HR still writes it."""
        return self.published_at is None

    @property
    def is_coming(self) -> bool:
        """Whether it is published, and its day still lies ahead."""
        return not self.is_draft and self.in_force_from is not None and self.in_force_from > timezone.localdate()

    @property
    def handled(self) -> str:
        """Where it was negotiated, in the words of the type of employer that published it."""
        return (law_of(self.employer) if self.employer else organisation.law()).handled

    def text_in(self, language: str) -> str:
        """The text in that language alone."""
        found = worded(self, "text", language)
        return "" if found.borrowed else found.text

    @property
    def languages(self) -> list[str]:
        """Those in which it has a text."""
        return [language for language in LANGUAGES if getattr(self, f"text_{language}")]


class ModelFileQuerySet(models.QuerySet["ModelFile"]):
    """Named sets of files."""

    def visible_to(self, user: User) -> Self:
        """As their version."""
        return self.filter(version__in=ModelVersion.objects.visible_to(user).values("pk"))


class ModelFile(models.Model):
    """A version as a file, one in each language. Kept in the database, so that a backup holds it."""

    record = ModelVersion.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModelVersion, models.CASCADE, related_name="files")
    language = models.CharField(
        max_length=2, choices=[("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
    )
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    data = models.BinaryField()
    objects: ModelFileQuerySet = ModelFileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("language",)
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="model_file_once")]

    def __str__(self) -> str:
        return self.name
