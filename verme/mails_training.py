"""The letters of a mentors' training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.formats import date_range, moment
from core.outbox import Attachment, Letter, mail
from verme import calendar
from verme.models import Seminar, SeminarDay, Training, TrainingPlace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User


def _entries(days: Iterable[SeminarDay], user: User, *, withdrawn: bool = False) -> list[Attachment]:
    return [
        Attachment(f"verme-{n}.ics", calendar.seminar_entry(day, user, withdrawn=withdrawn), "text/calendar")
        for n, day in enumerate(days, 1)
    ]


def _ahead(training: Training) -> list[SeminarDay]:
    days = SeminarDay.objects.filter(seminar__training=training, starts_at__gt=timezone.now())
    return list(days.select_related("seminar"))


def _page(training: Training, user: User) -> str:
    if TrainingPlace.objects.live().filter(training=training, person=user).exists():
        return reverse("my_training", args=[training.pk])
    return training.get_absolute_url()


@mail("verme_seminar")
def _seminar(user: User, ids: dict[str, Any]) -> Letter:
    seminar = Seminar.objects.select_related("training").get(pk=ids["seminar"])
    days = list(seminar.days.select_related("seminar"))
    text = _(
        "Seminar %(number)s of “%(training)s” begins %(time)s. The calendar entries are attached; if a time or the "
        "place changes, they change too."
    )
    return Letter(
        subject=_("Training: seminar %(number)s, %(days)s")
        % {"number": seminar.roman, "days": date_range(days[0].starts_at, days[-1].starts_at)},
        body=text % {"number": seminar.roman, "training": seminar.training.name, "time": moment(days[0].starts_at)},
        link=_page(seminar.training, user),
        attachments=_entries(days, user),
    )


@mail("verme_training_joined")
def _joined(user: User, ids: dict[str, Any]) -> Letter:
    training = Training.objects.get(pk=ids["training"])
    text = _("You take part in “%(training)s”. On its page you see the seminars, your tasks and your own diary.")
    return Letter(
        subject=_("Training: welcome"),
        body=text % {"training": training.name},
        link=_page(training, user),
        attachments=_entries(_ahead(training), user),
    )


@mail("verme_training_left")
def _left(user: User, ids: dict[str, Any]) -> Letter:
    training = Training.objects.get(pk=ids["training"])
    text = _(
        "You no longer take part in “%(training)s”. The coming seminars leave your calendar. Your diary stays yours "
        "until it is deleted."
    )
    return Letter(
        subject=_("Training: you no longer take part"),
        body=text % {"training": training.name},
        link=reverse("training_diary", args=[training.pk]),
        attachments=_entries(_ahead(training), user, withdrawn=True),
    )


@mail("verme_qualified")
def _qualified(user: User, ids: dict[str, Any]) -> Letter:
    place = TrainingPlace.objects.select_related("training").get(pk=ids["place"])
    text = _(
        "Congratulations: you have completed “%(training)s” and are a Verme mentor. Your certificate is on its page."
    )
    return Letter(
        subject=_("Training: completed"),
        body=text % {"training": place.training.name},
        link=_page(place.training, user),
    )
