"""The list of workshops as one reader asks for it: by month, searched and filtered; beside it the days of two months.

A fixed number of queries, however many workshops there are.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import formats
from core.names import MOST_WORDS
from core.pages import paged, sort_head
from workshops.agenda.patterns import PATTERNS
from workshops.block.speaking import speaking_times
from workshops.models import Agenda, SignUp

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import QueryDict
    from django.utils.functional import Promise

    from core.request import Request
    from people.models import User
    from workshops.agenda.models import AgendaQuerySet

SORTS = ("starts_at", "title", "place", "placed")
MOST_DAYS = 1000  # workshops whose days a calendar of two months looks at

WHICH: dict[str, str | Promise] = {
    "": pgettext_lazy("workshops", "coming"),
    "open": _("takes sign-ups"),
    "draft": _("draft"),
    "past": pgettext_lazy("workshops", "earlier"),
    "cancelled": _("cancelled"),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for. What it cannot mean is left out."""

    q: str = ""
    which: str = ""
    kind: str = ""
    mine: bool = False
    day: datetime.date | None = None
    month: datetime.date | None = None  # its first day
    sort: str = ""  # a column of SORTS; empty: by time, the coming ones first to last, the earlier ones last to first

    @classmethod
    def of(cls, sent: QueryDict) -> Asked:
        """From the address."""
        return cls(
            sent.get("q", "").replace("\0", "").strip()[:60],
            sent.get("which", "") if sent.get("which", "") in WHICH else "",
            sent.get("kind", "") if sent.get("kind", "") in PATTERNS else "",
            bool(sent.get("mine")),
            _read(sent.get("day", ""), "%Y-%m-%d"),
            _read(sent.get("month", ""), "%Y-%m"),
            sent.get("sort", "") if sent.get("sort", "").removeprefix("-") in SORTS else "",
        )

    def query(self, **changed: Any) -> str:
        """The same with something changed, as an address has it; without what is empty."""
        day, month = self.day and f"{self.day}", self.month and f"{self.month:%Y-%m}"
        same = {
            "q": self.q,
            "which": self.which,
            "kind": self.kind,
            "mine": "1" if self.mine else "",
            "sort": self.sort,
        }
        return urlencode(
            {name: value for name, value in (same | {"day": day, "month": month} | changed).items() if value}
        )

    @property
    def by_time(self) -> bool:
        """Whether the rows stand under their months."""
        return self.sort.removeprefix("-") in ("", "starts_at")

    def head(self, column: str) -> dict[str, str]:
        """For the head of a column."""
        natural = "-starts_at" if self.which in ("past", "cancelled") and not self.day else "starts_at"
        return sort_head(column, self.sort or natural, dict(parse_qsl(self.query(sort=""))))

    @property
    def is_narrow(self) -> bool:
        """Whether something may have been left out that is coming."""
        return bool(self.q or self.which or self.kind or self.mine or self.day)


def _read(written: str, form: str) -> datetime.date | None:
    try:
        found = datetime.datetime.strptime(written, form).date()
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def asked_for(user: User, asked: Asked) -> AgendaQuerySet:
    """The workshops that this person sees, as asked."""
    rows, today = Agenda.objects.visible_to(user), _midnight(timezone.localdate())
    if asked.day:
        rows = rows.filter(starts_at__gte=_midnight(asked.day))
        rows = rows.filter(starts_at__lt=_midnight(asked.day + datetime.timedelta(days=1))).order_by("starts_at", "pk")
    elif asked.which == "cancelled":
        rows = rows.filter(state=Agenda.State.CANCELLED).order_by("-starts_at", "pk")
    elif asked.which == "past":
        rows = rows.filter(starts_at__lt=today).exclude(state=Agenda.State.CANCELLED).order_by("-starts_at", "pk")
    else:
        rows = rows.ahead()
    if asked.which == "draft":
        rows = rows.filter(state=Agenda.State.DRAFT)
    elif asked.which == "open":
        until = Q(sign_up_until=None) | Q(sign_up_until__gte=timezone.localdate())
        rows = rows.filter(until, takes_sign_ups=True, state=Agenda.State.PUBLISHED, begun_at=None)
    if asked.kind:
        rows = rows.filter(made_from=asked.kind)
    if asked.mine:
        rows = rows.filter(Q(can_edit=True))
    text = asked.q
    return rows.found_by(text.split()[:MOST_WORDS]).select_related("unit")


