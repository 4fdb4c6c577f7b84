"""`python -m bench.slopes [SIZE…]`: how processor time and disk grow with conversations, people, log rows and jobs.

Processor time rather than the clock, of the page's own process (the least of many) and of its database backend: a
neighbour on the machine changes it little. Printed as lines of a table for docs/scale.md.
"""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 10_000, 100_000)
LOG_ROWS, JOBS, ROUNDS = 50_000, 400, 15


def size() -> int:
    """Bytes of the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def backend() -> float:
    """Seconds of processor that our own backend of the database has taken."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def costs(client: object, path: str) -> tuple[float, float]:
    """Milliseconds of processor for one answer: in Python, at least; in the database, on average."""
    best, before = 9.0, backend()
    for _round in range(3):
        client.get(path)
    before = backend()
    for _round in range(ROUNDS * 4):
        start = time.process_time()
        assert client.get(path).status_code in (200, 204)
        best = min(best, time.process_time() - start)
    return best * 1000, (backend() - before) * 1000 / (ROUNDS * 4)


def pages(people: object) -> dict[str, tuple[float, float]]:
    """The pages that most open most often."""
    from django.test import Client

    supervisor, conversation = people.supervisors[0], people.conversations[0]
    client, step = Client(SERVER_NAME="localhost"), f"/keskustelut/{conversation.pk}/vaihe/tiedanko/"
    client.force_login(supervisor)
    return {
        name: costs(client, path)
        for name, path in {
            "conversation page": step,
            "start page": "/",
            "team of 25": "/tiimi/",
            "list of 25 + 25": "/keskustelut/",
            "poll, nothing new": f"{step}?since=1",
        }.items()
    }


def log(reader: object) -> None:
    """Rows of the access log: what they weigh, what sealing them and looking through them takes."""
    from core import access
    from core.models import AccessLog

    before, row = size(), AccessLog.objects.order_by("-pk").first()
    values = {f.attname: getattr(row, f.attname) for f in AccessLog._meta.concrete_fields if not f.primary_key}
    unique = [f.attname for f in AccessLog._meta.concrete_fields if f.get_internal_type() == "UUIDField"]
    import uuid

    rows = [
        AccessLog(**values | {"seal_id": None} | {name: uuid.uuid4() for name in unique}) for _row in range(LOG_ROWS)
    ]
    AccessLog.objects.bulk_create(rows, batch_size=5000, ignore_conflicts=True)
    made = AccessLog.objects.filter(seal=None).count()
    print(f"| access log: {made:,} rows | {(size() - before) / max(1, made):,.0f} bytes a row |")
    acts = {"sealing": lambda: [*iter(access.seal, 0)], "looking through the chain": lambda: [*access.verify()]}
    for what, act in acts.items():
        start, at = time.process_time(), time.monotonic()
        act()
        took = (time.process_time() - start) / max(1, made) * 1e6
        print(f"| access log: {what} | {took:,.1f} µs of processor a row ({time.monotonic() - at:.1f} s in all) |")


def jobs() -> None:
    """What a queue of letters takes with one worker and with two."""
    from django_tasks_db.models import DBTaskResult

    from vatupassi.presence.jobs import forget_closed_pages

    for workers in (1, 2):
        DBTaskResult.objects.all().delete()
        for _job in range(JOBS):
            forget_closed_pages.enqueue()
        command = [sys.executable, "manage.py", "worker", "--until-empty", "--interval", "0.01"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) for _worker in range(workers)]
        for process in started:
            process.wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        rows = DBTaskResult.objects.successful()
        first = min(row.started_at for row in rows)
        last = max(row.finished_at for row in rows)
        speed = rows.count() / (last - first).total_seconds()
        print(f"| {JOBS} short jobs, {workers} worker(s) | {speed:,.0f} a second; {took:.1f} s of processor |")


def main() -> None:
    """All of it on one database that grows."""
    from bench.__main__ import DURABLE, prepare
    from tests.throwaway_pg import server

    with server(**DURABLE) as address:
        prepare(address)
        from bench import data
        from people.models import User
        from vatupassi.models import Conversation

        people, top = data.measured()
        before, known, all_people = size(), Conversation.objects.count(), User.objects.count()
        for wanted in [int(each) for each in sys.argv[1:]] or SIZES:
            data.surroundings(top, wanted - (Conversation.objects.count() - known))
            data.settle()
            count, folk = Conversation.objects.count() - known, User.objects.count() - all_people
            each = (size() - before) / count
            print(f"\n{count:,} conversations of {folk:,} people, {each / 1000:.1f} kB each with their people")
            for name, (ours, theirs) in pages(people).items():
                print(f"| {name} | {ours:.1f} ms | {theirs:.1f} ms |", flush=True)
        log(people.supervisors[0])
        jobs()


if __name__ == "__main__":
    main()
