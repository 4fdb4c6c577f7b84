"""At a term's end its units and people are frozen, before anybody reorganises them."""

from __future__ import annotations

import dataclasses

from django.db import transaction
from django.utils import timezone

from core import organisation
from core.jobs import nightly
from core.organisation.thresholds import PEOPLE
from people.models import Unit, User
from people.unit.actions import lock_tree
from vatupassi.figures.models import FrozenPlace, FrozenUnit, Release
from vatupassi.figures.rules import Limits
from vatupassi.figures.terms import Term, last_ended

LANGUAGES = ("fi", "sv", "en")


@nightly(0, 5)
def freeze_ended() -> None:
    """The latest term that is over, unless it has been frozen already."""
    term = last_ended(timezone.localdate())
    if not Release.objects.of(term).exists():
        with transaction.atomic():
            freeze(term)


def freeze(term: Term) -> Release:
    """The tree, the people in it and who leads them, as they are now. An import that is going on is waited for.

    Twice is once: the second one finds the row of the first.
    """
    lock_tree()
    release, is_new = Release.objects.get_or_create(
        year=term.year,
        half=term.half,
        defaults={"last_day": term.last_day, "limits": dataclasses.asdict(limits())},
    )
    if is_new:
        numbers = _units(release)
        _places(release, numbers)
    return release


def limits() -> Limits:
    """Those of a release that is frozen now: HR's smallest number of people."""
    return Limits(least=organisation.smallest(PEOPLE))


def _units(release: Release) -> dict[object, int]:
    """Units in the order of the tree, numbered; the whole organisation before them all."""
    units = Unit.objects.order_by("sort_key", "pk").in_tree_order()
    whole = FrozenUnit(release=release, number=0, parent=-1, names=dict.fromkeys(LANGUAGES, ""))
    rows, numbers = [whole], dict[object, int]()
    tops = [unit for unit in units if unit.parent_id is None]
    everybody = len(tops) == 1 and not User.objects.active().filter(unit=None).exists()
    if everybody:  # one unit above all the others is the whole
        numbers[tops[0].pk], whole.unit = 0, tops[0].pk
    for unit in units:
        if unit.pk in numbers:
            continue
        numbers[unit.pk] = len(rows)
        names = {language: unit.name_in(language) for language in LANGUAGES}
        parent = numbers[unit.parent_id] if unit.parent_id else 0
        rows.append(FrozenUnit(release=release, number=len(rows), parent=parent, unit=unit.pk, names=names))
    FrozenUnit.objects.bulk_create(rows, batch_size=1000)
    return numbers


def _places(release: Release, numbers: dict[object, int]) -> None:
    """Everybody whose employment goes on, in their unit; those without one belong to the whole alone."""
    rows = User.objects.active().with_supervisor(release.last_day).order_by()
    found = rows.values_list("pk", "unit", "supervisor_id")
    FrozenPlace.objects.bulk_create(
        (
            FrozenPlace(release=release, person_id=person, unit=numbers.get(unit, 0), supervisor=supervisor)
            for person, unit, supervisor in found.iterator(2000)
        ),
        batch_size=2000,
    )
