"""Lengths and other small things in the pages of Verme."""

import datetime

from django import template

from core import formats

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    """1½ h, 2 h, 45 min: the same in the three languages."""
    whole, rest = divmod(minutes, 60)
    if rest == 30:
        return f"{whole or ''}½ h"
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest} min" if rest else f"{whole} h"


@register.filter
def until(start: datetime.datetime, end: datetime.datetime) -> str:
    """The hours of a day: klo 9.15–15."""
    return formats.clock_range(start, end)


@register.filter
def through(start: datetime.date, end: datetime.date) -> str:
    """The days of a period: 18.–20.5.2016."""
    return formats.date_range(start, end)


@register.filter
def people_hours(minutes: int) -> str:
    """Many people's minutes together: 108 h, 37,5 h."""
    return f"{formats.number(minutes / 60, 1 if minutes % 60 else 0)}\xa0h"
