"""A conversation between an employee and a supervisor: who sees it, its time, its life from invitation to closing."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from core.access import ReadItem
from core.addresses import address
from core.day import day_of, today
from core.formats import clock_only
from core.records import Data, Ground, Record
from core.retention import period
from core.sealed import SealedTextField
from core.texts.joint import EarlierText, JointText
from core.texts.versioned import VersionedText
from people.supervision.models import SupervisionLine
from people.user.models import covered_by, is_away
from vatupassi.level.questions import Position, Question
from vatupassi.occasion.steps import STEPS, Step, asks_levels, line_of

if TYPE_CHECKING:
    from people.models import User


SILENCE_NOTICE = datetime.timedelta(days=30)  # between telling that a silent conversation closes and its closing


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
    """Why a conversation is held, and so which steps it has."""

    record = Record(
        data=Data.PUBLIC,
        readers="everybody",
        purpose="both know why they talk, and in which steps",
        ground=Ground.NOBODY,
        until="no conversation has it; it names nobody",
    )

    class Weight(models.TextChoices):
        """How much an invitation asks: the groups in which occasions are offered."""

        LIGHT = "light", _("Light")
        THOROUGH = "thorough", _("Thorough")
        DEBRIEFING = "debriefing", _("After something hard")

    code = models.SlugField(max_length=40, unique=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=80)
    name_sv = models.CharField(_("name in Swedish"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    steps = models.JSONField()  # codes of vatupassi.occasion.steps.STEPS, in order
    weight = models.CharField(_("group"), max_length=10, choices=Weight.choices, default=Weight.THOROUGH)
    minutes = models.PositiveSmallIntegerField(_("length"), default=45)  # what is proposed
    position = models.PositiveSmallIntegerField(default=100)
    in_use = models.BooleanField(_("in use"), default=True)
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
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
    def kept_as(self) -> str:
        """Which period of `core.retention` holds for its conversations from their closing, once they have been held."""
        return "conversation_light" if self.weight == self.Weight.LIGHT else "conversation"

    @property
    def line(self) -> str:
        """What it is for, in a few words."""
        return line_of(self.code, self.steps)

    @property
    def walk(self) -> list[Step]:
        """The steps in order. What is talked through in one step is agreed on there, and in no step of its own."""
        return [STEPS[code] for code in self.steps if code != "agreements" or self.agrees_on == code]

    @property
    def has_levels(self) -> bool:
        """Whether the four questions are asked in it."""
        return asks_levels(self.steps)

    @property
    def agrees_on(self) -> str:
        """The code of the step that shows all that is agreed."""
        talked = [code for code in self.steps if code not in ("agreements", "follow-up", "memo")]
        return "agreements" if "agreements" in self.steps and len(talked) != 1 else talked[0]


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


class Restricted(Locked):
    """The employee has asked that the use of their data is restricted: it is read, and written by nobody."""


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


class Standing(NamedTuple):
    """How something stands, in a word or two, and the kind of its chip: late, here, amber, lime, grey or nothing."""

    word: str
    kind: str = ""


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
                Q(status__in=Conversation.WRITABLE, way=Conversation.Way.TOOL)
                & Q(employee__restricted_since=None)
                & (Q(employee=user) | Q(supervisor=user)),
                output_field=BooleanField(),
            ),
        )

    def visible_to(self, user: User) -> Self:
        """Conversations this user is a party to, and those opened whole to them. Adds ``side`` and ``can_edit``."""
        # what hangs on a conversation is defined after it
        from vatupassi.opening.models import Opening

        opened = Exists(Opening.objects.live().whole().filter(conversation=OuterRef("pk"), reader=user))
        return self.filter(party(user) | opened).with_side(user)

    def with_hints(self, user: User) -> Self:
        """Adds what a page must ask about only where it exists: ``opened_wide``, ``unfinished_before``.

        So it is with ``brings_support``, ``brings_interpreter`` and ``has_message``.

        ``follow_up_at`` is the time of the follow-up ahead, ``supervisor_reads`` whether the supervisor still sees it.
        """
        # what hangs on a conversation is defined after it
        from vatupassi.agreement.models import Agreement
        from vatupassi.follow_up.models import FollowUp
        from vatupassi.opening.models import Opening

        earlier = Agreement.objects.unfinished().filter(
            conversation__employee=OuterRef("employee"),
            conversation__supervisor=OuterRef("supervisor"),
            conversation__created_at__lt=OuterRef("created_at"),
        )
        return self.with_supervisor_reads().annotate(
            opened_wide=Exists(Opening.objects.live().filter(conversation=OuterRef("pk"))),
            unfinished_before=Exists(earlier),
            brings_support=Exists(SupportPerson.objects.filter(conversation=OuterRef("pk"))),
            brings_interpreter=Exists(Interpreter.objects.filter(conversation=OuterRef("pk"))),
            has_message=Exists(InvitationMessage.objects.filter(conversation=OuterRef("pk"))),
            follow_up_at=Subquery(
                FollowUp.objects.filter(conversation=OuterRef("pk"), held_at=None).values("starts_at")[:1]
            ),
        )

    def with_standing(self, user: User) -> Self:
        """Adds what the words for how it stands ask (`Conversation.standing`, `follow_up_standing`).

        ``i_confirmed``, ``i_confirmed_before`` (an earlier text), ``other_confirmed``; the follow-up ahead:
        ``next_at``, ``follow_up_number``;
        ``somebody_is_away``: one of the two, today.
        """
        # what hangs on a conversation is defined after it
        from vatupassi.follow_up.models import FollowUp
        from vatupassi.memo.models import Confirmation

        confirmations = Confirmation.objects.filter(conversation=OuterRef("pk"))
        confirmed = confirmations.filter(text_revision=OuterRef("text_revision"))
        before = confirmations.filter(text_revision__lt=OuterRef("text_revision"))
        ahead = FollowUp.objects.ahead().filter(conversation=OuterRef("pk")).order_by("starts_at")
        return self.annotate(
            i_confirmed=Exists(confirmed.filter(by=user)),
            i_confirmed_before=Exists(before.filter(by=user)),
            other_confirmed=Exists(confirmed.exclude(by=user)),
            next_at=Subquery(ahead.values("starts_at")[:1]),
            follow_up_number=Subquery(ahead.values("number")[:1]),
            somebody_is_away=ExpressionWrapper(is_away("employee__") | is_away("supervisor__"), BooleanField()),
        )

    def with_supervisor_reads(self) -> Self:
        """Adds ``supervisor_reads``: whether the supervisor still sees it."""
        return self.annotate(supervisor_reads=supervisor_reads())

    def of_party(self, user: User) -> Self:
        """Conversations this user is a party to, whatever their state."""
        return self.filter(party(user)).with_side(user)

    def between(self, user: User) -> Self:
        """Conversations that name this user as one of the two, also when a supervisor's line has ended since."""
        return self.filter(Q(employee=user) | Q(supervisor=user))

    def with_team_of(self, supervisor: User) -> Self:
        """Conversations that this supervisor holds, in a query of the team: whom a live line covers is known there."""
        return self.filter(supervisor=supervisor)

    def editable_by(self, user: User) -> Self:
        """Conversations in which this party may still write, unless it `is_restricted`: then the act says so."""
        return self.of_party(user).written_here().filter(status__in=Conversation.WRITABLE)

    def asked_of(self, user: User) -> Self:
        """Invitations and proposals of a time that wait for this user's answer."""
        mine = Q(employee=user, awaiting=Side.EMPLOYEE) | Q(supervisor=user, awaiting=Side.SUPERVISOR)
        return self.filter(mine).ahead()

    def written_here(self) -> Self:
        """Those that use the tool: of the others nothing is kept but that they are or were."""
        return self.filter(way=Conversation.Way.TOOL)

    def ahead(self) -> Self:
        """Still to be held or going on."""
        return self.filter(status__in=Conversation.WRITABLE)

    def to_come(self) -> Self:
        """What a list shows as coming or under way, after `with_standing`.

        What lies ahead, and what is not held of it until its time has passed; a follow-up ahead; what one of the two
        has ended and the other may open again.
        """
        cancelled = Q(status=Conversation.Status.DECLINED, starts_at__gt=timezone.now())
        goes_on = Q(next_at__isnull=False) | Q(status=Conversation.Status.ENDING)
        return self.filter(Q(status__in=Conversation.WRITABLE) | cancelled | goes_on)

    def been(self) -> Self:
        """And what it shows as earlier: nothing whose time lies ahead, unless it was held before it."""
        over = [status for status in Conversation.HELD if status != Conversation.Status.ENDING]
        declined = Q(status=Conversation.Status.DECLINED, starts_at__lte=timezone.now())
        return self.filter(Q(status__in=over) | declined)

    def soonest_first(self) -> Self:
        """By time, that of a held one's follow-up, for one person's list after `with_standing`: sorted once found.

        By the plain column PostgreSQL walks along the index of what lies ahead for everybody, a whole town's, until it
        has met enough of one person's.
        """
        its_own = When(status__in=Conversation.WRITABLE, then=Coalesce("starts_at", "created_at"))
        return self.order_by(Case(its_own, default=Coalesce("next_at", "starts_at")), "pk")

    def for_update(self) -> Self:
        """Lock the row: everything written in one conversation is written in turn."""
        return self.select_for_update(of=("self",))


