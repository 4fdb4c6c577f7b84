"""Occasions: why people talk, and which steps the conversation has. HR may add some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vatupassi.steps import STEPS, Step

if TYPE_CHECKING:
    from people.models import User


class OccasionQuerySet(models.QuerySet["Occasion"]):
    """Named sets of occasions."""

    def visible_to(self, user: User) -> Self:
        """Occasions in use, for everybody signed in; HR sees the retired ones too."""
        return self if user.is_hr else self.filter(in_use=True)

    def in_use(self) -> Self:
        """Those that a new conversation may have, HR's own conversations included."""
        return self.filter(in_use=True)

    def editable_by(self, user: User) -> Self:
        """HR adds and retires occasions."""
        return self if user.is_hr else self.none()


class Occasion(models.Model):
    """Seen by: everybody (P0). Lives: as long as a conversation names it. Nothing encrypted."""

    code = models.SlugField(max_length=40, unique=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=80)
    name_sv = models.CharField(_("name in Swedish"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    steps = models.JSONField()  # codes of vatupassi.steps.STEPS, in order
    position = models.PositiveSmallIntegerField(default=100)
    in_use = models.BooleanField(_("in use"), default=True)
    objects: OccasionQuerySet = OccasionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """The ordinary ones first."""

        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """The name in a language, for a memo whose language is not the reader's."""
        return getattr(self, f"name_{language}")

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_in((get_language() or "fi")[:2])

    @property
    def walk(self) -> list[Step]:
        """The steps in order."""
        return [STEPS[code] for code in self.steps]
