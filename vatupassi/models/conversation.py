"""A conversation between an employee and a supervisor: who sees it, its time, its life from invitation to closing."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import ReadItem
from core.addresses import address
from people.models.units import SupervisionLine
from people.models.users import covered_by
from vatupassi.models.occasions import Occasion

if TYPE_CHECKING:
    from people.models import User


class Side(models.TextChoices):
    """The two parties of a conversation."""

    EMPLOYEE = "employee", _("employee")
    SUPERVISOR = "supervisor", _("supervisor")

    @property
    def other(self) -> Side:
        """The other party."""
        return Side.SUPERVISOR if self is Side.EMPLOYEE else Side.EMPLOYEE


class Locked(Exception):
    """The text has been confirmed by both, or the conversation is over: nothing is written any more."""


def holds(user: User) -> Q:
    """The supervisor in the conversation, as long as a live line of theirs covers the employee's unit today."""
    return Q(supervisor=user) & Q(covered_by(user, "employee__unit_id"))


def party(user: User) -> Q:
    """The employee, or the supervisor whose line is alive."""
    return Q(employee=user) | holds(user)


def supervisor_reads(conversation: str = "") -> Exists:
    """Whether the supervisor in a conversation (behind a prefix like "conversation__") still leads the employee."""
    return Exists(
        SupervisionLine.objects.live().filter(
            supervisor=OuterRef(f"{conversation}supervisor"),
            supervisor__is_active=True,
            unit__below__unit=OuterRef(f"{conversation}employee__unit_id"),
        )
    )


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Named sets of conversations."""

    def with_side(self, user: User) -> Self:
        """Adds ``side``: the user's party, or "" for a reader to whom the conversation has been opened."""
        return self.annotate(
            side=Case(
                When(employee=user, then=Value(Side.EMPLOYEE.value)),
                When(supervisor=user, then=Value(Side.SUPERVISOR.value)),
                default=Value(""),
                output_field=models.CharField(),
            ),
            can_edit=ExpressionWrapper(
                Q(status__in=Conversation.WRITABLE) & (Q(employee=user) | Q(supervisor=user)),
                output_field=BooleanField(),
            ),
        )

    def visible_to(self, user: User) -> Self:
        """Conversations this user is a party to, and those opened whole to them. Adds ``side`` and ``can_edit``."""
        from vatupassi.models.openings import Opening

        opened = Exists(Opening.objects.live().whole().filter(conversation=OuterRef("pk"), reader=user))
        return self.filter(party(user) | opened).with_side(user)

    def with_hints(self, user: User) -> Self:
        """Adds what a page must ask about only where it exists: ``forked``, ``opened_wide``, ``unfinished_before``.

        ``follow_up_at`` is the time of the follow-up ahead, ``supervisor_reads`` whether the supervisor still sees it.
        """
        from vatupassi.models.agreements import Agreement, FollowUp
        from vatupassi.models.openings import Opening
        from vatupassi.models.texts import Fork

        earlier = Agreement.objects.unfinished().filter(
            conversation__employee=OuterRef("employee"),
            conversation__supervisor=OuterRef("supervisor"),
            conversation__created_at__lt=OuterRef("created_at"),
        )
        return self.with_supervisor_reads().annotate(
            forked=Exists(Fork.objects.filter(conversation=OuterRef("pk"))),
            opened_wide=Exists(Opening.objects.live().filter(conversation=OuterRef("pk"))),
            unfinished_before=Exists(earlier),
            follow_up_at=Subquery(
                FollowUp.objects.filter(conversation=OuterRef("pk"), held_at=None).values("starts_at")[:1]
            ),
        )

    def with_supervisor_reads(self) -> Self:
        """Adds ``supervisor_reads``: whether the supervisor still sees it."""
        return self.annotate(supervisor_reads=supervisor_reads())

    def of_party(self, user: User) -> Self:
        """Conversations this user is a party to, whatever their state."""
        return self.filter(party(user)).with_side(user)

    def with_team_of(self, supervisor: User) -> Self:
        """Conversations that this supervisor holds, in a query of the team: whom a live line covers is known there."""
        return self.filter(supervisor=supervisor)

    def editable_by(self, user: User) -> Self:
        """Conversations in which this party may still write."""
        return self.of_party(user).filter(status__in=Conversation.WRITABLE)

    def asked_of(self, user: User) -> Self:
        """Invitations and proposals of a time that wait for this user's answer."""
        mine = Q(employee=user, awaiting=Side.EMPLOYEE) | Q(supervisor=user, awaiting=Side.SUPERVISOR)
        return self.filter(mine).ahead()

    def ahead(self) -> Self:
        """Still to be held or going on."""
        return self.filter(status__in=Conversation.WRITABLE)

    def soonest_first(self) -> Self:
        """By time, for one person's list: sorted after they are found.

        By the plain column PostgreSQL walks along the index of what lies ahead for everybody, a whole town's, until it
        has met enough of one person's.
        """
        return self.order_by(Coalesce("starts_at", "created_at"), "pk")

    def for_update(self) -> Self:
        """Lock the row: everything written in one conversation is written in turn."""
        return self.select_for_update(of=("self",))