class Conversation(models.Model):
    """What two people talk about and agree on. Texts stand in rows of their own; here is only that it exists.

    The names of the parties are copies, so that it stays readable when somebody has left: renewed with the person's own
    until it has ended (`renew_names`), then kept. A confirmed memo keeps the names that it was confirmed with.
    """

    record = Record(
        data=Data.PROCESS,
        readers="the parties, and those to whom it is opened (see `Opening`)",
        purpose="strain is noticed early, and what helps is agreed on and followed up",
        ground=Ground.WORK_SAFETY,
        # where it was not held; where it was
        kept=("conversation_declined", "conversation", "conversation_light", "conversation_longest"),
    )

    class Status(models.TextChoices):
        """Where the conversation is in its life."""

        INVITED = "invited", _("invited")
        AGREED = "agreed", _("time agreed")
        CONFIRMED = "confirmed", _("confirmed")
        ENDING = "ending", _("ended by one party")  # the other may still open it again: conversation/ending.py
        CLOSED = "closed", _("closed")
        DECLINED = "declined", _("not held")

    class Way(models.TextChoices):
        """How it is held: the tool is voluntary, and what two say to each other is not written here then."""

        TOOL = "", _("with the tool")
        PAPER = "paper", _("on paper")
        WITHOUT = "without", _("without the tool")  # it has been held so

    WRITABLE = (Status.INVITED, Status.AGREED)
    HELD = (Status.CONFIRMED, Status.ENDING, Status.CLOSED)

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
    time_refused = models.BooleanField(
        default=False
    )  # it does not suit the other's shift: who is awaited finds another
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.TOOL, blank=True)
    said_by = models.CharField(max_length=10, choices=Side.choices, blank=True)  # who says: held without the tool
    signed_on_paper = models.BooleanField(default=False)  # one of them says so of a memo that is not here
    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    place = models.CharField(max_length=200, blank=True)
    video_link = models.URLField(max_length=500, blank=True)
    memo_language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    # Kykenenkö, the nine questions and the supervisor's view come into the memo only when both tick them in
    ability_by_employee = models.BooleanField(default=False)
    ability_by_supervisor = models.BooleanField(default=False)
    nine_by_employee = models.BooleanField(default=False)
    nine_by_supervisor = models.BooleanField(default=False)
    view_by_employee = models.BooleanField(default=False)
    view_by_supervisor = models.BooleanField(default=False)

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.INVITED)
    revision = models.PositiveIntegerField(default=1)  # any change: what the live page polls
    text_revision = models.PositiveIntegerField(default=1)  # a change of what is confirmed
    calendar_sequence = models.PositiveIntegerField(default=0)  # .ics SEQUENCE
    agreed_on = models.DateField(null=True)  # the day on which its time was agreed; None: it is not, or nobody kept it
    # the time and minutes that a supervisor knows who leads the employee no more; None: as they are
    supervisor_knew = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)  # silence is counted from here
    silence_noticed_at = models.DateTimeField(null=True)  # when the parties were told that it will close by itself
    held_on = models.DateField(null=True)  # the day on which it was really held; None: not said, see `held_day`
    ended_by = models.CharField(max_length=10, choices=Side.choices, blank=True)  # while the other may open it again
    ended_at = models.DateTimeField(null=True, db_index=True)
    status_before = models.CharField(max_length=10, blank=True)  # what it becomes again
    closed_on = models.DateField(null=True, db_index=True)  # the retention clock starts here
    objects: ConversationQuerySet = ConversationQuerySet.as_manager()  # type: ignore[assignment]

    side: str  # annotated
    can_edit: bool  # annotated
    _hr_reader: uuid.UUID | None = None
    _as_hr = False
    _read: tuple[User, ReadItem] | None = None
    opened_wide: bool = True
    unfinished_before: bool = True
    brings_support: bool = True
    brings_interpreter: bool = True
    has_message: bool = True
    supervisor_reads: bool | None = None
    follow_up_at: datetime.datetime | None = None
    i_confirmed: bool = False
    i_confirmed_before: bool = False
    other_confirmed: bool = False
    next_at: datetime.datetime | None = None
    follow_up_number: int | None = None
    somebody_is_away: bool = False

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

    @property
    def has_lost_supervisor(self) -> bool:
        """Whether it goes on although the supervisor in it leads the employee no longer."""
        return not self.is_over and Side.SUPERVISOR not in self.readers()

    def supervisor_holds(self) -> bool:
        """Whether the supervisor in the conversation still leads the employee and may sign in."""
        supervisor = self.supervisor
        if supervisor is None or not supervisor.is_active:
            return False
        return Conversation.objects.filter(holds(supervisor), pk=self.pk).exists()

    def known(self, starts_at: datetime.datetime, minutes: int, knew: list[str | int] | None) -> list[str | int] | None:
        """What the supervisor knows of a time (`supervisor_knew`) that is about to be another than this one."""
        if self.supervisor_holds():
            return None
        return [starts_at.isoformat(), minutes] if knew is None else knew

    def time_known_to(self, side: str) -> dict[str, str | int]:
        """When it was to be, as a letter to this side may tell when it is not held."""
        knew = None
        if side == Side.SUPERVISOR and not self.supervisor_holds():
            knew = self.supervisor_knew
        was_at, minutes = knew or [self.starts_at.isoformat(), self.minutes]
        return {"was_at": was_at, "minutes": minutes}

    def name_of(self, side: str) -> str:
        """The name on a side: the person's own until the conversation has ended."""
        return self.employee_name if side == Side.EMPLOYEE else self.supervisor_name

    def reader_names(self) -> list[str]:
        """The names of the parties who see the conversation today, the employee's first."""
        return [self.name_of(side) for side in self.readers()]

    @property
    def names(self) -> dict[str, str]:
        """The name on each side."""
        return {Side.EMPLOYEE.value: self.employee_name, Side.SUPERVISOR.value: self.supervisor_name}

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
        """Whether it lies ahead or is going on."""
        return self.status in self.WRITABLE

    @property
    def is_restricted(self) -> bool:
        """Whether it is only read for now, because the employee has asked for it (`people.rights`)."""
        return self.employee.restricted_since is not None

    @property
    def is_written_here(self) -> bool:
        """Whether the two use the tool for it: on paper nothing of what they say is kept."""
        return self.way == self.Way.TOOL

    @property
    def is_denied(self) -> bool:
        """Whether one has said that they have talked without the tool, and the other that they have not."""
        return self.way == self.Way.WITHOUT and self.status == self.Status.DECLINED

    @property
    def is_confirmed(self) -> bool:
        """Whether both have confirmed the text as it stands."""
        return self.status == self.Status.CONFIRMED

    @property
    def is_over(self) -> bool:
        """Closed, never held, or ended by one party: nothing is written, unless the other opens it again."""
        return self.status in (self.Status.CLOSED, self.Status.DECLINED, self.Status.ENDING)

    @property
    def is_ending(self) -> bool:
        """Whether one party has ended it and the other may open it again."""
        return self.status == self.Status.ENDING

    @property
    def held_day(self) -> datetime.date:
        """The day on which it was held, as either party has said.

        Where nobody has: the booked day, or today as long as that lies ahead, since they are talking now.
        """
        return self.held_on or min(day_of(self.starts_at), today())

    @property
    def day_so_far(self) -> datetime.date:
        """The day of a draft: the booked one until its time has come, unless either party has said another."""
        return self.held_day if self.held_on or self.has_begun else day_of(self.starts_at)

    @property
    def is_held(self) -> bool:
        """Whether it has been held, as far as the two have said so: the memo is confirmed, or it has ended."""
        return self.status in self.HELD

    @property
    def ends_at(self) -> datetime.datetime:
        """When the booked time ends."""
        return self.starts_at + datetime.timedelta(minutes=self.minutes)

    @property
    def has_begun(self) -> bool:
        """Whether its time has come."""
        return self.starts_at <= timezone.now()

    @property
    def standing(self) -> Standing:
        """How it stands, for the side that the query annotated: the same words on every page that shows it."""
        if self.is_open:
            return self._standing_ahead
        words = {
            self.Status.CONFIRMED: Standing(gettext("memo confirmed"), "lime"),
            self.Status.ENDING: Standing(gettext("ended by one party"), "amber"),
            self.Status.CLOSED: Standing(gettext("ended"), "grey"),
        }
        return words.get(self.Status(self.status), Standing(gettext("not held"), "grey"))

    @property
    def is_asked_again(self) -> bool:
        """Whether the text has changed since this side confirmed it."""
        return self.i_confirmed_before and not self.i_confirmed

    @property
    def waits_for_my_confirmation(self) -> bool:
        """Whether the other has confirmed the text, or this side an earlier one."""
        return not self.i_confirmed and (self.other_confirmed or self.i_confirmed_before)

    @property
    def _standing_ahead(self) -> Standing:
        if self.awaiting:
            if self.awaiting == self.side:
                return Standing(gettext("waits for your answer"), "amber")
            return Standing(gettext("suggestion sent"))
        if self.waits_for_my_confirmation:
            return Standing(gettext("waits for your confirmation"), "amber")
        if self.i_confirmed:
            return Standing(gettext("confirmed by you"))
        if self.has_begun:
            return Standing(pgettext("a conversation", "under way"), "grey")
        if day_of(self.starts_at) == today():
            return Standing(gettext("today %(clock)s") % {"clock": clock_only(self.starts_at)}, "here")
        return Standing(gettext("time agreed"))

    @property
    def follow_up_standing(self) -> Standing:
        """How the follow-up ahead stands: late on the supervisor's side alone, and while neither of them is away."""
        if self.next_at is None:
            return Standing("")
        day, now = day_of(self.next_at), today()
        if day == now:
            return Standing(gettext("today %(clock)s") % {"clock": clock_only(self.next_at)}, "here")
        if day < now and self.side == Side.SUPERVISOR and not self.somebody_is_away:
            return Standing(gettext("follow-up late"), "late")
        return Standing(gettext("follow-up agreed"))

    @property
    def has_come(self) -> bool:
        """Whether this side may begin: a supervisor on its day, an employee, who prepares until then, at its time."""
        return day_of(self.starts_at) <= today() if self.side == Side.SUPERVISOR else self.has_begun

    @property
    def way_in(self) -> str:
        """What the button says that leads there: until it has come one prepares, where the four questions are asked."""
        prepares = not self.has_come and self.occasion.has_levels
        return gettext("Prepare") if prepares else gettext("Go to the conversation")

    def touch(self, *, text: bool = False, **changes: Any) -> None:
        """Save named changes and move the revision that the live page polls; ``text`` also asks for new confirmation.

        The row must be locked by the caller (``for_update``). Every change of a conversation comes through here, so
        here is where nothing changes while it is restricted.
        """
        self.require_unrestricted()
        self.renew(text=text, **changes)

    def renew(self, *, text: bool = False, **changes: Any) -> None:
        """The same for what takes a reading away: that holds while it is restricted, too."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.revision += 1
        self.text_revision += int(text)
        self.touched_at = timezone.now()
        self.silence_noticed_at = None
        self.save(
            update_fields=["revision", "text_revision", "touched_at", "silence_noticed_at", *changes],
        )

    @property
    def closes_on(self) -> datetime.date | None:
        """The day when a silent one closes by itself: always thirty days from the notice; None without one."""
        if self.silence_noticed_at is None or self.is_over:
            return None
        silence = period("conversation_silent_closes")
        noticed_on = timezone.localdate(self.silence_noticed_at)
        return max(silence.after(timezone.localdate(self.touched_at)), noticed_on + SILENCE_NOTICE)

    def require_unrestricted(self) -> None:
        """Raise `Restricted` while it is only read."""
        if self.is_restricted:
            raise Restricted

    def require_ahead(self) -> None:
        """Raise `Locked` where nothing is to be agreed on any more."""
        self.require_unrestricted()
        if not self.is_open:
            raise Locked

    def require_open(self) -> None:
        """Raise `Locked` where nothing may be written."""
        self.require_unrestricted()
        if not self.is_open or not self.is_written_here:
            raise Locked

    def close(self, *, status: str = Status.CLOSED) -> None:
        """End the conversation: the retention clock starts. Doing it twice changes nothing."""
        if not self.closed_on:
            nothing: dict[str, Any] = {"ended_by": "", "ended_at": None, "status_before": ""}
            self.touch(status=status, closed_on=timezone.localdate(), awaiting="", **nothing)
            self.forget_versions()

    def forget_versions(self) -> None:
        """What stood in the notes before: nobody needs it once the text is confirmed, or over."""
        NoteVersion.objects.filter(of__conversation=self).delete()


def renew_names(person: User) -> None:
    """Somebody's name or title has changed: their conversations that have not ended show the present one.

    No revision moves, since nobody has written anything; what is confirmed stands in the memo, which keeps its names.
    """
    for side in Side:
        rows = Conversation.objects.filter(**{side.value: person}, closed_on=None)
        for language, _name in settings.LANGUAGES:  # a title stands in the language of the memo
            said = {f"{side.value}_name": person.name, f"{side.value}_title": person.title_in(language)}
            rows.filter(memo_language=language).update(**said)


# What is written and marked in a conversation


class InConversation(models.Model):
    """A row whose texts belong to a conversation: its readers are the conversation's readers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation: models.ForeignKey

    class Meta:
        """No table of its own."""

        abstract = True

    def read_item(self, reader: User) -> ReadItem:
        """Reading any text of the conversation is one row a day in the access log."""
        return self.conversation.read_item(reader)


