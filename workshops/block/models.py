"""The blocks of an agenda, in order, the files that hang on them, and the steps by which they were built."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat, StrIndex, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from workshops.agenda.models import Agenda

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from workshops.agenda.models import AgendaQuerySet

LONGEST = 600  # minutes
MOST_BLOCKS = 100


@dataclass(frozen=True)
class Speaker:
    """Who speaks: in a programme the title stands before the name, the organisation after it."""

    name: str
    title: str = ""
    organisation: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (f"{self.title} {self.name}".strip(), self.organisation) if part)


@dataclass(frozen=True)
class Talk:
    """One talk of a slot."""

    title: str
    slides: str = ""
    speakers: list[Speaker] = field(default_factory=list)


class HasName(Func):
    """Whether a name stands in the speakers of a block, or in those of its further talks: a column, a name."""

    output_field = models.BooleanField()
    template = "jsonb_path_exists(%(expressions)s::text))"
    arg_joiner = ", '$.**.name ? (@ == $name)', jsonb_build_object('name', "

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> Any:
        """As SQLite walks through JSON."""
        return self.as_sql(
            compiler,
            connection,
            template="EXISTS (SELECT 1 FROM json_tree(%(expressions)s)",
            arg_joiner=") WHERE key = 'name' AND value = ",
        )


def _name_of(user: User) -> Subquery:
    """The name that colleagues use (`User.name`), as the database has it."""
    only_first = Substr("first_name", 1, StrIndex(Concat("first_name", Value(" ")), Value(" ")) - 1)
    first: Combinable = Case(When(calling_name="", then=only_first), default=F("calling_name"))
    return Subquery(User.objects.filter(pk=user.pk).values_list(Concat(first, Value(" "), "last_name")))


class BlockQuerySet(models.QuerySet["Block"]):
    """Named sets of blocks."""

    def visible_to(self, user: User) -> Self:
        """Of the agendas that the user sees."""
        return self.filter(agenda__in=Agenda.objects.visible_to(user).values("pk"))

    def editable_by(self, user: User) -> Self:
        """Of the agendas that the user leads."""
        return self.filter(agenda__in=Agenda.objects.editable_by(user).values("pk"))

    def spoken_by(self, user: User) -> Self:
        """In which somebody of the user's name speaks: speakers are names, not people."""
        return self.filter(Q(HasName("speakers", _name_of(user))) | Q(HasName("more", _name_of(user))))


class PresentManager(models.Manager.from_queryset(BlockQuerySet)):  # type: ignore[misc]
    """Blocks that have not been taken out."""

    def get_queryset(self) -> BlockQuerySet:
        """Without those taken out."""
        return super().get_queryset().filter(removed_at=None)


class Block(models.Model):
    """One part of a day: a talk, a break, group work. ``more`` holds further talks in the same slot.

    What was planned (``minutes``, ``pinned_at``, ``planned_start``) and what happened (``started_at``, ``ended_at``,
    ``extra``, ``skipped``) stand beside each other; neither overwrites the other. A block that is taken out stays in
    the table until its agenda goes: undo brings it back with its files and its group tasks.
    """

    record = replace(Agenda.record, readers="whoever sees the agenda; ``note`` its facilitators alone")

    class Kind(models.TextChoices):
        """What kind of part."""

        OPENING = "opening", _("opening")
        TALK = "talk", _("talk")
        CASE = "case", _("case")
        BREAK = "break", _("break")
        LUNCH = "lunch", _("lunch")
        GROUP = "group", _("group work")
        CLOSING = "closing", _("closing")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.TALK)
    title = models.CharField(_("title"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    slides = models.CharField(_("slides"), max_length=40, blank=True)  # "2–12"; shown as "s. 2–12"
    speakers = models.JSONField(default=list)  # [{"name", "title", "organisation"}]
    more = models.JSONField(default=list)  # [{"title", "slides", "speakers"}]
    links = models.JSONField(default=list)  # [{"label", "url"}]
    pinned_at = models.TimeField(null=True, blank=True)  # the local clock time at which it begins, come what may
    note = models.TextField(_("note for the facilitators"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)  # of its words and lengths: two who edit it meet
    removed_at = models.DateTimeField(null=True)
    planned_start = models.DateTimeField(null=True)  # as planned when the day began
    planned_minutes = models.PositiveSmallIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    extra = models.SmallIntegerField(default=0)  # minutes given to it while it ran
    skipped = models.BooleanField(default=False)
    objects = PresentManager()
    every = BlockQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        base_manager_name = "every"
        default_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=Q(minutes__lte=LONGEST), name="block_minutes_have_a_limit"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(started_at__isnull=False), name="block_ends_after_it_started"
            ),
        ]
        indexes = [models.Index(fields=["agenda", "position"], name="block_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def talks(self) -> list[Talk]:
        """The talks of the slot, one after the other."""
        rows: list[dict[str, Any]] = [
            {"title": self.title, "slides": self.slides, "speakers": self.speakers},
            *self.more,
        ]
        return [
            Talk(row["title"], row.get("slides", ""), [Speaker(**one) for one in row.get("speakers", [])])
            for row in rows
        ]

    @property
    def names(self) -> str:
        """All its titles in one line."""
        return " + ".join(talk.title for talk in self.talks)

    def is_spoken_by(self, user: User) -> bool:
        """Whether somebody of the user's name speaks in it."""
        return any(speaker.name == user.name for talk in self.talks for speaker in talk.speakers)

    @property
    def is_pause(self) -> bool:
        """A break or lunch."""
        return self.kind in (self.Kind.BREAK, self.Kind.LUNCH)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Named sets of attachments."""

    def visible_to(self, user: User) -> Self:
        """Of the blocks that the user sees."""
        return self.filter(block__in=Block.objects.visible_to(user).values("pk"))

    def editable_by(self, user: User) -> Self:
        """Of the agendas that the user leads."""
        return self.filter(block__in=Block.objects.editable_by(user).values("pk"))


def agendas_spoken_at(user: User) -> AgendaQuerySet:
    """Those in whose programme the user's name stands."""
    return Agenda.objects.filter(Exists(Block.objects.spoken_by(user).filter(agenda=OuterRef("pk"))))


class Attachment(models.Model):
    """A file for a block: slides, a hand-out. Kept in the database, so that a backup holds it."""

    record = replace(Agenda.record, readers="whoever sees the agenda")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    block = models.ForeignKey(Block, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    data = models.BinaryField()
    added_at = models.DateTimeField(default=timezone.now)
    objects: AttachmentQuerySet = AttachmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.name


MOST_STEPS = 30  # older ones are forgotten


class Step(models.Model):
    """One change of an agenda's blocks: how they were before it, or, once it has been undone, after it."""

    record = replace(
        Agenda.record, readers="the agenda's facilitators, as the words on a button", purpose="a change is undone"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=7)  # moved, added, removed, changed, lengths
    title = models.CharField(max_length=200, blank=True)  # of the block
    blocks = models.JSONField()
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["agenda", "number"], name="agenda_step_once")]

    def __str__(self) -> str:
        return self.what
