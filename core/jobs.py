"""Jobs: functions that a worker runs outside the request, and those that run by the clock.

A job is enqueued in the transaction that makes it necessary (`job.enqueue(str(pk))`), gets ids only, and must be
idempotent: it runs at least once. Modules named `jobs`, `mails` and `retention` in an app are imported at start.
The worker is `manage.py worker`. Long jobs: `@task(queue_name="slow")`.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

__all__ = ["SCHEDULES", "Recurring", "every_minute", "nightly", "task"]

Function = Callable[[], None]


@dataclass(frozen=True)
class Recurring:
    """A job and its clock: given a moment, when it is due next."""

    job: Task[Any, Any]
    due_after: Callable[[datetime.datetime], datetime.datetime]


SCHEDULES: dict[str, Recurring] = {}


def every_minute(function: Function) -> Task[Any, Any]:
    """Make the function a job that runs each minute."""
    return _recurring(function, lambda now: now + datetime.timedelta(minutes=1))


def nightly(hour: int, minute: int = 0) -> Callable[[Function], Task[Any, Any]]:
    """Make the function a job that runs each night at this local time, also over a change of the clocks."""

    def due_after(now: datetime.datetime) -> datetime.datetime:
        local = timezone.localtime(now)
        day = local.date() + datetime.timedelta(days=local.time() >= datetime.time(hour, minute))
        return datetime.datetime.combine(day, datetime.time(hour, minute), timezone.get_current_timezone())

    return lambda function: _recurring(function, due_after)


def _recurring(function: Function, due_after: Callable[[datetime.datetime], datetime.datetime]) -> Task[Any, Any]:
    job = task(function)
    SCHEDULES[job.module_path] = Recurring(job, due_after)
    return job
