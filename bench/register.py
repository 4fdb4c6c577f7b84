"""`python -m bench.register`, and the end of `make bench`: HR's files and lists at the size of a large town.

20,000 people in 500 units from a CSV, each time in a process of its own so that its memory can be told; then the inbox
with 100,000 things in it and the register with 100,000 people, asked in this process.
"""

from __future__ import annotations

import datetime
import io
import json
import multiprocessing
import re
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.report import Line, Report

ROOT = Path(__file__).resolve().parent.parent
ROWS, UNITS, THINGS, PEOPLE = 20_000, 500, 100_000, 100_000
ROUNDS = 40


def file_of_people() -> bytes:
    """Each unit with its supervisor, who stands first in it, in twenty departments."""
    kept = io.StringIO()
    kept.write("Henkilönumero;Sukunimi;Etunimet;Sähköposti;Nimike;Yksikkö;Esihenkilö\r\n")
    each = ROWS // UNITS
    for number in range(ROWS):
        unit = number % UNITS
        leader = "" if number < UNITS else f"{unit:06}"
        path = f"Kaupunki / Toimiala {unit % 20} / Yksikkö {unit}"
        address = f"n{number}@kaupunki.example" if number % each else ""
        kept.write(f"{number:06};Sukunimi{number};Etu Toinen;{address};hoitaja;{path};{leader}\r\n")
    return kept.getvalue().encode("utf-8-sig")


def bring() -> None:
    """In a process of its own: read, compare and save the file on standard input, as the pages and the worker do."""
    import django

    django.setup()
    from people.models import RosterImport, User
    from people.roster.jobs import save_import
    from people.roster.models import packed
    from people.roster.shown import shown
    from people.roster.staging import staged_from

    content, by = sys.stdin.buffer.read(), User.objects.get(username="hr")
    began = time.perf_counter()
    staged = staged_from(content, "kaupunki.csv")
    staged.layout.is_whole = False
    plan = staged.plan(by, None)
    assert not plan.errors, plan.errors[:3]
    row = RosterImport(owner=by, state=RosterImport.State.WAITING, digest=plan.digest())
    row.content, row.preview = staged.as_bytes(), packed(shown(plan, staged, {}, {}))
    row.save(force_insert=True)
    looked, changes = time.perf_counter() - began, plan.changes
    if changes:
        save_import.func(str(row.pk))
        row.refresh_from_db()
        assert row.state == RosterImport.State.SAVED, row.state
    seconds = time.perf_counter() - began
    # not `ru_maxrss`: a process that begins another hands that its own size on
    memory = int(re.search(r"^VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(), re.M)[1]) / 1024
    print(json.dumps({"seconds": seconds, "looked": looked, "memory": memory, "changes": changes}))


def brought(content: bytes) -> dict[str, Any]:
    """What the process says."""
    done = subprocess.run(
        [sys.executable, "-c", "from bench.register import bring; bring()"],
        cwd=ROOT,
        input=content,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout.decode().splitlines()[-1])


def somebody_of_hr() -> Any:
    """With a second step, as the pages ask."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from django.utils import timezone

    from people.models import User

    made = User(username="hr", first_name="Sari", last_name="Koskinen", is_hr=True, hr_since=timezone.now())
    made.set_unusable_password()
    made.save()
    data = {"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")}
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data=data)
    return made


def fill(by: Any) -> None:
    """The inbox with suggested measures, the register with people in the units that the file has brought."""
    from django.db import connection
    from django.utils import timezone

    from bench.data import BATCH
    from people.models import Unit, User
    from support.models import Measure

    now = timezone.now()
    Measure.objects.bulk_create(
        (
            Measure(
                state=Measure.State.PROPOSED,
                name_fi=f"Ehdotus {number}",
                suggested_by=by,
                handling="new" if number % 3 else "done",
                due_on=(now + datetime.timedelta(days=number % 400 - 200)).date(),
            )
            for number in range(THINGS)
        ),
        batch_size=BATCH,
    )
    homes = list(Unit.objects.filter(name_fi__startswith="Yksikkö").values_list("pk", flat=True))
    people = [
        User(username=f"muu{number}", first_name="Etu", last_name=f"Muu{number}", unit_id=homes[number % len(homes)])
        for number in range(PEOPLE - User.objects.count())
    ]
    for person in people:
        person.password = "!"
        person.put_in_order()
    User.objects.bulk_create(people, batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")


def asked(browser: Any, path: str, rounds: int = ROUNDS) -> tuple[float, int]:
    """ms at the 95th percentile once it has been read, and how many statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.serving import percentile

    taken = []
    browser.get(path)
    for _round in range(rounds):
        began = time.perf_counter()
        answer = browser.get(path)
        assert answer.status_code == 200, answer.status_code
        taken.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as statements:
        browser.get(path)
    return percentile(taken, 95), len(statements)


def measure(report: Report) -> None:
    """Files, then lists, then a season with its groups."""
    from django.test import Client

    from bench import season

    by, content = somebody_of_hr(), file_of_people()
    first = brought(content)
    again = brought(content)
    what = f"a file of {ROWS} people"
    report.limit(f"{what}, preview and saving together", first["seconds"], 15, "s")
    report.limit(f"{what}: memory of the process", first["memory"], 250, "MB")
    report.at_most(f"{what}, the same again; against the first time", first["seconds"], again["seconds"], 0.4, "s")
    assert not again["changes"], again["changes"]
    fill(by)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(by)
    for name, path in {
        f"inbox of {THINGS}": "/hr/saapuneet/",
        f"inbox of {THINGS}, searched": "/hr/saapuneet/?q=ehdotus+99",
        f"inbox of {THINGS}, by arrival, hundredth page": "/hr/saapuneet/?sort=-came&page=100",
        f"register of {PEOPLE}": "/ihmiset/",
        f"register of {PEOPLE}, searched": "/ihmiset/?q=muu999",
        f"register of {PEOPLE}, by unit, hundredth page": "/ihmiset/?sort=unit&page=100",
        f"tree of {UNITS} units with {PEOPLE} people": "/ihmiset/yksikot/",
    }.items():
        taken, statements = asked(browser, path)
        report.limit(f"{name}: p95", taken, 150, "ms")
        report.limit(f"{name}: SQL", statements, 16, "statements")
    taken, _statements = asked(browser, "/ihmiset/luettelo.csv", rounds=2)
    report.limit(f"register of {PEOPLE} as a CSV", taken / 1000, 15, "s")
    season.measure(report, browser)


def alone() -> list[Line]:
    """On a database of its own, so that the town has the units and people that are told and no others."""
    from bench.__main__ import DURABLE, prepare
    from bench.report import Report
    from tests.throwaway_pg import server

    report = Report()
    with server(**DURABLE) as address:
        prepare(address)
        measure(report)
    return report.lines


def in_its_own_process() -> list[Line]:
    """The same for `make bench`: what that has in its memory would be looked through while the pages are asked for."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(alone).result()


def main() -> None:
    """Nothing is written."""
    from bench.report import surroundings

    print(surroundings())
    alone()


if __name__ == "__main__":
    main()
