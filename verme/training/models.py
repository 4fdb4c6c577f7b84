"""The mentors' training: seminars of two days, interim tasks, who takes part, and how far they have come."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records import Data, Ground, Record
from workshops.models import Agenda

if TYPE_CHECKING:
    from people.models import User

ROMAN = ("I", "II", "III", "IV", "V")


def _led(user: User, training: str = "") -> Q:
    """HR, or the training's own trainer; ``training`` is the path to it, with its ending ``__``."""
    return Q() if user.is_hr and user.is_active else Q(**{f"{training}trainer": user})


class TrainingQuerySet(models.QuerySet["Training"]):
    """Named sets of trainings."""

    def visible_to(self, user: User) -> Self:
        """HR, the trainer, and those who take part in it."""
        takes_part = TrainingPlace.objects.live().filter(training=OuterRef("pk"), person=user)
        return self.filter(_led(user) | Exists(takes_part)) if not (user.is_hr and user.is_active) else self

    def editable_by(self, user: User) -> Self:
        """HR arranges the trainings."""
        return self if user.is_hr and user.is_active else self.none()

    def led_by(self, user: User) -> Self:
        """HR and the trainer mark attendance and acknowledge tasks."""
        return self.filter(_led(user))

    def trained_by(self, user: User) -> Self:
        """Where this person is the trainer: HR as such is not."""
        return self.filter(trainer=user)

    def inside(self, user: User) -> Self:
        """Where the person takes part now: HR as such does not."""
        return self.filter(Exists(TrainingPlace.objects.live().filter(training=OuterRef("pk"), person=user)))

    def readable_by(self, user: User) -> Self:
        """Where the person has a diary: where they take or have taken part."""
        return self.filter(Exists(TrainingPlace.objects.filter(training=OuterRef("pk"), person=user)))

    def with_period(self) -> Self:
        """Adds ``first`` and ``last``: when the first and the last seminar day begin, or None."""
        return self.annotate(first=Min("seminars__days__starts_at"), last=Max("seminars__days__starts_at"))

    def for_update(self) -> Self:
        """Lock the row."""
        return self.select_for_update(of=("self",))


