"""Jobs that tests enqueue: they leave their mark as rows of Schedule."""

import time

from django.utils import timezone

from core.jobs import task
from core.models import Schedule


@task
def slow(name: str, seconds: float) -> None:
    """Idempotent, and slow enough to be killed in the middle."""
    Schedule.objects.get_or_create(pk=f"{name} started", defaults={"next_at": timezone.now()})
    time.sleep(seconds)
    Schedule.objects.get_or_create(pk=f"{name} done", defaults={"next_at": timezone.now()})


@task
def failing(secret: str) -> None:
    """Raises with a text that must be found nowhere."""
    raise ValueError(f"palkka {secret}")
