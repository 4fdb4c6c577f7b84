"""The team as its supervisor sees it: for each person what is coming, and what is the supervisor's own to do.

Only of conversations that this supervisor holds: what others have held is not shown. Nothing is said against a person:
no count of their agreements, no "not talked with". What can be late here is the supervisor's own.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, Max, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.day import day_of, today
from core.formats import clock, short_day
from core.prepared import prepared
from core.retention import Period
from people.models import User
from vatupassi.agreement.models import still_promised
from vatupassi.models import Agreement, Conversation, NotNow, Offer, Round, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

OFFERED_LATELY = Period(months=6)  # after it the supervisor's duty is to offer again
SOON = datetime.timedelta(days=7)  # when a promise of one's own becomes something to do


class Show(models.TextChoices):
    """The filters. Each is the supervisor's own duty, or somebody's wish."""

    ALL = "", pgettext_lazy("people", "All")
    OFFER = "offer", gettext_lazy("Offer a conversation")
    TODO = "todo", gettext_lazy("Mine to do")
    WAITS = "waits", gettext_lazy("Waits for me")
    NOT_NOW = "not-now", pgettext_lazy("team", "Not now")


@dataclass(frozen=True)
class State:
    """How things stand in one respect, and whose turn it is."""

    rank: int  # the lowest first
    text: str = ""
    chip: str = ""
    kind: str = ""  # of the chip: late, here, grey
    duty: Show | None = None
    at: datetime.datetime | None = None  # of two that stand alike the nearer one first

    @property
    def order(self) -> tuple[int, bool, datetime.datetime]:
        """For sorting."""
        return self.rank, self.at is None, self.at or datetime.datetime.max


@dataclass
class Line:
    """One person of the team."""

    person: User
    states: list[State] = field(default_factory=list)
    shown_in: set[str] = field(default_factory=set)

    @property
    def is_to_offer(self) -> bool:
        """Whether the supervisor's duty is to offer a conversation."""
        return Show.OFFER in self.shown_in

    @property
    def is_left_in_peace(self) -> bool:
        """Whether the row is out of the way."""
        return Show.NOT_NOW in self.shown_in

    def is_named(self, search: str) -> bool:
        """Whether name or unit has this in it."""
        unit = self.person.unit
        words = f"{self.person.name} {self.person.list_name} {unit.name if unit else ''}"
        return search.casefold() in words.casefold()


@prepared(related=["unit"])
def _people(user: User) -> QuerySet[User]:
    mine = Conversation.objects.with_team_of(user).filter(employee=OuterRef("pk")).order_by().values("employee")
    offers = Offer.objects.with_team_of(user).filter(employee=OuterRef("pk")).order_by().values("employee")
    rounds = Round.objects.editable_by(user).filter(invited=OuterRef("pk")).order_by().values("invited")
    return User.objects.supervised_by(user).annotate(
        held=Subquery(mine.filter(status__in=Conversation.HELD).annotate(at=Max("held_on")).values("at")),
        invited_at=Subquery(mine.annotate(at=Max("created_at")).values("at")),
        offered_on=Subquery(offers.annotate(at=Max("offered_on")).values("at")),
        round_at=Subquery(rounds.annotate(at=Max("created_at")).values("at")),
        wishes_peace=Exists(NotNow.objects.of(user).filter(employee=OuterRef("pk"))),
    )


@prepared(related=["occasion"])
def _going_on(user: User) -> QuerySet[Conversation]:
    promised = Agreement.objects.unfinished().filter(conversation=OuterRef("pk"), side=Side.SUPERVISOR, done_at=None)
    promised = promised.filter(still_promised("conversation__")).order_by()
    rows = (
        Conversation.objects.with_team_of(user)
        .with_side(user)
        .with_standing(user)
        .annotate(
            promised_by=Subquery(promised.values("conversation").annotate(day=Min("due_on")).values("day")),
        )
    )
    going_on = Q(status__in=Conversation.WRITABLE) | Q(next_at__isnull=False) | Q(promised_by__isnull=False)
    return rows.filter(going_on).order_by("starts_at", "pk")


