"""A season's joint events, a training and certificates around the people of a World, after tests/verme_world.py.

The closing concerns the employee (a live member) and the deputy (the live mentor); the colleague and the director have
left. The supervisor leads another group of the same season, and HR's other one is a member of it.

In the training the director is the trainer, the employee takes part and has written a diary, the stranger has
completed it, and the colleague has stopped. At the group's meeting were the employee, the mentor and the colleague.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from people.models import User
from tests.people_fixtures import with_second_step
from verme.agenda import hosted as agendas
from verme.event import actions as acts
from verme.models import InterimTask, SeasonEvent, SeminarDay, Session, Training, TrainingDiary
from verme.session import actions as sessions
from verme.training import actions as training

DIARY = "kanarialintu-koulutus-paivakirja"


def secrets() -> dict[str, set[str]]:
    """Text → the roles that may find it in a page."""
    return {DIARY: {"employee"}}


def around(people: dict[str, User], ids: dict[str, Any]) -> dict[str, Any]:
    """The ids for addresses; ``ids`` are those of the group."""
    session = Session.objects.get(pk=ids["verme_session"])
    for role in ("deputy", "colleague"):
        sessions.mark(session, people[role], present=True)
    return events(ids["verme_season"]) | a_training(people)


def a_training(people: dict[str, User]) -> dict[str, Any]:
    """One whose first seminar has begun."""
    made = training.open_training(Training(name="Mentorikoulutus", trainer=people["director"]))
    begun = timezone.now() - datetime.timedelta(hours=1)
    for seminar in made.seminars.all():
        seminar.days.create(number=1, starts_at=begun, minutes=420)
        agendas.of_seminar(seminar)
    places = {role: training.take_in(made, people[role]) for role in ("employee", "colleague", "stranger")}
    first = made.seminars.get(number=1)
    due = timezone.localdate() + datetime.timedelta(days=14)
    task = InterimTask.objects.create(training=made, seminar=first, text="Kokeile", due_on=due)
    for day in SeminarDay.objects.filter(seminar__training=made):
        training.mark(day, people["stranger"], present=True)
    training.acknowledge(task, people["stranger"], yes=True)
    training.qualify(places["stranger"])
    with_second_step(people["stranger"])  # as a mentor's task asks
    training.take_out(places["colleague"])
    TrainingDiary.objects.create(seminar=first, person=people["employee"], text=DIARY)
    return {
        "verme_training": made.pk,
        "verme_seminar": first.pk,
        "verme_seminar_day": first.days.get().pk,
        "verme_day_agenda": first.days.get().agenda_id,
        "verme_task": task.pk,
        "verme_place": places["employee"].pk,
        "verme_place_done": places["stranger"].pk,
    }


def events(season: Any) -> dict[str, Any]:
    """A closing that has been invited to, and a draft."""
    at = timezone.now() + datetime.timedelta(days=30)
    fields = {"season_id": season, "starts_at": at, "minutes": 240, "place": "Rantasali"}
    closing = SeasonEvent(kind="closing", title="Päätös", state="open", **fields)
    draft = SeasonEvent(kind="closing", title="Luonnos", **fields)
    for event in (closing, draft):
        acts.plan(event, by=None)
    assert closing.agenda
    assert draft.agenda
    return {
        "verme_event": closing.pk,
        "verme_event_draft": draft.pk,
        "verme_agenda": closing.agenda.pk,
        "verme_agenda_draft": draft.agenda.pk,
    }
