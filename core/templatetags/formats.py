"""Dates, times and sums in templates, built in everywhere. An empty value shows nothing."""

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from core import formats

register = template.Library()


def _shown(name: str) -> None:
    make: Any = getattr(formats, name)

    def show(value: datetime.date | datetime.time | None, language: str | None = None) -> str:
        return make(value, language) if value else ""

    show.__doc__, show.needs_language = make.__doc__, True  # type: ignore[attr-defined]  # for core.quick_templates
    register.filter(name, show)


for _name in ("day", "short_day", "date_only", "long_date", "clock", "moment"):
    _shown(_name)


@register.filter
def euros(value: Decimal | int) -> str:
    """1 234,50 €."""
    return formats.euros(value)


@register.filter
def clock_only(value: datetime.time | datetime.datetime | None) -> str:
    """9.15, in every language."""
    return formats.clock_only(value) if value else ""


@register.filter
def deleted_on(value: datetime.date | None) -> str:
    """Poistetaan 30.6.2028."""
    return _("Deleted on %(date)s.") % {"date": formats.date_only(value)} if value else ""


@register.filter
def kept_for(name: str) -> str:
    """How long a kind of data is kept (`core.retention`), in words: ``{{ "mail"|kept_for }}``."""
    from core import retention  # late: the builtins are loaded before the models

    return retention.period(name).words


@register.filter
def short(value: str, longest: int) -> str:
    """The beginning of a text, for a name that is only heard. (`truncatechars` weighs each character: 40 µs.)"""
    return value if len(value) <= longest else value[: longest - 1].rstrip() + "…"
