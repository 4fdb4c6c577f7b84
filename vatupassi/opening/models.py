"""Opening a conversation to somebody who is no party."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import SupervisionLine
from vatupassi.conversation.models import Conversation, InConversation, Side

if TYPE_CHECKING:
    from people.models import User


def _in_line() -> Exists:
    """True where a live line of the opening's reader stands on the employee's unit or above it."""
    lines = SupervisionLine.objects.live().filter(supervisor=OuterRef("reader"))
    return Exists(lines.filter(unit__below__unit=OuterRef("conversation__employee__unit_id")))


def read_by_hr() -> Q:
    """The reader is of HR, and has been since it was opened: who regains the tasks is asked for anew."""
    since = Q(reader__hr_until=None) | Q(created_at__gt=F("reader__hr_until"))
    return since & Q(to=Opening.To.HR, reader__is_hr=True, reader__is_active=True)


def _whole() -> Q:
    """The whole may be read: by HR when both have opened it, by a supervisor when the employee has.

    A supervisor reads as long as a line of theirs covers the employee's unit, an HR person until they are HR no more.
    """
    hr = Q(supervisor_opened_at__isnull=False) & read_by_hr()
    supervisor = Q(to=Opening.To.SUPERVISOR) & Q(_in_line())
    opened = Q(scope=Opening.Scope.WHOLE, employee_opened_at__isnull=False, ended_at=None, reader__is_active=True)
    return opened & (hr | supervisor)


def _own_part() -> Q:
    """The employee's own part may be read: by HR, also while the whole still waits for the supervisor."""
    return Q(employee_opened_at__isnull=False, ended_at=None) & read_by_hr()


def _agreed() -> Q:
    """What was agreed alone may be read: by a supervisor, as long as a line of theirs covers the employee's unit."""
    opened = Q(scope=Opening.Scope.AGREED, employee_opened_at__isnull=False, ended_at=None, reader__is_active=True)
    return opened & Q(to=Opening.To.SUPERVISOR) & Q(_in_line())


def _memo() -> Q:
    """The confirmed memo alone may be read: by somebody whom the employee trusts, until a day."""
    given = Q(to=Opening.To.TRUSTED, scope=Opening.Scope.MEMO, until__gte=timezone.localdate())
    return given & Q(employee_opened_at__isnull=False, ended_at=None, reader__is_active=True)


