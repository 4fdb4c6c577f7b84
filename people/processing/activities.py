"""What is done with people's data (GDPR, article 30): each heading of a person's own copy, as its tables declare it.

Nothing is written here of a single table. Why, for whom and from when stand with the heading (`people.my_data`); what
kind of data it is, on what ground, what is encrypted and by which periods it goes stand with the models
(`core.records`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import records, retention
from core.records import Data, Ground
from people.my_data.tellings import GROUPS, LEFT_OUT, TELLINGS, is_about_nobody
from people.statement.views import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from django.utils.functional import Promise

DATA: dict[Data, str | Promise] = {
    Data.DIRECTORY: _("names, titles, units, who leads what"),
    Data.PROCESS: _("that something takes place, when, and how it stands"),
    Data.CONFIDENTIAL: _("texts that people write together"),
    Data.PRIVATE: _("texts that somebody writes for themselves"),
    Data.ANONYMOUS: _("marks and answers that nobody is joined to"),
    Data.ACCESS_LOG: _("who has read what, and when"),
    Data.PUBLIC: _("what everybody at work may read"),
    Data.TECHNICAL: _("technical data"),
}
GROUNDS: dict[Ground, str | Promise] = {
    Ground.WORK_SAFETY: _("the employer’s duty, Occupational Safety and Health Act 738/2002 (GDPR 6(1)(c))"),
    Ground.WORK_SAFETY_SPECIAL: _(
        "the employer’s duty, Occupational Safety and Health Act 738/2002 (GDPR 6(1)(c) and 9(2)(b))"
    ),
    Ground.EMPLOYMENT: _("the employment contract (GDPR 6(1)(b))"),
    Ground.SECURITY: _("security and proof of it (GDPR 6(1)(c), 5(2) and 32)"),
    Ground.NOBODY: pgettext_lazy("ground", "no personal data"),
}


@dataclass(frozen=True)
class Activity:
    """One row of the record, in words."""

    title: str
    purpose: str
    data: list[str]
    sealed: bool  # whether the database holds texts of it encrypted
    seen_by: str
    kept: list[str]
    grounds: list[str]


def _activity(
    title: object, purpose: object, seen_by: object, models: Iterable[type[Model]], since: object
) -> Activity:
    found = [record for model in models if (record := records.of(model))]
    kinds = [kind for kind in Data if any(record.data is kind for record in found)]
    grounds = [ground for ground in Ground if any(record.ground is ground for record in found)]
    periods = {name for record in found for name in record.kept}
    kept = [
        gettext("%(what)s – %(period)s %(since)s")
        % {"what": what, "period": retention.period(name).words, "since": counted}
        for what, name, counted in KEPT
        if name in periods
    ]
    return Activity(
        title=str(title),
        purpose=str(purpose),
        data=[str(DATA[kind]) for kind in kinds],
        sealed=any(record.sealed for record in found),
        seen_by=str(seen_by),
        kept=kept or [str(since)],
        grounds=[str(GROUNDS[ground]) for ground in grounds if ground is not Ground.NOBODY],
    )


def grounds(found: list[Activity]) -> list[tuple[str, list[str]]]:
    """Each ground once, with the headings that stand on it."""
    said = [str(words) for ground, words in GROUNDS.items() if ground is not Ground.NOBODY]
    return [(words, [one.title for one in found if words in one.grounds]) for words in said]


def activities() -> list[Activity]:
    """In the order of a person's own copy; last what the application needs to run."""
    found = []
    for group in sorted(GROUPS.values(), key=lambda one: one.order):
        models = [model for model, telling in TELLINGS.items() if telling.group == group.code]
        found.append(_activity(group.title, group.purpose, group.seen_by, models, group.since))
    found.append(
        _activity(
            gettext("What the application needs to run"),
            gettext("the service works, is safe and can be restored"),
            gettext("nobody; listed table by table in the documentation"),
            [model for model in LEFT_OUT if not is_about_nobody(model)],
            gettext("for as long as it is needed"),
        )
    )
    return found
