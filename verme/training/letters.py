"""The letters of a mentors' training."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import ics
from core.formats import date_range, moment
from core.outbox import Attachment, Ids, Letter, mail
from people.models import User
from people.user.models import name_of
from verme.agenda import hosted as agendas
from verme.calendar import entries as calendar
from verme.models import Seminar, SeminarDay, Training, TrainingPlace
from workshops.models import GroupWork

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


# What the letters are about, while it is the reader's to know


def _training(user: User, ids: Ids) -> Training:
    """A training in which the reader takes part."""
    return Training.objects.inside(user).get(pk=ids["training"])


def _trained(user: User, ids: Ids) -> Training:
    """A training that the reader trains."""
    return Training.objects.trained_by(user).get(pk=ids["training"])


class Ended(NamedTuple):
    """A training that the reader trains no more, by whom, and the days that leave their calendar, as they knew them."""

    training: Training
    by: str
    freed: list[list[str | int]]


def _was_trained(user: User, ids: Ids) -> Ended:
    """That they train it no more is theirs to know."""
    training = Training.objects.exclude(trainer=user).get(pk=ids["training"])
    # an earlier version kept no name
    by = User.objects.visible_to(user).filter(pk=ids["by"]).first() if ids.get("by") else None
    return Ended(training, name_of(by), ids["freed"])


class Changed(NamedTuple):
    """Who trains it now and who did before, "" for nobody, and by whom it was changed."""

    training: Training
    now: str
    before: str
    by: str


def _led_beside(user: User, ids: Ids) -> Changed:
    """To whoever leads a day of it, or has group work in one."""
    training = Training.objects.get(pk=ids["training"])
    days = agendas.of_training(training)
    if not days.filter(facilitatings__person=user).exists() and not _own_work(user, training).exists():
        raise Training.DoesNotExist
    people = User.objects.visible_to(user)
    now, before, by = (people.get(pk=ids[who]).name if ids[who] else "" for who in ("trainer", "before", "by"))
    return Changed(training, now, before, by)


def _own_work(user: User, training: Training) -> QuerySet[GroupWork]:
    return GroupWork.objects.owned_by(user).filter(block__agenda__in=agendas.of_training(training))


def _what_stays(user: User, training: Training) -> tuple[str, str]:
    """What to say to whoever has group work in it, and where it is; nothing and Verme's page for others."""
    work = _own_work(user, training).filter(begun_at__isnull=False).first()
    if work is None:
        return "", reverse("verme")
    return " " + _("What groups have written for you stays with you. You can hand it over on its page."), str(
        work.get_absolute_url()
    )


def _seminar_of(user: User, ids: Ids) -> tuple[Seminar, list[SeminarDay]]:
    """A seminar with its days, for those who take part and the trainer."""
    seminar = Seminar.objects.told_to(user).select_related("training").get(pk=ids["seminar"])
    days = list(seminar.days.select_related("seminar"))
    if not days:
        raise SeminarDay.DoesNotExist
    return seminar, days


def _left_training(user: User, ids: Ids) -> tuple[Training, list[list[str | int]]]:
    """One in which the reader takes part no more: that is theirs to know, with the days that they knew."""
    stopped = TrainingPlace.objects.of(user).filter(left_on__isnull=False).select_related("training")
    return stopped.get(training=ids["training"]).training, ids["freed"]


def _own_place(user: User, ids: Ids) -> TrainingPlace:
    return TrainingPlace.objects.of(user).select_related("training").get(pk=ids["place"])


def _attached(entries: Iterable[bytes]) -> list[Attachment]:
    return [Attachment(f"verme-{n}.ics", entry, ics.TYPE) for n, entry in enumerate(entries, 1)]


def _entries(days: Iterable[SeminarDay], user: User) -> list[Attachment]:
    return _attached(calendar.seminar_entry(day, user) for day in days)


def _ahead(training: Training) -> list[SeminarDay]:
    days = SeminarDay.objects.filter(seminar__training=training, starts_at__gt=timezone.now())
    return list(days.select_related("seminar"))


def _page(training: Training, user: User) -> str:
    if TrainingPlace.objects.of(user).live().filter(training=training).exists():
        return reverse("my_training", args=[training.pk])
    return training.get_absolute_url()


@mail("verme_seminar", about=_seminar_of)
def _seminar(user: User, found: tuple[Seminar, list[SeminarDay]]) -> Letter:
    seminar, days = found
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


@mail("verme_training_joined", about=_training)
def _joined(user: User, training: Training) -> Letter:
    text = _("You take part in “%(training)s”. On its page you see the seminars, your tasks and your own diary.")
    return Letter(
        subject=_("Training: welcome"),
        body=text % {"training": training.name},
        link=_page(training, user),
        attachments=_entries(_ahead(training), user),
    )


@mail("verme_trainer", about=_trained)
def _trainer(user: User, training: Training) -> Letter:
    text = _("You are the trainer of “%(training)s” from now on. On its page you see the seminars and who takes part.")
    return Letter(
        subject=_("Training: you are its trainer"),
        body=text % {"training": training.name},
        link=training.get_absolute_url(),
        attachments=_entries(_ahead(training), user),
    )


@mail("verme_trainer_ended", about=_was_trained)
def _trainer_ended(user: User, ended: Ended) -> Letter:
    text = _("You are no longer the trainer of “%(training)s”. Changed by: %(by)s.")
    body = text % {"training": ended.training.name, "by": ended.by}
    if ended.freed:
        body += " " + _("The coming seminars leave your calendar.")
    stays, link = _what_stays(user, ended.training)
    return Letter(
        subject=_("Training: you are no longer its trainer"),
        body=body + stays,
        link=link,
        attachments=_attached(calendar.freed(ended.freed, user, _("Training"))),
    )


@mail("verme_trainer_changed", about=_led_beside)
def _trainer_changed(user: User, changed: Changed) -> Letter:
    text = _("The trainer of “%(training)s” is now %(now)s. Changed by: %(by)s.")
    if changed.before and changed.now:
        text = _("The trainer of “%(training)s” is now %(now)s, no longer %(before)s. Changed by: %(by)s.")
    elif changed.before:
        text = _("%(before)s is no longer the trainer of “%(training)s”, and nobody is yet. Changed by: %(by)s.")
    words = {"training": changed.training.name, "now": changed.now, "before": changed.before, "by": changed.by}
    stays, link = _what_stays(user, changed.training)
    return Letter(subject=_("Training: a change of trainer"), body=text % words + stays, link=link)


@mail("verme_training_left", about=_left_training)
def _left(user: User, left: tuple[Training, list[list[str | int]]]) -> Letter:
    training, kept = left
    text = _(
        "You no longer take part in “%(training)s”. The coming seminars leave your calendar. Your diary stays yours "
        "until it is deleted."
    )
    return Letter(
        subject=_("Training: you no longer take part"),
        body=text % {"training": training.name},
        link=reverse("training_diary", args=[training.pk]),
        attachments=_attached(calendar.freed(kept, user, _("Training"))),
    )


@mail("verme_qualified", about=_own_place)
def _qualified(user: User, place: TrainingPlace) -> Letter:
    text = _(
        "Congratulations: you have completed “%(training)s” and are a Verme mentor. Your certificate is on its page."
    )
    return Letter(
        subject=_("Training: completed"),
        body=text % {"training": place.training.name},
        link=_page(place.training, user),
    )