def _known_to(user: User) -> Q:
    """Whom a party may know to read: of somebody whom the employee trusts the other party is told nothing."""
    return ~Q(to=Opening.To.TRUSTED) | Q(conversation__employee=user)


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Named sets of openings."""

    def live(self) -> Self:
        """Not taken back."""
        return self.filter(ended_at=None)

    def whole(self) -> Self:
        """Openings in force of the whole conversation."""
        return self.filter(_whole())

    def with_whole(self) -> Self:
        """Adds ``is_whole``: whether the whole may be read now."""
        return self.annotate(is_whole=Case(When(_whole(), then=True), default=False, output_field=BooleanField()))

    def out_of_line(self) -> Self:
        """Those of supervisors no line of whom covers the employee any more."""
        reads = Q(_in_line()) & Q(reader__is_active=True)
        return self.live().filter(~reads, to=Opening.To.SUPERVISOR)

    def of(self, conversation: Conversation) -> list[Opening]:
        """Those in force or waiting in one conversation, with their readers and ``is_whole``."""
        known = self.live().exclude(to=Opening.To.TRUSTED).filter(conversation=conversation)
        rows: list[Opening] = list(known.with_whole().select_related("reader"))
        for row in rows:
            row.conversation = conversation
        return rows

    def trusted_in(self, conversation: Conversation) -> list[Opening]:
        """Who reads the confirmed memo because the employee trusts them: for the employee alone."""
        return list(self.filter(_memo(), conversation=conversation).select_related("reader"))

    def readable_by(self, user: User) -> Self:
        """What is open to this reader now, whole or a part. Adds ``is_whole``."""
        return self.filter(_whole() | _own_part() | _agreed() | _memo(), reader=user).with_whole()

    def to_reader(self, user: User) -> Self:
        """What was ever opened to this reader, also what has been taken back: that it was is theirs to know."""
        return self.filter(reader=user)

    def editable_by(self, user: User) -> Self:
        """Openings in force or waiting, for the parties."""
        mine = Conversation.objects.of_party(user).values("pk")
        return self.live().filter(_known_to(user), conversation__in=mine)

    def visible_to(self, user: User) -> Self:
        """The parties see to whom it is opened; a reader sees their own opening."""
        mine = Q(reader=user) & (_whole() | _own_part() | _agreed() | _memo())
        ours = Q(conversation__in=Conversation.objects.of_party(user).values("pk"))
        return self.filter(mine | ours & _known_to(user))


class Opening(InConversation):
    """A person to whom the employee opens a conversation: a later supervisor, a deputy, the next level, or HR.

    A supervisor may be given what was agreed alone, and anybody whom the employee trusts the confirmed memo until a
    day: a shop steward, a representative, occupational health, a colleague. Who of these it is, nothing says, and the
    other party is told nothing of it.

    Own part alone (the employee's items, the agreements, the employee's differing view) is the employee's to take to
    HR; the whole goes to HR only when both parties open it. Nobody else hands anything over.
    """

    record = replace(
        Conversation.record,
        readers="the parties and the reader",
        purpose="only the two whose conversation it is open it to others",
    )

    class To(models.TextChoices):
        """In which role the reader reads."""

        SUPERVISOR = "supervisor", _("supervisor")
        HR = "hr", _("HR")
        TRUSTED = "trusted", _("somebody whom the employee trusts")

    class Scope(models.TextChoices):
        """How much is opened."""

        OWN = "own", _("my items, our agreements and my differing view")
        WHOLE = "whole", _("the whole conversation")
        AGREED = "agreed", _("only what was agreed")
        MEMO = "memo", _("the confirmed memo")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="openings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    to = models.CharField(max_length=10, choices=To.choices)
    scope = models.CharField(max_length=10, choices=Scope.choices)  # how much the employee opens
    employee_opened_at = models.DateTimeField(null=True)
    supervisor_opened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    until = models.DateField(null=True)  # the last day, of the memo alone
    objects: OpeningQuerySet = OpeningQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One live opening for each reader and role."""

        ordering = ("created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "reader", "to"], condition=Q(ended_at=None), name="opening_live_once"
            )
        ]
        indexes = [models.Index(fields=["reader", "ended_at"], name="opening_reader")]

    def __str__(self) -> str:
        return f"opening of {self.conversation_id}"

    is_whole: bool  # annotated

    @property
    def is_lapsed(self) -> bool:
        """Opened to an HR person whose tasks or employment have ended since, also if they have come back."""
        until = self.reader.hr_until if self.to == self.To.HR else None
        return until is not None and self.created_at <= until

    @property
    def reads_own(self) -> bool:
        """Whether the reader reads at least the employee's own part."""
        is_hr = self.to == self.To.HR and self.reader.is_hr and self.reader.is_active
        return is_hr and not self.is_lapsed and self.employee_opened_at is not None

    @property
    def reads_agreed(self) -> bool:
        """Whether a supervisor has been given what was agreed alone."""
        return (self.to, self.scope) == (self.To.SUPERVISOR, self.Scope.AGREED)

    @property
    def reads_memo(self) -> bool:
        """Whether somebody whom the employee trusts reads the confirmed memo alone today."""
        is_given = self.to == self.To.TRUSTED and self.employee_opened_at is not None and self.reader.is_active
        return is_given and self.until is not None and self.until >= timezone.localdate()

    @property
    def waits_name(self) -> str:
        """The name of the party whose yes is missing."""
        return self.conversation.name_of(self.waits_for)

    @property
    def waits_for(self) -> str:
        """The side whose yes is missing before HR reads the whole; "" when nothing has been suggested or both agree."""
        if self.to != self.To.HR or self.is_lapsed:
            return ""
        whole_by_employee = self.employee_opened_at and self.scope == self.Scope.WHOLE
        if whole_by_employee and not self.supervisor_opened_at:
            return Side.SUPERVISOR.value
        return Side.EMPLOYEE.value if self.supervisor_opened_at and not whole_by_employee else ""