class Conversation(models.Model):
    """Seen by: the parties, and those to whom it is opened (see `Opening`).

    Lives: 24 months from closing; a silent one closes by itself after 12 months. Texts stand in rows of their own,
    encrypted; here is only that a conversation exists (P2). The names of the parties are kept as they were, so that a
    memo stays readable when somebody has left.
    """

    class Status(models.TextChoices):
        """Where the conversation is in its life."""

        INVITED = "invited", _("invited")
        AGREED = "agreed", _("time agreed")
        CONFIRMED = "confirmed", _("confirmed")
        CLOSED = "closed", _("closed")
        DECLINED = "declined", _("not held")

    WRITABLE = (Status.INVITED, Status.AGREED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    employee_name = models.CharField(max_length=190)
    employee_title = models.CharField(max_length=120, blank=True)
    supervisor_name = models.CharField(max_length=190)
    supervisor_title = models.CharField(max_length=120, blank=True)
    unit_name = models.CharField(max_length=150, blank=True)

    started_by = models.CharField(max_length=10, choices=Side.choices)
    awaiting = models.CharField(max_length=10, choices=Side.choices, blank=True)  # whose answer the time waits for
    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    place = models.CharField(max_length=200, blank=True)
    video_link = models.URLField(max_length=500, blank=True)
    memo_language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    support_name = models.CharField(max_length=120, blank=True)  # a support person whom the employee brings
    support_role = models.CharField(max_length=120, blank=True)
    # Kykenenkö and the nine questions come into the memo only when both tick them in
    ability_by_employee = models.BooleanField(default=False)
    ability_by_supervisor = models.BooleanField(default=False)
    nine_by_employee = models.BooleanField(default=False)
    nine_by_supervisor = models.BooleanField(default=False)

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.INVITED)
    revision = models.PositiveIntegerField(default=1)  # any change: what the live page polls
    text_revision = models.PositiveIntegerField(default=1)  # a change of what is confirmed
    calendar_sequence = models.PositiveIntegerField(default=0)  # .ics SEQUENCE
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)  # silence is counted from here
    silence_noticed_at = models.DateTimeField(null=True)  # when the parties were told that it will close by itself
    closed_on = models.DateField(null=True, db_index=True)  # the retention clock starts here
    objects: ConversationQuerySet = ConversationQuerySet.as_manager()  # type: ignore[assignment]

    side: str  # annotated
    can_edit: bool  # annotated
    forked: bool = True  # annotated by `with_hints`; without it the page asks
    _hr_reader: uuid.UUID | None = None
    _as_hr = False
    _read: tuple[User, ReadItem] | None = None
    opened_wide: bool = True
    unfinished_before: bool = True
    supervisor_reads: bool | None = None
    follow_up_at: datetime.datetime | None = None

    class Meta:
        """Coming first is for the lists to say; by default the newest first."""

        ordering = ("-starts_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=~Q(employee=F("supervisor")), name="conversation_needs_two"),
            models.CheckConstraint(
                condition=Q(status__in=["closed", "declined"]) ^ Q(closed_on=None), name="conversation_closed_has_date"
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "-starts_at"], name="conversation_employee"),
            models.Index(fields=["supervisor", "-starts_at"], name="conversation_supervisor"),
            models.Index(
                fields=["starts_at"], name="conversation_ahead", condition=Q(status__in=["invited", "agreed"])
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    def get_absolute_url(self) -> str:
        """The conversation's own page."""
        return address("conversation_detail", self.pk)

    # who

    def side_of(self, user: User) -> Side | None:
        """The user's party, or None for a reader."""
        if user.pk == self.employee_id:
            return Side.EMPLOYEE
        return Side.SUPERVISOR if user.pk == self.supervisor_id else None

    def person(self, side: str) -> User | None:
        """The user on a side; None when the supervisor's account is gone."""
        return self.employee if side == Side.EMPLOYEE else self.supervisor

    def readers(self) -> list[Side]:
        """The parties who see the conversation today: a supervisor only as long as they lead the employee."""
        reads = self.supervisor_holds() if self.supervisor_reads is None else self.supervisor_reads
        return [Side.EMPLOYEE, Side.SUPERVISOR] if reads else [Side.EMPLOYEE]

    def supervisor_holds(self) -> bool:
        """Whether the supervisor in the conversation still leads the employee and may sign in."""
        supervisor = self.supervisor
        if supervisor is None or not supervisor.is_active:
            return False
        return Conversation.objects.filter(holds(supervisor), pk=self.pk).exists()

    def name_of(self, side: str) -> str:
        """The name on a side, as it was when the conversation started."""
        return self.employee_name if side == Side.EMPLOYEE else self.supervisor_name

    def other_name(self) -> str:
        """The other party's name, seen from the side that the query annotated."""
        return self.employee_name if self.side == Side.SUPERVISOR else self.supervisor_name

    def read_item(self, reader: User) -> ReadItem:
        """What the access log says when somebody reads a text of this conversation."""
        if self._read is None or self._read[0] is not reader:  # a page opens dozens of texts
            side = self.side_of(reader)
            role = side.value if side else ("hr" if reader.is_hr and self._opened_to_hr(reader) else "opened")
            self._read = reader, ReadItem("conversation", self.pk, self.employee_id, role, party=side is not None)
        return self._read[1]

    def _opened_to_hr(self, reader: User) -> bool:
        """Whether somebody of HR reads as HR, not as the supervisor that they may be as well."""
        if self._hr_reader != reader.pk:
            self._hr_reader, self._as_hr = reader.pk, self.openings.live().filter(reader=reader, to="hr").exists()
        return self._as_hr

    # state

    @property
    def is_open(self) -> bool:
        """Whether the parties may write."""
        return self.status in self.WRITABLE

    @property
    def is_confirmed(self) -> bool:
        """Whether both have confirmed the text as it stands."""
        return self.status == self.Status.CONFIRMED

    @property
    def is_over(self) -> bool:
        """Closed or never held."""
        return self.status in (self.Status.CLOSED, self.Status.DECLINED)

    @property
    def ends_at(self) -> datetime.datetime:
        """When the booked time ends."""
        return self.starts_at + datetime.timedelta(minutes=self.minutes)

    @property
    def has_begun(self) -> bool:
        """Whether its time has come."""
        return self.starts_at <= timezone.now()

    def touch(self, *, text: bool = False, **changes: Any) -> None:
        """Save named changes and move the revision that the live page polls; ``text`` also asks for new confirmation.

        The row must be locked by the caller (``for_update``).
        """
        for name, value in changes.items():
            setattr(self, name, value)
        self.revision += 1
        self.text_revision += int(text)
        self.touched_at = timezone.now()
        self.silence_noticed_at = None
        self.save(
            update_fields=["revision", "text_revision", "touched_at", "silence_noticed_at", *changes],
        )

    def require_open(self) -> None:
        """Raise `Locked` where nothing may be written."""
        if not self.is_open:
            raise Locked

    def close(self, *, status: str = Status.CLOSED) -> None:
        """End the conversation: the retention clock starts. Doing it twice changes nothing."""
        if not self.is_over:
            self.touch(status=status, closed_on=timezone.localdate(), awaiting="")