def team_of(user: User) -> list[Line]:
    """Everybody of the team in the order of their names: two statements, however many they are."""
    going_on = defaultdict(list)
    for conversation in _going_on(user):
        going_on[conversation.employee_id].append(conversation)
    again = OFFERED_LATELY.before(today())
    return [_line(person, going_on[person.pk], again) for person in _people(user)]


def _line(person: User, going_on: Iterable[Conversation], again: datetime.date) -> Line:
    states = sorted((state for each in going_on for state in _states(each)), key=lambda state: state.order)
    line = Line(person, states)
    if not states and person.wishes_peace:  # type: ignore[attr-defined]
        line.shown_in = {Show.NOT_NOW}
        return line
    if not states and _last_offered(person) < again:
        line.states = [State(9, chip=str(Show.OFFER.label).lower(), duty=Show.OFFER)]
    line.shown_in = {Show.ALL, *(state.duty for state in line.states if state.duty)}
    return line


def _last_offered(person: User) -> datetime.date:
    """When a conversation was last offered or held: with the tool, on paper, by a round, or answered with "not now"."""
    moments = (person.invited_at, person.round_at)  # type: ignore[attr-defined]
    days = (person.held, person.offered_on)  # type: ignore[attr-defined]
    found = [day_of(moment) for moment in moments if moment] + [day for day in days if day]
    return max(found, default=datetime.date.min)


def _states(conversation: Conversation) -> list[State]:
    if conversation.is_open:
        return [_ahead(conversation)]
    return [*_follow_up(conversation), *_promise(conversation)]


def _ahead(conversation: Conversation) -> State:
    """An invitation, a coming conversation, or one whose memo is not confirmed yet."""
    starts_at, name, (word, kind) = conversation.starts_at, conversation.occasion.name, conversation.standing
    when = f"{short_day(starts_at)} {clock(starts_at)}"
    if conversation.awaiting == Side.SUPERVISOR:
        if conversation.time_refused:
            text = _("The time does not suit. Suggest another one.")
        else:
            text = _("Suggests a conversation: %(when)s") % {"when": when}
        return State(0, text, word, kind, Show.WAITS)
    if conversation.waits_for_my_confirmation:
        return State(0, pgettext("team", "Memo: %(occasion)s") % {"occasion": name}, word, kind, Show.WAITS)
    if conversation.awaiting:
        return State(5, _("You have suggested: %(when)s") % {"when": when})
    if conversation.i_confirmed:
        return State(5, _("You have confirmed the memo: %(occasion)s") % {"occasion": name})
    day, now = day_of(starts_at), today()
    if day == now:
        text = f"{name} {clock(starts_at)}" if conversation.has_begun else name
        return State(2, text, word, kind, at=starts_at)
    if day > now:
        return State(4, f"{name}, {when}", at=starts_at)
    return State(3, f"{name}, {short_day(starts_at)}", word, kind, Show.TODO)


def _follow_up(conversation: Conversation) -> Iterable[State]:
    at = conversation.next_at
    if at is None:
        return
    day, now, (word, kind) = day_of(at), today(), conversation.follow_up_standing
    if day < now and conversation.somebody_is_away:
        yield State(5, _("Follow-up %(when)s") % {"when": short_day(at)})
    elif day < now:
        yield State(1, short_day(at), word, kind, Show.TODO)
    elif day == now:
        yield State(2, _("Follow-up"), word, kind, at=at)
    else:
        yield State(4, _("Follow-up %(when)s") % {"when": f"{short_day(at)} {clock(at)}"}, at=at)


def _promise(conversation: Conversation) -> Iterable[State]:
    """What the supervisor has promised, when it is time: theirs alone can be late here."""
    day, now = conversation.promised_by, today()  # type: ignore[attr-defined]
    if day is None or day > now + SOON:
        return
    is_late = day < now and not conversation.somebody_is_away
    if is_late:
        yield State(1, short_day(day), _("promise late"), "late", Show.TODO)
        return
    said = _("You promised something by %(day)s") if day < now else _("You have promised something by %(day)s")
    yield State(3, said % {"day": short_day(day)}, duty=Show.TODO)