def listed(user: User, asked: Asked) -> AgendaQuerySet:
    """The same in the order asked for, each with who leads it and how many come."""
    rows = asked_for(user, asked).with_places().prefetch_related("facilitatings__person")
    if not asked.sort:
        return rows
    name = asked.sort.removeprefix("-")
    column = F("sort_key" if name == "title" else name)
    return rows.order_by(column.desc() if asked.sort.startswith("-") else column.asc(), "starts_at", "pk")


def page_of_list(request: Request, asked: Asked) -> Page[Any]:
    """A page of it, each with my own place, and with the time when I speak."""
    page = paged(request, listed(request.user, asked))
    own = SignUp.objects.visible_to(request.user).filter(agenda__in=[one.pk for one in page])
    mine = dict(own.values_list("agenda", "state"))
    speaks = speaking_times(page, request.user)
    for one in page:
        one.mine, one.speaks_at = mine.get(one.pk, ""), speaks.get(one.pk)
        one.led_by = [row.person for row in one.facilitatings.all()]
    return page


def by_month(page: Page[Any], asked: Asked) -> list[tuple[str, list[Agenda]]]:
    """The rows of a page under their months; in another order under nothing."""
    if not asked.by_time:
        return [("", list(page))] if page else []
    return [
        (date_format(first, "F Y"), list(rows)) for first, rows in groupby(page, key=lambda one: one.day.replace(day=1))
    ]


# ---- The days beside it


@dataclass(frozen=True)
class Month:
    """Its weeks from Monday on; a day of another month is None, a day with workshops says how many."""

    first: datetime.date
    weeks: list[list[tuple[datetime.date, int] | None]]

    @property
    def title(self) -> str:
        """December 2026."""
        return date_format(self.first, "F Y")


def _next(first: datetime.date) -> datetime.date:
    return (first + datetime.timedelta(days=31)).replace(day=1)


@dataclass(frozen=True)
class Months:
    """Two months, and the way to others."""

    months: list[Month]
    before: str
    after: str

    @property
    def heads(self) -> list[tuple[str, str]]:
        """The days of the week: short, and whole."""
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        return [(formats.WEEKDAYS[language][number], str(WEEKDAYS[number])) for number in range(7)]


def months_of(user: User, asked: Asked) -> Months:
    """The month asked for, or this one, and the next, as this person sees them."""
    first = asked.month or (asked.day or timezone.localdate()).replace(day=1)
    firsts = [first, _next(first)]
    rows = Agenda.objects.visible_to(user).filter(
        starts_at__gte=_midnight(first), starts_at__lt=_midnight(_next(firsts[1]))
    )
    count: dict[datetime.date, int] = {}
    for at in rows.exclude(state=Agenda.State.CANCELLED).values_list("starts_at", flat=True)[:MOST_DAYS]:
        day = timezone.localtime(at).date()
        count[day] = count.get(day, 0) + 1
    made = []
    for one in firsts:
        weeks = calendar.Calendar().monthdatescalendar(one.year, one.month)
        made.append(
            Month(
                one, [[(day, count.get(day, 0)) if day.month == one.month else None for day in week] for week in weeks]
            )
        )
    before = (first - datetime.timedelta(days=1)).replace(day=1)
    return Months(made, asked.query(month=f"{before:%Y-%m}", day=""), asked.query(month=f"{firsts[1]:%Y-%m}", day=""))