class Training(models.Model):
    """A training programme for mentors (domain.md D19): five seminars of two days, interim tasks, a diary."""

    record = Record(
        data=Data.PROCESS,
        readers="HR, the trainer and the participants",
        purpose="mentors are trained and get a certificate",
        ground=Ground.EMPLOYMENT,
        kept=("verme_training",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fi")
    organiser = models.CharField(_("organiser"), max_length=120, blank=True)
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    credits = models.CharField(_("extent"), max_length=40, blank=True)  # “9 op”; empty: the hours attended
    signer = models.CharField(_("who signs the certificates"), max_length=160, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    objects: TrainingQuerySet = TrainingQuerySet.as_manager()  # type: ignore[assignment]

    first: datetime.datetime | None  # annotated by `with_period`
    last: datetime.datetime | None

    class Meta:
        """The newest first."""

        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of HR and the trainer."""
        return reverse("training_detail", args=[self.pk])

    def days(self) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        """When the first and the last seminar day begin."""
        found = SeminarDay.objects.filter(seminar__training=self).aggregate(
            first=Min("starts_at"), last=Max("starts_at")
        )
        return found["first"], found["last"]


class SeminarQuerySet(models.QuerySet["Seminar"]):
    """Named sets of seminars."""

    def told_to(self, user: User) -> Self:
        """Of trainings in which the person takes part now, or which they train."""
        inside = Q(training__in=Training.objects.inside(user).values("pk"))
        return self.filter(inside | Q(training__trainer=user))

    def editable_by(self, user: User) -> Self:
        """HR sets texts, days and place."""
        return self if user.is_hr and user.is_active else self.none()

    def for_update(self) -> Self:
        """Lock the row."""
        return self.select_for_update(of=("self",))


class Seminar(models.Model):
    """One of the seminars I–V."""

    record = Training.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training = models.ForeignKey(Training, models.CASCADE, related_name="seminars")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120)
    goal = models.TextField(_("goal"), max_length=1000, blank=True)
    themes = models.TextField(_("themes"), max_length=1000, blank=True)
    methods = models.TextField(_("working methods"), max_length=1000, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    objects: SeminarQuerySet = SeminarQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In their order."""

        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["training", "number"], name="seminar_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=len(ROMAN)), name="seminar_number_i_to_v"),
        ]

    def __str__(self) -> str:
        return self.roman

    @property
    def roman(self) -> str:
        """I … V."""
        return ROMAN[self.number - 1]


class SeminarDayQuerySet(models.QuerySet["SeminarDay"]):
    """Named sets of seminar days."""

    def visible_to(self, user: User) -> Self:
        """As the training."""
        return self.filter(seminar__training__in=Training.objects.visible_to(user).values("pk"))

    def led_by(self, user: User) -> Self:
        """Where attendance may be marked."""
        return self.filter(_led(user, "seminar__training__"))

    def of(self, user: User) -> Self:
        """Of trainings in which the person takes part now."""
        taking = TrainingPlace.objects.live().filter(training=OuterRef("seminar__training"), person=user)
        return self.filter(Exists(taking))

    def from_today(self) -> Self:
        """Today or later."""
        return self.filter(starts_at__date__gte=timezone.localdate())


class SeminarDay(models.Model):
    """One day of a seminar, with its calendar entry."""

    record = Training.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="days")
    number = models.PositiveSmallIntegerField()  # 1 or 2
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    calendar_sequence = models.PositiveIntegerField(default=0)  # .ics SEQUENCE
    agenda = models.OneToOneField(Agenda, models.SET_NULL, null=True, related_name="+")  # the day's programme
    objects: SeminarDayQuerySet = SeminarDayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In order of time."""

        ordering = ("starts_at", "number")
        constraints = [models.UniqueConstraint(fields=["seminar", "number"], name="seminar_day_once")]

    def __str__(self) -> str:
        return f"seminar day {self.pk}"

    def get_absolute_url(self) -> str:
        """Where attendance is marked."""
        return reverse("training_day", args=[self.pk])

    @property
    def has_begun(self) -> bool:
        """Attendance can be marked."""
        return self.starts_at <= timezone.now()

    @property
    def ends_at(self) -> datetime.datetime:
        """When it ends."""
        return self.starts_at + datetime.timedelta(minutes=self.minutes)


class TrainingPlaceQuerySet(models.QuerySet["TrainingPlace"]):
    """Named sets of participations."""

    def live(self) -> Self:
        """Those who have not stopped."""
        return self.filter(left_on=None)

    def visible_to(self, user: User) -> Self:
        """HR, the trainer, and one's own."""
        return self if user.is_hr and user.is_active else self.filter(_led(user, "training__") | Q(person=user))

    def editable_by(self, user: User) -> Self:
        """HR takes people in and confirms that they are qualified, but nobody does it for themselves."""
        return self.exclude(person=user) if user.is_hr and user.is_active else self.none()

    def of(self, user: User) -> Self:
        """One's own."""
        return self.filter(person=user)

    def with_progress(self) -> Self:
        """Adds how much there is and how much is done, and whether it is all of it: the state is kept nowhere else.

        A seminar is attended when each of its days is; a task is done when it has been acknowledged. ``complete``:
        every seminar has its days and is attended, every task is done.
        """
        days = SeminarDay.objects.filter(seminar__training=OuterRef("training"))
        attended = Exists(SeminarAttendance.objects.filter(day=OuterRef("pk"), person=OuterRef(OuterRef("person"))))
        missed_here = Exists(
            SeminarDay.objects.filter(seminar=OuterRef("pk")).filter(
                ~Exists(
                    SeminarAttendance.objects.filter(day=OuterRef("pk"), person=OuterRef(OuterRef(OuterRef("person"))))
                )
            )
        )
        seminars = Seminar.objects.filter(training=OuterRef("training"))
        has_days = Exists(SeminarDay.objects.filter(seminar=OuterRef("pk")))
        tasks = InterimTask.objects.filter(training=OuterRef("training"))
        acknowledged = Exists(
            TaskDone.objects.filter(task=OuterRef("pk"), person=OuterRef(OuterRef("person"))).exclude(
                acknowledged_at=None
            )
        )
        counted = self.annotate(
            seminars_all=_count(seminars, "training"),
            seminars_attended=_count(seminars.filter(has_days, ~missed_here), "training"),
            minutes_attended=_minutes(days.filter(attended)),
            tasks_all=_count(tasks, "training"),
            tasks_done=_count(tasks.filter(acknowledged), "training"),
        )
        return counted.annotate(
            complete=models.ExpressionWrapper(
                Q(seminars_all__gt=0, seminars_attended=F("seminars_all"), tasks_done=F("tasks_all")),
                output_field=models.BooleanField(),
            )
        )

    def qualifying(self) -> Self:
        """Complete, and not confirmed yet."""
        return self.live().filter(qualified_on=None).with_progress().filter(complete=True)

    def for_update(self) -> Self:
        """Lock the row."""
        return self.select_for_update(of=("self",))


def _count(rows: models.QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _minutes(days: models.QuerySet) -> Coalesce:
    summed = days.order_by().values("seminar__training").annotate(n=models.Sum("minutes")).values("n")
    return Coalesce(Subquery(summed, output_field=IntegerField()), 0)


class TrainingPlace(models.Model):
    """Somebody takes part in a training. They need not be a mentor yet: that is what it is for."""

    record = replace(Training.record, readers="HR, the trainer and the person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training = models.ForeignKey(Training, models.CASCADE, related_name="places")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    left_on = models.DateField(null=True)  # they stopped before the end
    qualified_on = models.DateField(null=True)  # HR has confirmed that all is done
    objects: TrainingPlaceQuerySet = TrainingPlaceQuerySet.as_manager()  # type: ignore[assignment]

    seminars_all: int  # annotated by `with_progress`
    seminars_attended: int
    minutes_attended: int
    tasks_all: int
    tasks_done: int
    complete: bool
    by_seminar: list[tuple[Seminar, list[str]]]  # days of each as present, missed or ahead, for the training's page
    missed: int
    late: int  # tasks

    class Meta:
        """Once for each person, in the order of names."""

        ordering = ("person__sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["training", "person"], name="training_place_once")]
        indexes = [models.Index(fields=["person", "training"], name="place_of_trainings")]

    def __str__(self) -> str:
        return f"place {self.pk}"


class SeminarAttendance(models.Model):
    """Somebody was there on a seminar day."""

    record = TrainingPlace.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(SeminarDay, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        """Once for each person and day."""

        constraints = [models.UniqueConstraint(fields=["day", "person"], name="seminar_attendance_once")]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class InterimTaskQuerySet(models.QuerySet["InterimTask"]):
    """Named sets of interim tasks."""

    def editable_by(self, user: User) -> Self:
        """HR and the trainer give the tasks, and acknowledge them."""
        return self.filter(_led(user, "training__"))

    def inside(self, user: User) -> Self:
        """Of trainings in which the person takes part."""
        return self.filter(training__in=Training.objects.inside(user).values("pk"))


class InterimTask(models.Model):
    """A task between two seminars. What people do for it is not kept here."""

    record = Training.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training = models.ForeignKey(Training, models.CASCADE, related_name="tasks")
    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="tasks")  # after which it is done
    text = models.TextField(_("task"), max_length=1000)
    due_on = models.DateField()
    objects: InterimTaskQuerySet = InterimTaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """By day."""

        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return f"task {self.pk}"


class TaskDoneQuerySet(models.QuerySet["TaskDone"]):
    """Named sets of done tasks."""

    def visible_to(self, user: User) -> Self:
        """HR, the trainer, and one's own."""
        return self if user.is_hr and user.is_active else self.filter(_led(user, "task__training__") | Q(person=user))


class TaskDone(models.Model):
    """A participant says that a task is done; HR or the trainer acknowledges it."""

    record = TrainingPlace.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(InterimTask, models.CASCADE, related_name="done")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    done_at = models.DateTimeField(default=timezone.now)
    acknowledged_at = models.DateTimeField(null=True)
    objects: TaskDoneQuerySet = TaskDoneQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once for each person and task."""

        constraints = [models.UniqueConstraint(fields=["task", "person"], name="task_done_once")]

    def __str__(self) -> str:
        return f"done {self.pk}"
