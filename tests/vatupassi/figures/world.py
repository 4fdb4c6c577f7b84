"""An organisation large enough to be told of, with conversations of a term that is over."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from people.models import Unit, User
from tests.factories import make_line, make_person, make_unit
from vatupassi.figures.freezing import freeze
from vatupassi.figures.models import Release
from vatupassi.figures.terms import AUTUMN, Term
from vatupassi.models import Conversation, FollowUp, Occasion

TERM = Term(2025, AUTUMN)
DAY = datetime.date(2025, 10, 8)
TEAMS, PEOPLE = 4, 8


def at(day: datetime.date, hour: int = 9) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour), timezone.get_current_timezone())


def make_town(*, teams: int = TEAMS, people: int = PEOPLE) -> dict[str, list[User]]:
    """Two departments of so many teams each, each team with a supervisor; team's name → its people."""
    top, town = make_unit(name="Kotikunta"), dict[str, list[User]]()
    for department in ("Sivistys", "Tekniikka"):
        unit = make_unit(name=department, parent=top)
        for number in range(teams):
            team = make_unit(name=f"{department} {number}", parent=unit)
            make_line(unit=team, supervisor=make_person(unit=unit))
            town[team.name_fi] = [make_person(unit=team) for _person in range(people)]
    return town


def held(person: User, day: datetime.date = DAY, **more: Any) -> Conversation:
    """A conversation that both have confirmed, begun by the employee."""
    values: dict[str, Any] = {
        "employee": person,
        "supervisor": User.objects.exclude(pk=person.pk).first(),
        "employee_name": "e",
        "supervisor_name": "s",
        "started_by": "employee",
        "occasion": Occasion.objects.get(code="early-support"),
        "starts_at": at(day),
        "created_at": at(day - datetime.timedelta(days=5)),
        "held_on": day,
        "status": Conversation.Status.CONFIRMED,
    }
    return Conversation.objects.create(**(values | more))


def sat(conversation: Conversation, *, late: int = 0) -> FollowUp:
    """Its follow-up, held so many days after its time."""
    starts_at = conversation.starts_at + datetime.timedelta(weeks=6)
    held_at = starts_at + datetime.timedelta(days=late)
    return FollowUp.objects.create(conversation=conversation, number=1, starts_at=starts_at, held_at=held_at)


def frozen(term: Term = TERM) -> Release:
    with transaction.atomic():
        return freeze(term)


def unit(name: str) -> Unit:
    return Unit.objects.get(name_fi=name)
