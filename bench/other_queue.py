"""`python -m bench.other_queue`: the product's own jobs in Redis, another back end of django-tasks.

It needs Debian's redis-server, and `pip install django-tasks-rq` in an environment of its own, since the product does
not use it. What is lost there is printed, and stands in docs/scale.md. Some minutes, half of them waiting for what
becomes of a killed worker's job.
"""

import contextlib
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ABANDONED = 100  # seconds after which rq calls a job without a sign of life abandoned, and some


def wait(found: Callable[[], Any], seconds: float = 60) -> Any:
    """What it finds, once it finds something."""
    end = time.monotonic() + seconds
    while not (it := found()) and time.monotonic() < end:
        time.sleep(0.05)
    return it


def seen(what: str, it: object) -> None:
    print(f"{what}: {it}", flush=True)


class Redis:
    """Debian's own, as it is after installing but for where it listens and keeps its file."""

    def __init__(self, folder: str) -> None:
        self.folder, self.socket = folder, f"{folder}/redis.sock"
        self.start()

    def start(self) -> None:
        """Run it."""
        self.process = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", self.socket, "--dir", self.folder, "--loglevel", "warning"]
        )
        wait(lambda: os.path.exists(self.socket))

    def crash(self) -> None:
        """End it as a machine without power would."""
        self.process.kill()
        self.process.wait()
        os.unlink(self.socket)


class MailServer:
    """Takes letters, or keeps whoever sends one waiting."""

    def __init__(self) -> None:
        from aiosmtpd.controller import Controller

        self.taken, self.silent = 0, False
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    async def handle_DATA(self, *_about: object) -> str:
        """Take a letter."""
        import asyncio

        self.taken += 1
        while self.silent:
            await asyncio.sleep(0.1)
        return "250 OK"


@contextlib.contextmanager
def worker(*options: str) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py rqworker` on both queues."""
    command = [
        sys.executable,
        "manage.py",
        "rqworker",
        "default",
        "slow",
        "--job-class",
        "django_tasks_rq.Job",
        "-v",
        "0",
    ]
    process = subprocess.Popen([*command, *options], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def until_empty() -> None:
    with worker("--burst") as running:
        running.wait(120)


def look(redis: Redis, mail: MailServer) -> None:
    """Each thing that our own worker promises, tried there."""
    import django_rq
    from django.db import connection, transaction
    from rq.registry import FailedJobRegistry, ScheduledJobRegistry, StartedJobRegistry

    from core.jobs import SCHEDULES
    from core.models import Mail
    from core.outbox import deliver, send
    from people.models import Unit, User
    from tests.core.processes import descendants

    def letter() -> Mail:
        made = send("sign_in_data_changed", to=person)
        assert made
        return made

    def state(row: Mail) -> str:
        row.refresh_from_db()
        return row.state

    def waiting() -> int:
        return len(django_rq.get_queue("default"))

    queue = django_rq.get_queue("default")
    person = User.objects.create(username="a", first_name="A", last_name="B", email="a@b.example")
    person.unit = Unit.objects.create(name_fi="U", sort_key="u")
    person.save()

    row = letter()
    until_empty()
    seen("1. a letter, enqueued and sent by a real rqworker", (state(row), mail.taken))

    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        letter()
        1 / 0  # noqa: B018
    seen(
        "2. saving undone: letters that wait in the database, jobs in Redis",
        (Mail.objects.filter(state="pending").count(), waiting()),
    )
    until_empty()

    with transaction.atomic():
        row = letter()
        until_empty()  # a worker that is quicker than the commit
    until_empty()
    seen("3. taken before the commit: the letter, jobs left", (state(row), waiting()))

    job = deliver.enqueue("palkka 4321")
    until_empty()
    time.sleep(6)
    until_empty()
    found = queue.fetch_job(job.id)
    seen(
        "4. a job that raises: runs, in the list of failed, its words in Redis",
        (
            len(found.results()),
            job.id in FailedJobRegistry(queue=queue).get_job_ids(),
            "palkka" in found.latest_result().exc_string,
        ),
    )

    from django.utils import timezone

    deliver.using(run_after=timezone.now()).enqueue(str(row.pk))
    until_empty()
    seen(
        "5. a time to run that has come, without --with-scheduler: still put off",
        len(ScheduledJobRegistry(queue=queue)),
    )
    with worker("--with-scheduler"):
        wait(lambda: state(row) == "sent")
    seen("   with it: the letter of 3", state(row))
    seen("6. schedules of ours, of them in Redis", (len(SCHEDULES), len(ScheduledJobRegistry(queue=queue)) + waiting()))

    row, mail.silent = letter(), True
    with worker() as killed:
        wait(lambda: state(row) == "sending")
        time.sleep(1)
        for pid in (killed.pid, *descendants(killed.pid)):  # the process that does the job is a group of its own
            os.kill(pid, signal.SIGKILL)
        killed.wait()
    mail.silent = False
    until_empty()
    seen(
        "7. its worker killed: the letter and jobs said to run, with a new worker",
        (state(row), len(StartedJobRegistry(queue=queue))),
    )
    time.sleep(ABANDONED)
    until_empty()
    failed = FailedJobRegistry(queue=queue).get_job_ids()
    seen(f"   after {ABANDONED} s and another", (state(row), len(StartedJobRegistry(queue=queue)), len(failed)))

    for _letter in range(3):
        row = letter()
    before = waiting()
    redis.crash()
    redis.start()
    seen(
        "8. jobs that waited before and after a crash of Redis; the letters in the database",
        (before, waiting(), state(row)),
    )
    connection.close()


def main() -> None:
    """On a throw-away PostgreSQL and a throw-away Redis."""
    from bench.__main__ import prepare
    from tests.throwaway_pg import server

    folder = tempfile.mkdtemp(prefix="other-queue-")
    redis, mail = Redis(folder), MailServer()
    try:
        with server() as address:
            os.environ.update(REDIS_URL=f"unix://{redis.socket}", EMAIL_URL=f"smtp://127.0.0.1:{mail.port}")
            prepare(address, "bench.redis_settings")
            logging.getLogger("mail.log").setLevel(logging.WARNING)
            look(redis, mail)
    finally:
        mail.controller.stop()
        redis.crash()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
