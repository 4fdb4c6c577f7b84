"""The inbox: one list of what stands in the tables of several apps.

An app registers what it brings in its `AppConfig.ready`: `inbox.register(Kind(...))`. Each kind is a query with the
same columns; the database joins them, sorts them and takes a page, so that the list costs the same however many
there are.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import CharField, Count, DateTimeField, F, Min, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from core.names import MOST_WORDS
from people.desk.handled import OPEN, Handling

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from django.utils.functional import Promise

    from people.desk.handled import Handled
    from people.models import User

ASKED = ("what", "of", "day", "stage", "seen_to_by", "came_at", "due_by")
SORTS = {"due": "due_by", "came": "came_at"}


@dataclass(frozen=True)
class Kind:
    """What an app brings to the inbox.

    `rows(user)` is what this person of HR may see, with annotations `what` and `of` (texts), `day` (a moment),
    `stage` (a `Handling`), `seen_to_by` (somebody's id), `came_at` and `due_by`. `plain` gives those that are plain
    columns. Nothing of a sealed text is asked for: its title says the kind only.
    """

    code: str
    tab: str
    tab_label: str | Promise
    word: str | Promise
    rows: Callable[[User], QuerySet[Any]]
    title: Callable[[Entry], str]
    states: Mapping[Handling, str | Promise]
    state_word: Callable[[Entry], str] = lambda entry: ""  # where it says more than the state does
    found_in: Combinable | None = None  # where a search looks: `in_small_letters` of fields, or a column of such
    url: Callable[[UUID], str] | None = None  # its own page; otherwise the inbox opens it
    opened: Opened | None = None


@dataclass(frozen=True)
class Opened:
    """How the inbox shows one thing and takes what HR does with it: `row` is of the kind's model."""

    find: Callable[[User], QuerySet[Any]]  # for update, too
    text: Callable[[Any, User], str]
    about: Callable[[Any], str]
    readers: str | Promise
    to_whom: str | Promise = ""  # who gets the answer; "" takes none
    links: Callable[[Any], list[tuple[str, str]]] = lambda row: []
    tell: Callable[[Any, User], None] | None = None  # of an answer


@dataclass(frozen=True)
class Entry:
    """One row of the list."""

    kind: Kind
    pk: UUID
    what: str
    of: str
    day: datetime.datetime | None
    state: Handling
    seen_to_by: UUID | None
    came_at: datetime.datetime
    due_by: datetime.date

    @property
    def title(self) -> str:
        """As the list shows it."""
        return self.kind.title(self)

    @property
    def state_word(self) -> str:
        """The state in the kind's words."""
        return self.kind.state_word(self) or str(self.kind.states.get(self.state, Handling(self.state).label))

    @property
    def url(self) -> str:
        """Where it is opened."""
        return self.kind.url(self.pk) if self.kind.url else reverse("inbox_item", args=[self.kind.code, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether HR has still something to do."""
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        """Whether it should have been done already."""
        return self.is_open and self.due_by < timezone.localdate()


@dataclass(frozen=True)
class Waiting:
    """Of one tab, what is open: how many, how many without somebody who sees to them, since when and until when."""

    tab: str
    label: str | Promise
    count: int
    unowned: int
    oldest: datetime.datetime
    due: datetime.date


IDEA_STATES: dict[Handling, str | Promise] = {state: state.label for state in Handling}
_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; the same code twice is one."""
    _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    """All of them, by their tabs."""
    return sorted(_kinds.values(), key=lambda kind: (kind.tab, kind.code))


def kind_of(code: str) -> Kind | None:
    """By its code."""
    return _kinds.get(code)


def tabs() -> dict[str, str]:
    """Tab → its name."""
    return {kind.tab: str(kind.tab_label) for kind in kinds()}


def words(value: str = "") -> Value:
    """A text of a column that a kind does not have, with its type: the databases join columns by it."""
    return Cast(Value(value), CharField())  # type: ignore[return-value]


def no_day() -> Cast:
    """The same for a moment."""
    return Cast(Value(None), DateTimeField())


def _searched(kind: Kind, rows: QuerySet[Any], query: str) -> QuerySet[Any] | None:
    """The kind's rows in which each word stands, in a field or in the word for the kind; None: none can."""
    asked = [word for word in query.split()[:MOST_WORDS] if word.casefold() not in str(kind.word).casefold()]
    if asked and kind.found_in is None:
        return None
    if asked:
        rows = rows.alias(said=kind.found_in)
    for word in asked:  # SQLite makes A to Z lower and nothing else, in what it looks for as well
        rows = rows.filter(said__contains=word.lower() if connection.vendor == "postgresql" else word)
    return rows


def rows_of(
    user: User,
    *,
    tab: str = "",
    query: str = "",
    owner: str = "",
    state: str = "open",
    sort: str = "due",
    most: int | None = None,
) -> QuerySet[Any]:
    """The rows of all kinds as one query, to be paged.

    With `most` at most so many of each kind and state: the first ones, which an index knows, so that what stands after
    them is neither read nor put in order. (SQLite, which cannot say so, reads them all.)
    """
    is_cut = most is not None and connection.features.supports_slicing_ordering_in_compound
    column = SORTS.get(sort.lstrip("-"), "due_by")
    order = [f"-{column}", "-pk"] if sort.startswith("-") else [column, "pk"]
    parts = []
    for kind in kinds():
        if tab and kind.tab != tab:
            continue
        rows: Any = kind.rows(user).annotate(inbox_kind=words(kind.code)).values_list("inbox_kind", "pk", *ASKED)
        if owner == "none":
            rows = rows.filter(seen_to_by=None)
        elif owner:
            rows = rows.filter(seen_to_by=owner)
        rows = _searched(kind, rows, query)
        if rows is None:
            continue
        if is_cut:
            parts += [_of_state(rows, each).order_by(*order)[:most] for each in (OPEN if state == "open" else (state,))]
        else:
            parts.append(_of_state(rows, state).order_by())
    if not parts:
        return kinds()[0].rows(user).none().values_list("pk")
    first, *others = parts
    whole = first.union(*others, all=True) if others else first
    return whole.order_by(*order)


def _of_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    if state == "open":
        return rows.filter(stage__in=OPEN)
    if state == "closed":
        return rows.exclude(stage__in=OPEN)
    return rows.filter(stage=state) if state in Handling.values else rows


def entries(rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
    """Rows of the query as entries."""
    return [Entry(_kinds[code], *rest) for code, *rest in rows]


def waiting(user: User) -> list[Waiting]:
    """What is open, by tab: one query."""
    parts = []
    for kind in kinds():
        rows = _of_state(kind.rows(user), "open").order_by().annotate(inbox_tab=words(kind.tab)).values("inbox_tab")
        counts = rows.annotate(
            n=Count("pk"), unowned=Count("pk", filter=Q(seen_to_by=None)), oldest=Min("came_at"), due=Min("due_by")
        )
        parts.append(counts.values_list("inbox_tab", "n", "unowned", "oldest", "due"))
    if not parts:
        return []
    first, *others = parts
    found: dict[str, list[tuple[Any, ...]]] = {}
    for tab, *rest in first.union(*others, all=True) if others else first:
        found.setdefault(tab, []).append(tuple(rest))
    names = tabs()
    return [
        Waiting(
            tab,
            names[tab],
            sum(row[0] for row in rows),
            sum(row[1] for row in rows),
            min(row[2] for row in rows),
            min(row[3] for row in rows),
        )
        for tab, rows in sorted(found.items())
    ]


def plain(rows: QuerySet[Any], *, came_at: str, **others: Any) -> QuerySet[Any]:
    """The columns of a model that is `Handled`; `what`, `of` and `day` are given."""
    more = {"what": words(), "of": words(), "day": no_day()} | others
    return rows.annotate(**more, stage=F("handling"), seen_to_by=F("owner_id"), came_at=F(came_at), due_by=F("due_on"))


def took(row: Handled, by: User) -> None:
    """Who does something with what nobody sees to sees to it."""
    if row.owner_id is None:
        row.owner = by
