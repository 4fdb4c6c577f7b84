"""On which days the law asks something of a long sickness absence.

The employer tells occupational health when an absence has gone on for a month (1383/2001, 10 a §). The Social Insurance
Institution looks at rehabilitation after 60 days of sickness allowance, and wants occupational health's statement by 90
days and, where needed, by 150 and 230 (1224/2004, 8:5 a). Allowance begins after the first day and nine working days;
its days are Monday to Saturday without public holidays. Within 30 days of an earlier allowance it waits one day only.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from core.retention import Period
from core.working_days import is_public_holiday

WAITING, WAITING_AGAIN = 10, 1  # days without allowance, the first one among them
LIMITS = (60, 90, 150, 230)  # days of allowance
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """A day, and what it is of: `month`, or the number of days of allowance. None: they are full already."""

    of: str
    on: datetime.date | None


def is_allowance_day(day: datetime.date) -> bool:
    """Monday to Saturday, eves too."""
    return day.weekday() < 6 and not is_public_holiday(day)


def deadlines(first: datetime.date, *, paid_before: int = 0, again: bool = False) -> list[Deadline]:
    """From the first day of an absence that goes on without a break, in the order of the law.

    `paid_before`: days of allowance within the two years before. `again`: allowance ended less than 30 days before.
    """
    found = [Deadline("month", Period(months=1).after(first))]
    waiting, paid, day = (WAITING_AGAIN if again else WAITING) - 1, paid_before, first
    found += [Deadline(str(limit), None) for limit in LIMITS if limit <= paid]
    while paid < LIMITS[-1]:
        day += DAY
        if not is_allowance_day(day):
            continue
        if waiting:
            waiting -= 1
            continue
        paid += 1
        if paid in LIMITS:
            found.append(Deadline(str(paid), day))
    return found
