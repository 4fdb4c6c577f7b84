"""Filters of every template: dates, times and sums as our languages write them, and sealed text.

An empty value shows nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core import formats, retention
from core.sealed import Sealed
from core.texts.cleaning import short

if TYPE_CHECKING:
    from people.models import User

Moment = datetime.date | datetime.time | None


def _or_nothing(show: Callable[..., str]) -> Callable[..., str]:
    return lambda value, language=None: show(value, language) if value else ""


def clock_only(value: datetime.time | datetime.datetime | None) -> str:
    """9.15, in every language."""
    return formats.clock_only(value) if value else ""


def deleted_on(value: datetime.date | None) -> str:
    """Poistetaan 30.6.2028."""
    return _("Deleted on %(date)s.") % {"date": formats.date_only(value)} if value else ""


def kept_for(name: str) -> str:
    """How long a kind of data is kept (`core.retention`), in words."""
    return retention.period(name).words


def opened(value: Sealed, reader: User) -> str:
    """A sealed text for this reader, which the access log then knows."""
    return value.open(reader)


def initials(name: str) -> str:
    """AV for Aino Virtanen: of the first and the last word."""
    words = [word for word in str(name).split() if word[0].isalpha()]
    return "".join(word[0] for word in dict.fromkeys([*words[:1], *words[-1:]])).upper()


def hours(minutes: int) -> str:
    """1½ h, 2 h, 45 min: the same in the three languages."""
    whole, rest = divmod(minutes, 60)
    if rest == 30:
        return f"{whole or ''}½ h"
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest} min" if rest else f"{whole} h"


def people_hours(minutes: int) -> str:
    """Many people's minutes together: 108 h, 37,5 h."""
    return f"{formats.number(minutes / 60, 1 if minutes % 60 else 0)}\xa0h"


FILTERS: dict[str, Callable[..., Any]] = {
    "initials": initials,
    **{
        name: _or_nothing(getattr(formats, name))
        for name in ("day", "short_day", "date_only", "long_date", "clock", "moment")
    },
    "clock_only": clock_only,
    "deleted_on": deleted_on,
    "euros": formats.euros,
    "hours": hours,
    "number": formats.number,
    "opened": opened,
    "people_hours": people_hours,
    "short": short,
    "through": formats.date_range,
    "until": formats.clock_range,
}
