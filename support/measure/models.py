"""Measures: what a workplace can do before a problem and when there is one, each with when it fits and how to start.

The source's fourteen (domain.md G39) are put in by a migration; HR edits them and adds others. Anybody may suggest one,
a group's answer to a task too: it is in the library when HR has approved it.
"""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.names import sort_key
from core.records import Data, Ground, Record
from core.texts.cleaning import short
from core.worded import Words, worded
from people.desk.handled import Answered, in_small_letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User

LONGEST_PROPOSAL = 1000


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Named sets of measures."""

    def visible_to(self, user: User) -> Self:
        """The library is everybody's. A proposal is seen by HR and by the one who made it, a retired one by HR."""
        if user.is_hr:
            return self
        return self.filter(Q(state=Measure.State.APPROVED) | Q(state=Measure.State.PROPOSED, suggested_by=user))

    def editable_by(self, user: User) -> Self:
        """HR keeps the library."""
        return self if user.is_hr else self.none()

    def handled_by(self, user: User) -> Self:
        """Suggestions, for HR."""
        return self.proposed() if user.is_hr else self.none()

    def suggested_to_hr_by(self, user: User) -> Self:
        """One's own suggestions that are not in the library."""
        return self.proposed().filter(suggested_by=user)

    def approved(self) -> Self:
        """Those in the library: what an agreement can name."""
        return self.filter(state=Measure.State.APPROVED)

    def proposed(self) -> Self:
        """What waits for HR."""
        return self.filter(state=Measure.State.PROPOSED)


class Measure(Answered):
    """What a workplace can do. Nothing in it is secret: what is suggested is meant for everybody.

    Nobody may count which measures the agreements of conversations name.
    """

    record = Record(
        data=Data.PUBLIC,
        readers="everybody signed in, once approved; before that HR and who suggested it",
        purpose="agreements name what the workplace can do",
        ground=Ground.WORK_SAFETY,
        kept=("measure_proposal",),  # what HR has not taken
        until="no period in the library: who suggested it is forgotten at approval",
    )

    class Kind(models.TextChoices):
        """Before a problem, or when there is one. Some stand in both (job rotation): each has its own text."""

        PROACTIVE = "proactive", _("proactive")
        REACTIVE = "reactive", _("reactive")

    class State(models.TextChoices):
        """Suggested, in the library, or taken out of it."""

        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("in use")
        RETIRED = "retired", _("retired")

    class Source(models.TextChoices):
        """Where it comes from."""

        WORKSHOP = "workshop", _("the workshop day of 2016")
        OWN = "own", _("our own")
        PROPOSAL = "proposal", _("suggested by somebody here")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, blank=True)  # of those that the application brought
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PROACTIVE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.APPROVED)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.OWN)
    name_fi = models.CharField(_("name in Finnish"), max_length=80)
    name_sv = models.CharField(_("name in Swedish"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    fits_fi = models.TextField(_("when it fits, in Finnish"), max_length=600, blank=True)
    fits_sv = models.TextField(_("when it fits, in Swedish"), max_length=600, blank=True)
    fits_en = models.TextField(_("when it fits, in English"), max_length=600, blank=True)
    start_fi = models.TextField(_("how to start, in Finnish"), max_length=600, blank=True)
    start_sv = models.TextField(_("how to start, in Swedish"), max_length=600, blank=True)
    start_en = models.TextField(_("how to start, in English"), max_length=600, blank=True)
    # what HR's search looks in: to make the names small in each search was most of what it cost
    found_as = models.GeneratedField(
        expression=in_small_letters("name_fi", "name_sv", "name_en"), output_field=models.TextField(), db_persist=True
    )
    proposal = models.TextField(max_length=LONGEST_PROPOSAL, blank=True)  # as it was written
    suggested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    objects: MeasureQuerySet = MeasureQuerySet.as_manager()  # type: ignore[assignment]

    name = Words("name")
    fits = Words("fits")
    start = Words("start")

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="measure_code")]
        indexes = [
            models.Index(fields=["state", "kind"], name="measure_state_kind"),
            # HR's inbox in either of its orders; the counts of its tabs are told by the first one alone
            models.Index(fields=["state", "handling", "due_on", "id", "owner", "created_at"], name="measure_inbox"),
            models.Index(fields=["state", "handling", "created_at", "id"], name="measure_came"),
        ]

    def __str__(self) -> str:
        return self.name.labelled

    def name_in(self, language: str) -> str:
        """The name for a paper in another language than the reader's; a borrowed one says so."""
        return worded(self, "name", language).labelled

    @property
    def missing(self) -> list[str]:
        """The languages without a name, for HR to see: "sv", "en"."""
        return [language for language in ("sv", "en") if not getattr(self, f"name_{language}")]

    def approve(self) -> None:
        """Into the library. What was suggested, and by whom, is not kept then: it has become everybody's."""
        self.state, self.proposal, self.suggested_by = self.State.APPROVED, "", None
        self.owner, self.answer, self.answered_at = None, "", None
        self.save()
        forget()

    def retire(self, *, retired: bool = True) -> None:
        """Out of the library, or back into it. Agreements that name it keep it."""
        self.state = self.State.RETIRED if retired else self.State.APPROVED
        self.save(update_fields=["state"])
        forget()


