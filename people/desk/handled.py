"""What every thing that comes to HR has, whatever it is: the apps above build their tables on it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from core.working_days import working_days_after

WORKING_DAYS = 10  # in which HR answers an idea, unless somebody sets another day
LONGEST_ANSWER = 2000


def due_by_then() -> datetime.date:
    """Until when HR answers what comes today."""
    return working_days_after(timezone.localdate(), WORKING_DAYS)


class Handling(models.TextChoices):
    """How far HR has come with it."""

    NEW = "new", pgettext_lazy("a request", "has come")
    LOOKING = "looking", pgettext_lazy("an idea at HR", "being looked into")
    DONE = "done", pgettext_lazy("an idea at HR", "done")
    NOT_NOW = "not_now", pgettext_lazy("an idea at HR", "not now")


OPEN = (Handling.NEW, Handling.LOOKING)  # HR has still something to do


def in_small_letters(*fields: str) -> Lower:
    """What stands in these fields, as the inbox's search looks in it."""
    between = [part for field in fields for part in (F(field), Value(" "))][:-1]
    return Lower(Concat(*between, output_field=TextField()) if len(between) > 1 else F(fields[0]))


class Handled(models.Model):
    """Somebody of HR sees to it by a day."""

    handling = models.CharField(max_length=8, choices=Handling.choices, default=Handling.NEW)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(default=due_by_then)
    revision = models.PositiveIntegerField(default=0)  # of what HR has set and answered

    class Meta:
        abstract = True


class Answered(Handled):
    """And it is answered: the answer goes back to whom it came from."""

    answer = models.TextField(blank=True, max_length=LONGEST_ANSWER)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
