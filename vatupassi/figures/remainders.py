"""What is left of conversations that are deleted before their term's figures are told (shared rules: trust).

It is written once for a whole night, in the transaction that deletes them, and then every row of the table is written
anew in random order under a new id: neither ids nor transactions nor places in the file lead from a row to what was
deleted.
"""

from __future__ import annotations

import datetime
import random
import uuid
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from core.jobs import nightly
from vatupassi.figures import facts
from vatupassi.figures.models import Release, Remainder
from vatupassi.figures.terms import Term, term_of
from vatupassi.models import FollowUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vatupassi.figures.facts import Talks

shuffled = random.SystemRandom()


def keep(deleted: Talks) -> None:
    """Before these conversations go: what they count in terms whose figures have not been told."""
    deleted = deleted.order_by()
    rows = [row for term in _terms(deleted) for row in _of_term(term, deleted)]
    if rows:
        _write([*Remainder.objects.all(), *rows])


def _terms(deleted: Talks) -> set[Term]:
    """Those that the conversations belong to, without those that have been told."""
    found = {day for days in deleted.values_list("created_at", "starts_at", "held_on") for day in days if day}
    found |= set(FollowUp.objects.filter(conversation__in=deleted.values("pk")).values_list("starts_at", flat=True))
    days = {timezone.localdate(day) if isinstance(day, datetime.datetime) else day for day in found}
    return {term_of(day) for day in days} - {release.term for release in Release.objects.made().only("year", "half")}


def _of_term(term: Term, deleted: Talks) -> Iterator[Remainder]:
    """A row for each person and occasion: what only these conversations count. Each person once, and then none."""
    units: dict[Any, Any] = dict(deleted.values_list("employee", "employee__unit"))
    of_them = deleted.values("employee")

    mine = facts.invited(term).filter(pk__in=deleted.values("pk"))
    offered: set[Any] = set(mine.values_list("employee", flat=True))
    for others, person in facts.offers(term, but=deleted):
        offered -= set(others.filter(**{f"{person}__in": of_them}).values_list(person, flat=True))

    talks: set[tuple[Any, int]] = set(
        facts.held(term).filter(pk__in=deleted.values("pk")).values_list("employee", "occasion")
    )
    others = facts.held(term, but=deleted).filter(employee__in=of_them)
    about_otherwise = set(others.values_list("employee", "occasion"))
    held = {person for person, _occasion in talks} - {person for person, _occasion in about_otherwise}

    sat = facts.in_time(term).filter(conversation__in=deleted.values("pk"))
    sat_otherwise = facts.in_time(term, but=deleted).filter(conversation__employee__in=of_them)
    in_time: set[Any] = set(sat.values_list("conversation__employee", flat=True))
    in_time -= set(sat_otherwise.values_list("conversation__employee", flat=True))

    about: dict[Any, list[int]] = {}
    for person, spoken_about in talks - about_otherwise:
        about.setdefault(person, []).append(spoken_about)
    for person in offered | held | in_time | set(about):
        occasions: list[int | None] = [*about.get(person, [])]
        for number, occasion in enumerate(occasions or [None]):
            yield Remainder(
                year=term.year,
                half=term.half,
                unit=units[person],
                occasion_id=occasion,
                held_about=occasion is not None,
                offered=number == 0 and person in offered,
                held=number == 0 and person in held,
                in_time=number == 0 and person in in_time,
            )


def _write(rows: list[Remainder]) -> None:
    Remainder.objects.all().delete()
    shuffled.shuffle(rows)
    for row in rows:
        row.pk, row._state.adding = uuid.uuid4(), True
    Remainder.objects.bulk_create(rows, batch_size=1000)


@nightly(3, 45)
def sweep_up() -> None:
    """Take what was deleted out of the database's files, too: it would tell what was written beside it."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM vatupassi_conversation, vatupassi_followup, vatupassi_remainder")
