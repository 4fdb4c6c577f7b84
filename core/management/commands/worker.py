"""The worker: runs jobs, sends mail, keeps the schedules. Start as many as needed; they share the work."""

import datetime
import logging
import os
import random
import socket
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections, transaction
from django.db.backends.signals import connection_created
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import retry

from core.jobs import SCHEDULES
from core.logs import where
from core.models import Beat, Schedule

ATTEMPTS, DELAYS = 3, [5, 60]  # of a job that raises, and seconds before it runs again
LOST_ATTEMPTS = ATTEMPTS + 2  # of a job whose worker dies
log = logging.getLogger("jobs")


class SteadyWorker(Worker):
    """django-tasks-db's loop with life signs, take-over of a killed worker's jobs, retries and schedules."""

    def __init__(self, *, beat: float, **options: Any) -> None:
        super().__init__(**options)
        self.beat_every, self.dead_after = beat, datetime.timedelta(seconds=3 * beat)
        self.ended = threading.Event()
        self.current: Any = None

    def run(self) -> None:
        """Until told to stop. A database that goes away is waited for."""
        self.beat()
        threading.Thread(target=self.beats, daemon=True).start()
        try:
            while self.running:
                try:
                    super().run()
                    break
                except (OperationalError, InterfaceError) as error:
                    if self.batch:
                        raise
                    log.error("database: %s", type(error).__name__)
                    connections.close_all()
                    time.sleep(2)
        finally:
            self.ended.set()
            Beat.objects.filter(pk=self.worker_id).delete()

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish the job at hand, then stop; a second signal stops at once and the job is taken over."""
        if self.running:
            log.info("stopping")
        super().shutdown(signum, frame)

    def beat(self) -> None:
        """A sign of life."""
        Beat.objects.update_or_create(pk=self.worker_id, defaults={"at": timezone.now()})

    def beats(self) -> None:
        """The second thread: signs of life, take-over and schedules, also while a long job runs."""
        while not self.ended.wait(self.beat_every * random.uniform(0.9, 1.1)):  # noqa: S311
            try:
                close_old_connections()
                self.beat()
                self.take_over()
                self.schedule()
            except Exception as error:
                log.error("beat: %s", type(error).__name__)
                connections.close_all()
        connections.close_all()

    def take_over(self) -> None:
        """Give back the running jobs of workers that show no life; of several workers only one wins each."""
        now = timezone.now()
        Beat.objects.filter(at__lt=now - self.dead_after).delete()
        alive = set(Beat.objects.values_list("pk", flat=True))
        for job in DBTaskResult.objects.running():
            if job.worker_ids[-1] == self.worker_id:
                # mine: lost only if the database went away before its outcome could be written
                if job.pk == self.current or job.started_at > now - self.dead_after:
                    continue
            elif job.worker_ids[-1] in alive:
                continue
            claim = DBTaskResult.objects.filter(pk=job.pk, status="RUNNING", started_at=job.started_at)
            if len(job.worker_ids) >= LOST_ATTEMPTS:
                claim.update(status="FAILED", finished_at=now, exception_class_path="WorkerLost")
                log.error("job %s %s is given up: its workers died", job.pk, job.task_path)
            elif claim.update(status="READY", started_at=None):
                log.warning("job %s %s is taken over", job.pk, job.task_path)

    def schedule(self) -> None:
        """Enqueue what is due, once for all workers, and not while the previous one is still waiting or running."""
        now = timezone.now()
        for name, recurring in SCHEDULES.items():
            row, _made = Schedule.objects.get_or_create(pk=name, defaults={"next_at": recurring.due_after(now)})
            if row.next_at > now:
                continue
            with transaction.atomic():
                mine = Schedule.objects.filter(pk=name, next_at=row.next_at).update(next_at=recurring.due_after(now))
                if mine and not DBTaskResult.objects.filter(task_path=name, status__in=["READY", "RUNNING"]).exists():
                    recurring.job.enqueue()

    def run_task(self, job: DBTaskResult) -> None:
        """Run it and write the outcome, unless another worker has taken it over meanwhile."""
        self.running_task, self.current = True, job.pk
        outcome: dict[str, Any]
        try:
            job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
            outcome = {"status": "SUCCESSFUL", "finished_at": timezone.now()}
        except Exception as error:
            attempt, name = len(job.worker_ids), f"{type(error).__module__}.{type(error).__qualname__}"
            outcome = {"exception_class_path": name, "traceback": where(error)}
            if attempt < ATTEMPTS:
                wait = datetime.timedelta(seconds=DELAYS[attempt - 1])
                outcome |= {"status": "READY", "run_after": timezone.now() + wait}
            else:
                outcome |= {"status": "FAILED", "finished_at": timezone.now()}
            log.error("job %s %s, attempt %d: %s", job.pk, job.task_path, attempt, where(error))
        finally:
            self.running_task = False
        try:
            self.write(job, outcome)
        finally:
            self.current = None

    @retry(retries=4, backoff_delay=0.5)
    def write(self, job: DBTaskResult, outcome: dict[str, Any]) -> None:
        """The outcome, if the job is still this worker's."""
        if not connection.in_atomic_block:
            close_old_connections()
        mine = DBTaskResult.objects.filter(pk=job.pk, status="RUNNING", started_at=job.started_at)
        if not mine.update(**outcome):
            log.warning("job %s was taken over", job.pk)


def plan_for_values(connection: Any, **kwargs: object) -> None:
    """Pages keep one plan for everybody (config/settings.py). A job goes through whole tables, with an index over a few
    states, say: PostgreSQL sees that it fits only when it knows the values.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = auto")


class Command(BaseCommand):
    """`manage.py worker`."""

    help = "Runs jobs, sends mail and keeps the schedules. Stops cleanly on SIGTERM and Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """Everything has a default that fits one worker beside one server."""
        parser.add_argument("--queues", default="*", help="which queues, with commas: default,slow (all of them)")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks at an empty queue")
        parser.add_argument("--beat", type=float, default=10.0, help="seconds between life signs; dead after three")
        parser.add_argument("--until-empty", action="store_true", help="stop when no job is ready")

    def handle(self, *, queues: str, interval: float, beat: float, until_empty: bool, **options: Any) -> None:
        """Run until stopped."""
        connection_created.connect(plan_for_values)
        worker = SteadyWorker(
            beat=beat,
            queue_names=queues.split(","),
            excluded_queue_names=[],
            interval=interval,
            batch=until_empty,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}",
        )
        if not until_empty:
            worker.configure_signals()
        worker.run()
