"""The thresholds in words, for pages and for the log."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.organisation.thresholds import ANSWERS, PEOPLE

AREA = "thresholds"
_TITLES = {
    PEOPLE.name: gettext_lazy("Smallest group in figures"),
    ANSWERS.name: gettext_lazy("Fewest answers to a survey"),
}
_UNITS = {PEOPLE.name: pgettext_lazy("a number of", "People"), ANSWERS.name: pgettext_lazy("a number of", "Answers")}
_WHAT = {
    PEOPLE.name: gettext_lazy(
        "A number is told only when it counts so many people and leaves out so many, and of a unit that has so many."
    ),
    ANSWERS.name: gettext_lazy("Below so many answers nothing is told of a season’s survey, or of one question in it."),
}


def title_of(name: str) -> str:
    """What the page calls it."""
    return str(_TITLES.get(name, name))


def unit_of(name: str) -> str:
    """What is counted."""
    return str(_UNITS[name])


def what_of(name: str) -> str:
    """What it does."""
    return str(_WHAT[name])


def in_words(name: str, kept: str) -> str:
    """What the log kept, as one reads it."""
    return (
        _("%(number)s people") % {"number": kept} if name == PEOPLE.name else _("%(number)s answers") % {"number": kept}
    )