def suggest(text: str, by: User, *, kind: str = Measure.Kind.PROACTIVE) -> Measure:
    """A proposed measure from what somebody or a group wrote. HR gives it a name and accepts it, or deletes it.

    The same text suggested twice is one proposal. Tell the one who suggests that HR sees the text and their name.
    """
    text = text.strip()
    if not 0 < len(text) <= LONGEST_PROPOSAL:
        raise ValueError("a proposal that is empty, or longer than its form allows")
    name = short(text.splitlines()[0].strip(), 80)
    if found := Measure.objects.proposed().filter(proposal=text).first():
        return found
    words = {f"name_{by.language}": name}
    return Measure.objects.create(
        kind=kind,
        state=Measure.State.PROPOSED,
        source=Measure.Source.PROPOSAL,
        proposal=text,
        suggested_by=by,
        **words,
    )


def by_name(measures: Iterable[Measure]) -> list[Measure]:
    """By name in the page's language, in Finnish order."""
    return sorted(measures, key=lambda measure: (sort_key(measure.name.text), str(measure.pk)))


# ---- What a form offers. Every step of a conversation has the form, and the library changes a few times a year.

REMEMBERED = 60  # seconds, in another process than the one that changed it
Choice = tuple[str, str]
Grouped = tuple[tuple[str, tuple[Choice, ...]], ...]  # ((kind, ((id, name), …)), …)
_remembered: tuple[float, dict[str, Grouped]] = (0.0, {})


def forget() -> None:
    """Ask the database anew."""
    global _remembered
    _remembered = (0.0, {})


def nameable(*, keeping: uuid.UUID | None = None) -> MeasureQuerySet:
    """What an agreement may name: what is in the library, and the one that it names already."""
    return Measure.objects.filter(Q(state=Measure.State.APPROVED) | Q(pk=keeping))


def choices(*, keeping: uuid.UUID | None = None) -> Grouped:
    """The library as grouped choices in the page's language, and the one that an agreement names already."""
    global _remembered
    language = (get_language() or "fi")[:2]
    if time.monotonic() - _remembered[0] > REMEMBERED:
        _remembered = (time.monotonic(), {})
    if language not in _remembered[1]:
        _remembered[1][language] = _grouped(Measure.objects.approved())
    found = _remembered[1][language]
    known = {pk for _kind, rows in found for pk, _name in rows}
    return found if keeping is None or str(keeping) in known else _grouped(nameable(keeping=keeping))


def _grouped(measures: MeasureQuerySet) -> Grouped:
    rows = by_name(measures)
    return tuple(
        (str(kind.label).capitalize(), tuple((str(row.pk), str(row)) for row in rows if row.kind == kind))
        for kind in Measure.Kind
    )
