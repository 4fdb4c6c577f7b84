"""The mentors' training and a season's closing in the demo: a training half way, one who has completed an earlier one,
and a closing to which the group is invited. Nobody here exists.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import Mail
from verme.event import actions as events
from verme.models import InterimTask, Mentor, Season, SeasonEvent, Training, TrainingDiary, TrainingPlace
from verme.training import actions as training
from workshops.models import Block

if TYPE_CHECKING:
    from people.models import User


def load(people: dict[str, User], season: Season) -> None:
    """Everything."""
    _closing(people, season)
    _meeting(people, season)
    _half_way(people)
    _completed(people)


def _day(days: int) -> datetime.date:
    """So many days from today; a weekend gives way to the Monday after it, a Friday to leave room for a second day."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    while day.weekday() >= 4:
        day += datetime.timedelta(days=1)
    return day


def _at(day: datetime.date, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def _event(season: Season, kind: str, title: str, at: datetime.datetime, by: User) -> SeasonEvent:
    event = SeasonEvent(
        season=season,
        kind=kind,
        title=title,
        starts_at=at,
        minutes=210,
        place="Rantasali, Satamakatu 3",
        capacity=40,
    )
    events.plan(event, by=by)
    return event


def _closing(people: dict[str, User], season: Season) -> None:
    """Invited, and a few have signed up."""
    event = _event(season, SeasonEvent.Kind.CLOSING, "Kauden yhteinen päätös", _at(_day(60), 12), people["sari"])
    talk = Block.objects.get(agenda=event.agenda, kind=Block.Kind.TALK)
    talk.title = "Uni, palautuminen ja työ"
    speaker = {"name": "Ilona Särkkä", "title": "tutkija", "organisation": "Saimaan työelämäinstituutti"}
    talk.speakers = [speaker]
    talk.save(update_fields=["title", "speakers"])
    events.invite(event)
    for name in ("bahar", "kaj", "elina", "otto"):
        events.join(event, by=people[name])


def _meeting(people: dict[str, User], season: Season) -> None:
    """A draft for HR to look at."""
    _event(season, SeasonEvent.Kind.MENTORS, "Mentorien tapaaminen", _at(_day(75), 13), people["sari"])


def _training(trainer: User, first: int) -> Training:
    """With five seminars a month apart, each of two days; its name tells the years that it takes."""
    years = "–".join(dict.fromkeys(str(_day(first + days).year) for days in (0, 30 * 4)))
    name = f"Mentorikoulutus {years}"
    made = training.open_training(
        Training(name=name, trainer=trainer, credits="9 op", signer="Kirsi Holm, henkilöstöpäällikkö")
    )
    for seminar in made.seminars.all():
        day = _day(first + 30 * (seminar.number - 1))
        seminar.place = "Rantasali, Satamakatu 3"
        slots = [training.Slot(_at(day + datetime.timedelta(days=n), 9), 420) for n in (0, 1)]
        training.arrange(seminar, slots, moved_place=False)
    return made


def _task(made: Training, number: int, text: str) -> InterimTask:
    seminar = made.seminars.get(number=number)
    last = seminar.days.last()
    assert last
    due = timezone.localtime(last.starts_at).date() + datetime.timedelta(days=21)
    return InterimTask.objects.create(training=made, seminar=seminar, text=text, due_on=due)


def _half_way(people: dict[str, User]) -> None:
    """Two seminars held of five; Timo has done one task, said another, and writes a diary."""
    made = _training(people["otto"], -45)
    people_in = [people[name] for name in ("timo", "hannele", "pekka")]
    for person in people_in:
        training.take_in(made, person)
    first = _task(made, 1, "Kokeile yhtä toiminnallista menetelmää oman työporukkasi kanssa. Kerro, mitä tapahtui.")
    second = _task(made, 2, "Kysy kolmelta työtoverilta, mistä he saavat työssään voimaa.")
    for seminar in made.seminars.filter(number__lte=2):
        for day in seminar.days.all():
            for person in people_in[: 3 - day.number + 1]:
                training.mark(day, person, present=day.has_begun)
    timo = people["timo"]
    training.say_done(first, by=timo, done=True)
    training.acknowledge(first, timo, yes=True)
    training.say_done(second, by=people["pekka"], done=True)
    text = "Huomasin, että minun on vaikea olla hiljaa. Seuraavalla kerralla lasken kymmeneen ennen kuin puhun."
    TrainingDiary.objects.create(seminar=made.seminars.get(number=1), person=timo, text=text, version=1)
    _forget(made)


def _completed(people: dict[str, User]) -> None:
    """The one before: Otto has completed it and has a certificate."""
    made = _training(people["satu"], -300)
    place = training.take_in(made, people["otto"])
    for seminar in made.seminars.all():
        for day in seminar.days.all():
            training.mark(day, people["otto"], present=True)
    training.qualify(place)
    confirmed = _day(-300 + 30 * 4 + 7)  # a week after the last seminar
    TrainingPlace.objects.filter(pk=place.pk).update(qualified_on=confirmed)
    Mentor.objects.filter(person=people["otto"]).update(qualified_on=confirmed)
    _forget(made)
    Mail.objects.filter(kind="verme_qualified").delete()


def _forget(made: Training) -> None:
    """Letters about what happened long ago would only confuse the demo's mail box."""
    seminars = [str(pk) for pk in made.seminars.values_list("pk", flat=True)]
    rows = Mail.objects.filter(ids__training=str(made.pk)) | Mail.objects.filter(ids__seminar__in=seminars)
    ids = {str(pk) for pk in rows.values_list("pk", flat=True)}
    jobs = DBTaskResult.objects.filter(task_path__endswith="deliver")
    jobs.filter(pk__in=[job.pk for job in jobs if job.args_kwargs["args"][0] in ids]).delete()
    rows.delete()
