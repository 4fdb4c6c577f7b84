"""What happens in a training: opening it, setting seminar days, taking people in, attendance, tasks, qualification."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone, translation

from core.outbox import send
from core.texts.cleaning import short
from verme.agenda import hosted as agendas
from verme.calendar import entries as calendar
from verme.models import InterimTask, Mentor, Seminar, SeminarAttendance, SeminarDay, TaskDone, Training, TrainingPlace
from verme.training.template import template

if TYPE_CHECKING:
    import datetime

    from people.models import User
    from verme.training.models import SeminarDayQuerySet


class NotComplete(Exception):
    """A seminar or a task is still missing."""


class Slot(NamedTuple):
    """When one seminar day is."""

    starts_at: datetime.datetime
    minutes: int


def open_training(training: Training) -> Training:
    """A new training with its five seminars from the template, in the training's language."""
    training.save()
    with translation.override(training.language):
        outlines = template()
    for number, outline in enumerate(outlines, 1):
        training.seminars.create(number=number, **outline._asdict())
    return training


def everybody(training: Training) -> list[User]:
    """The participants, and the trainer."""
    people = {place.person_id: place.person for place in training.places.live().select_related("person")}
    if training.trainer:
        people.setdefault(training.trainer.pk, training.trainer)
    return list(people.values())


def arrange(seminar: Seminar, slots: list[Slot], *, moved_place: bool) -> bool:
    """Save a seminar with its days. What changed gets a higher sequence, and everybody a letter; says whether so."""
    seminar.save()
    known, changed = {day.number: day for day in seminar.days.all()}, False
    for number, slot in enumerate(slots, 1):
        day = known.get(number)
        if day is None:
            seminar.days.create(number=number, starts_at=slot.starts_at, minutes=slot.minutes)
            changed = True
        elif moved_place or (day.starts_at, day.minutes) != slot:
            day.starts_at, day.minutes = slot
            day.calendar_sequence += 1
            day.save(update_fields=["starts_at", "minutes", "calendar_sequence"])
            changed = True
    agendas.of_seminar(seminar)
    if changed:
        for person in everybody(seminar.training):
            send("verme_seminar", to=person, seminar=seminar.pk)
    return changed


def ahead(training: Training) -> SeminarDayQuerySet:
    """Its coming days."""
    return SeminarDay.objects.filter(seminar__training=training, starts_at__gt=timezone.now())


def change_trainer(training: Training, before: User | None, *, by: User) -> None:
    """The new trainer gets every coming day into the calendar; from the former one's they go.

    Whoever leads a day with them, or has group work in it, hears who leads now, who does no more, and by whom.
    """
    who = {"trainer": training.trainer_id or "", "before": before.pk if before else "", "by": by.pk}
    for person in agendas.lead_by_trainer(training, before) - {by}:
        send("verme_trainer_changed", to=person, training=training.pk, **who)
    if before:
        stays = before in everybody(training)  # as somebody who takes part
        gone = [] if stays else calendar.take_away(ahead(training))
        send("verme_trainer_ended", to=before, training=training.pk, by=by.pk, freed=gone)
    if training.trainer:
        send("verme_trainer", to=training.trainer, training=training.pk)


def take_in(training: Training, person: User) -> TrainingPlace:
    """The person takes part from now on, and gets every coming day into the calendar. Twice is once."""
    place, new = TrainingPlace.objects.get_or_create(training=training, person=person)
    if new or place.left_on:
        place.left_on = None
        place.save(update_fields=["left_on"])
        send("verme_training_joined", to=person, training=training.pk)
    return place


def take_out(place: TrainingPlace) -> None:
    """They stop; attendance stays, the diary stays theirs, the coming days leave the calendar. Twice is once."""
    if place.left_on is None:
        place.left_on = timezone.localdate()
        place.save(update_fields=["left_on"])
        stays = place.person in everybody(place.training)  # its trainer
        gone = [] if stays else calendar.take_away(ahead(place.training))
        send("verme_training_left", to=place.person, training=place.training_id, freed=gone)


def mark(day: SeminarDay, person: User, *, present: bool) -> None:
    """One tap: there or not."""
    if present:
        SeminarAttendance.objects.get_or_create(day=day, person=person)
    else:
        SeminarAttendance.objects.filter(day=day, person=person).delete()


def say_done(task: InterimTask, *, by: User, done: bool) -> None:
    """The participant's word. What has been acknowledged is not taken back."""
    if done:
        TaskDone.objects.get_or_create(task=task, person=by)
    else:
        TaskDone.objects.filter(task=task, person=by, acknowledged_at=None).delete()


def acknowledge(task: InterimTask, person: User, *, yes: bool) -> None:
    """The trainer or HR has seen that the task is done, perhaps before the participant said so."""
    if yes:
        row, _new = TaskDone.objects.get_or_create(task=task, person=person)
        row.acknowledged_at = row.acknowledged_at or timezone.now()
        row.save(update_fields=["acknowledged_at"])
    else:
        TaskDone.objects.filter(task=task, person=person).update(acknowledged_at=None)


def qualify(place: TrainingPlace) -> Mentor:
    """HR confirms: the person is a mentor of the register from today, and is told. Twice is once."""
    if place.qualified_on is None and not TrainingPlace.objects.qualifying().filter(pk=place.pk).exists():
        raise NotComplete
    role = short(place.person.title, 80)
    mentor, _new = Mentor.objects.get_or_create(person=place.person, defaults={"role": role})
    if place.qualified_on is None:
        place.qualified_on = timezone.localdate()
        place.save(update_fields=["qualified_on"])
        mentor.qualified_on = mentor.qualified_on or place.qualified_on
        mentor.save(update_fields=["qualified_on"])
        send("verme_qualified", to=place.person, place=place.pk)
    return mentor