class Note(JointText, InConversation):
    """What the two wrote in one slot (see `vatupassi.occasion.steps`), together."""

    record = replace(Conversation.record, data=Data.CONFIDENTIAL, sealed=("text", "clashes"))

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="notes")
    slot = models.CharField(max_length=60)
    edited_by = models.CharField(max_length=10, choices=Side.choices, blank=True)
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Each slot once in a conversation."""

        constraints = [models.UniqueConstraint(fields=["conversation", "slot"], name="note_slot_once")]

    def __str__(self) -> str:
        return f"{self.slot} of {self.conversation_id}"

    @classmethod
    def in_slot(cls, conversation: Conversation, slot: str) -> Note:
        """The note of a slot; a new one where nothing has been written."""
        found = cls.objects.filter(conversation=conversation, slot=slot).first()
        note = found or cls(conversation=conversation, slot=slot)
        note.conversation = conversation
        return note

    @property
    def is_of_follow_up(self) -> bool:
        """Whether it was written at a follow-up: outside the confirmed text, so that it can be written after it."""
        return self.slot.startswith("follow-up.")

    def store(self, text: str, *, by: User) -> None:
        """As `VersionedText.store`, with the writer; both confirm it anew unless it is of a follow-up."""
        self.edited_by, self.edited_at = self.conversation.side_of(by) or "", timezone.now()
        super().store(text, by=by)
        self.conversation.touch(text=not self.is_of_follow_up)

    def last_saved(self, reader: User) -> tuple[datetime.datetime | None, str]:
        """When, and by whom where it was the other party."""
        if not self.version:
            return None, ""
        is_own = self.edited_by in ("", self.conversation.side_of(reader))
        return self.edited_at, "" if is_own else self.conversation.name_of(self.edited_by)

    def writer(self) -> str:
        """The side that saved the text as it stands."""
        return self.edited_by

    def writer_as(self, user: User) -> str:
        """The user's side."""
        return self.conversation.side_of(user) or ""

    def writer_name(self, writer: str) -> str:
        """The name on a side."""
        return self.conversation.name_of(writer)

    def name_of(self, part: dict[str, Any]) -> str:
        """The name that the conversation has today."""
        return self.writer_name(part["who"])


