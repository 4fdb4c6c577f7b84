"""Workshops in the demo: a day coming with sign-ups and a waiting list, one that runs today, one held, a draft.

Nobody here exists. Texts are what such people might write.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from core.models import Mail
from workshops.agenda.patterns import PATTERNS
from workshops.attendance import actions as attendance_actions
from workshops.block import actions as blocks
from workshops.models import Agenda, Block, Facilitator
from workshops.sign_up import actions as sign_up_actions

if TYPE_CHECKING:
    from people.models import User


def load(people: dict[str, User]) -> None:
    """Everything of workshops."""
    Facilitator.objects.create(person=people["otto"])
    _coming(people)
    _today(people)
    _held(people)
    _draft(people)
    _in_swedish(people)


def _agenda(leader: User, code: str, starts_at: datetime.datetime, *, language: str = "fi", **fields: Any) -> Agenda:
    pattern = PATTERNS[code]
    with translation.override(language):
        title = str(pattern.name)
    values = {"title": title, "unit": leader.unit, "state": Agenda.State.PUBLISHED, "made_from": code}
    agenda = Agenda.objects.create(starts_at=starts_at, language=language, created_by=leader, **(values | fields))
    agenda.facilitatings.create(person=leader)
    blocks.add_first_blocks(agenda, pattern.blocks(language))
    return agenda


def _at(days: int, hour: int, minute: int = 0) -> datetime.datetime:
    day = timezone.localdate() + datetime.timedelta(days=days)
    while day.weekday() >= 5:
        day += datetime.timedelta(days=1 if days > 0 else -1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


def _coming(people: dict[str, User]) -> None:
    """The source's own day, with invented speakers, six places, and one who waits."""
    agenda = _agenda(
        people["sari"],
        "active-support",
        _at(12, 9, 15),
        place="Kaupungintalo, valtuustosali",
        unit=None,
        open_to=Agenda.OpenTo.EVERYBODY,
        takes_sign_ups=True,
        capacity=6,
    )
    agenda.facilitatings.create(person=people["otto"])
    speakers = {
        1: [("katumestari", "Pekka Öhman", "Katu- ja puistoyksikkö")],
        3: [("henkilöstöasiantuntija", "Sari Koskinen", "Henkilöstöpalvelut")],
        5: [("luokanopettaja", "Otto Heikkinen", "Rantakylän koulu")],
        7: [("toimialajohtaja", "Leena Šimek", "Kotikunta")],
    }
    for block in agenda.blocks.all():
        if names := speakers.get(block.position):
            block.speakers = [dict(zip(("title", "name", "organisation"), one, strict=True)) for one in names]
        if block.position == 5:
            speaker = {"title": "rehtori", "name": "Satu Niemi", "organisation": "Rantakylän koulu"}
            block.more = [block.more[0] | {"speakers": [speaker]}]
        if block.kind == Block.Kind.LUNCH:
            block.pinned_at = datetime.time(11, 30)
        if block.position == 8:
            block.note = "Neljä ryhmää, fläpit ja kynät pöydille ennen taukoa."
        block.save()
    for name in ("matti", "pekka", "timo", "satu", "hannele", "elina", "aino"):
        sign_up_actions.sign_up(agenda, by=people[name])
    _forget(agenda)


def _today(people: dict[str, User]) -> None:
    """A unit's own morning that is going on: the second part is on, ten minutes used."""
    now = timezone.now().replace(second=0, microsecond=0)
    begins = now - datetime.timedelta(minutes=30 + now.minute % 15)
    agenda = _agenda(
        people["matti"],
        "rooting",
        begins,
        place="Keskuskeittiön kokoushuone",
        begun_at=begins + datetime.timedelta(minutes=2),
    )
    rows = list(agenda.blocks.all())
    for slot in agenda.slots(rows):
        block: Any = slot.key
        block.planned_start, block.planned_minutes = slot.start, block.minutes
    begun = agenda.begun_at
    assert begun
    rows[0].started_at, rows[0].ended_at = begun, now - datetime.timedelta(minutes=10)
    rows[1].started_at = rows[0].ended_at
    for block in rows:
        block.save()


def _held(people: dict[str, User]) -> None:
    """A training day of a month ago, with who was there."""
    starts_at = _at(-28, 9)
    agenda = _agenda(
        people["sari"], "supervisor-training", starts_at, unit=None, open_to=Agenda.OpenTo.EVERYBODY, place="Kirjasto"
    )
    rows = list(agenda.blocks.all())
    for slot in agenda.slots(rows):
        block: Any = slot.key
        block.planned_start, block.planned_minutes = slot.start, block.minutes
        block.started_at = slot.start + datetime.timedelta(minutes=4)
        block.ended_at = slot.end + datetime.timedelta(minutes=4)
        block.save()
    agenda.begun_at, agenda.ended_at = rows[0].started_at, rows[-1].ended_at
    agenda.save(update_fields=["begun_at", "ended_at"])
    for name in ("matti", "pekka", "satu", "timo", "leena"):
        attendance_actions.mark_present(agenda, people[name], present=True)
    attendance_actions.add_guest(agenda, last="Åkerlund", first="Sanna", organisation="Työterveys Rannikko")


def _draft(people: dict[str, User]) -> None:
    """Taking VatuPassi into use, still being planned."""
    _agenda(people["matti"], "vatupassi", _at(21, 9), state=Agenda.State.DRAFT)


def _in_swedish(people: dict[str, User]) -> None:
    """A unit's meeting in Swedish."""
    _agenda(people["pekka"], "unit-meeting", _at(5, 8, 30), language="sv", place="Depån")


def _forget(agenda: Agenda) -> None:
    """Letters about signing up would only crowd the demo's mail box."""
    rows = Mail.objects.filter(ids__agenda=str(agenda.pk))
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    jobs = DBTaskResult.objects.filter(task_path__endswith="deliver")
    jobs.filter(pk__in=[job.pk for job in jobs if job.args_kwargs["args"][0] in ids]).delete()
    rows.delete()