class NoteVersion(EarlierText):
    """A version of a note that a newer one has replaced."""

    record = replace(
        Note.record,
        readers="its writer, as sentences of their own",
        until="both confirm the memo, or the conversation ends",
        sealed=("text",),
    )

    of = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    writer = models.CharField(max_length=10, choices=Side.choices, blank=True)

    class Meta:
        """Each number once."""

        constraints = [models.UniqueConstraint(fields=["of", "number"], name="note_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.of_id}"


class BoardMarkQuerySet(models.QuerySet["BoardMark"]):
    """Named sets of marks."""

    def visible_to(self, user: User) -> Self:
        """Marks of conversations that the user sees; a supervisor's only once the employee has shared that item.

        A supervisor sees their own always.
        """
        shared = BoardMark.objects.filter(
            conversation=OuterRef("conversation"),
            sitting=OuterRef("sitting"),
            question=OuterRef("question"),
            side=Side.EMPLOYEE,
        )
        seen = Q(side=Side.EMPLOYEE) | Q(conversation__supervisor=user) | Exists(shared)
        return self.filter(seen, conversation__in=Conversation.objects.visible_to(user).values("pk"))


class Companion(InConversation):
    """Whom the employee brings along, always under this name alone: who it is may tell of a union or an illness.

    Only the employee brings anybody. The name may be left unsaid; the memo tells of them where the employee ticks it.
    """

    record = replace(Note.record, ground=Ground.WORK_SAFETY_SPECIAL, sealed=("name",))

    conversation = models.OneToOneField(Conversation, models.CASCADE, related_name="%(class)s")
    name = SealedTextField()
    is_printed = models.BooleanField(default=False)  # in the memo

    class Meta:
        """No table of its own."""

        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} of {self.conversation_id}"

    @classmethod
    def of(cls, conversation: Conversation) -> Self | None:
        """Who comes along, if anybody does."""
        row = cls._default_manager.filter(conversation=conversation).first()
        if row is not None:
            row.conversation = conversation
        return row


class SupportPerson(Companion):
    """A shop steward or a colleague, for instance."""

    record = Companion.record


class Interpreter(Companion):
    """Somebody who interprets."""

    record = Companion.record


class InvitationMessage(InConversation):
    """What the one who invites says with the invitation, for the two alone: no letter holds it."""

    record = replace(Note.record, sealed=("text",))

    conversation = models.OneToOneField(Conversation, models.CASCADE, related_name="message")
    text = SealedTextField()

    def __str__(self) -> str:
        return f"message of {self.conversation_id}"

    @classmethod
    def of(cls, conversation: Conversation) -> InvitationMessage | None:
        """What was said, if anything was."""
        row = cls._default_manager.filter(conversation=conversation).first()
        if row is not None:
            row.conversation = conversation
        return row


class OfferQuerySet(models.QuerySet["Offer"]):
    """Named sets of offers."""

    def with_team_of(self, supervisor: User) -> Self:
        """This supervisor's own, in a query of the team: another one's says nothing to them."""
        return self.filter(supervisor=supervisor)


class Offer(models.Model):
    """That a supervisor offered somebody a conversation which was not held: all that is left of it for counting.

    No page shows it; the supervisor's list of the team does not ask for another offer at once.
    """

    record = Record(
        data=Data.PROCESS,
        readers="nobody; it is counted, and the supervisor's team page does not ask for another offer at once",
        purpose="a whole organisation can say how many people have been offered a conversation",
        ground=Ground.WORK_SAFETY,
        kept=("offer",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=150, blank=True)
    offered_on = models.DateField(db_index=True)
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    objects: OfferQuerySet = OfferQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"offer of {self.offered_on}"


class BoardMark(VersionedText, InConversation):
    """One party's mark on one level in one sitting (0 is the conversation, 1… are its follow-ups).

    The employee's is a copy of what they shared; later edits of the assessment do not reach it. The supervisor's is
    their own view: a mark on Tiedänkö and Osaanko, and in words how they could support.
    """

    record = replace(
        Note.record,
        readers="the parties and readers; others see the supervisor's only once the employee has shared that item",
        sealed=("text",),
    )

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="marks")
    sitting = models.PositiveSmallIntegerField(default=0)
    side = models.CharField(max_length=10, choices=Side.choices)
    question = models.CharField(max_length=10, choices=Question.choices)
    now = models.SmallIntegerField(null=True, choices=Position.choices)
    target = models.SmallIntegerField(null=True, choices=Position.choices)
    marked_at = models.DateTimeField(default=timezone.now)
    objects: BoardMarkQuerySet = BoardMarkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One mark for each party, question and sitting; of Kykenenkö and Haluanko a supervisor marks nothing."""

        constraints = [
            models.UniqueConstraint(fields=["conversation", "sitting", "side", "question"], name="board_mark_once"),
            models.CheckConstraint(
                condition=Q(side="employee") | Q(question__in=["tiedanko", "osaanko"]) | Q(now=None, target=None),
                name="supervisor_marks_two_levels",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} by {self.side}, sitting {self.sitting}"

    def store(self, text: str, *, by: User) -> None:
        """The supervisor's own words, in an open conversation: both confirm them."""
        self.marked_at = timezone.now()
        super().store(text, by=by)
        self.conversation.touch(text=True)

    def last_saved(self, reader: User) -> tuple[datetime.datetime | None, str]:
        """When it was marked or written; nobody else writes in it."""
        return self.marked_at, ""


class DifferingView(VersionedText, InConversation):
    """What one party wants to be read beside the memo. Its writer alone edits it; it changes nothing confirmed."""

    record = replace(Note.record, sealed=("text",))

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="differing_views")
    side = models.CharField(max_length=10, choices=Side.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """One for each party."""

        constraints = [models.UniqueConstraint(fields=["conversation", "side"], name="differing_view_once")]

    def __str__(self) -> str:
        return f"differing view of {self.side}"

    def store(self, text: str, *, by: User) -> None:
        """Nobody is asked to confirm it."""
        self.author, self.edited_at = by, timezone.now()
        super().store(text, by=by)
        self.conversation.touch()

    def last_saved(self, reader: User) -> tuple[datetime.datetime | None, str]:
        """When; its writer alone edits it."""
        return self.edited_at, ""


class Reminder(models.Model):
    """A reminder about one booked time; a moved time may be reminded of anew. Written with the mail, or not at all."""

    record = replace(Conversation.record, readers="nobody", purpose="nobody is reminded twice")

    class Kind(models.TextChoices):
        """What is reminded of."""

        CONVERSATION = "conversation"
        FOLLOW_UP = "follow_up"
        OVERDUE = "overdue"
        DELETION = "deletion"  # its `starts_at` is the midnight of the day on which it goes

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(default=0)  # of the follow-up
    starts_at = models.DateTimeField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Two workers at once, or one after a crash, send once."""

        constraints = [
            models.UniqueConstraint(fields=["conversation", "kind", "number", "starts_at"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.conversation_id}"
