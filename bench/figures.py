"""`python -m bench.figures`: what figures cost, and whether anybody opens them.

The attacker on 100,000 generated organisations (or as many as the first argument says), with the atom rule turned off
for the first thousand of them, and with larger smallest groups for as long as they may take; then counting a term of
100,000 and of 1,000,000 conversations in 2,500 units on a throw-away PostgreSQL, beside the time that the database
needs to read those conversations for four averages.
"""

from __future__ import annotations

import math
import sys
import time
from typing import Any

from bench.__main__ import DURABLE, prepare

UNITS, PEOPLE = 2_500, 25_000
SIZES = (100_000, 1_000_000)
LARGER, LONGEST = (7, 10, 20), 120  # smallest groups that HR may set, and seconds for each


def attacked(trees: int, least: int = 5, longest: float = math.inf) -> None:
    """How many organisations the attacker opens under this smallest group: none. After ``longest`` seconds it stops."""
    from tests.vatupassi.figures.trees import make_tree
    from vatupassi.figures.attacker import Attacker, safest
    from vatupassi.figures.rules import Choice, Limits

    limits = Limits(least=least)
    began, opened, told, could, control = time.perf_counter(), 0, 0, 0, 0
    for number in range(trees):
        if time.perf_counter() - began > longest:
            trees = number
            break
        tree = make_tree(number)
        found = safest(tree, limits)
        opened += any(Attacker(tree, found, limits).findings())
        told += len(found)
        could += sum(
            people >= limits.least and supervisors >= limits.supervisors
            for people, supervisors in zip(tree.people, tree.supervisors, strict=True)
        )
        if number < 1000:
            control += any(Attacker(tree, Choice(tree, limits, atoms=False).told, limits, atoms=False).findings())
    seconds = time.perf_counter() - began
    print(f"smallest group {least}: attacked {trees} organisations in {seconds:.0f} s: opened {opened}; of the units")
    print(
        f"large enough told {told / could:.0%}; without the atom rule opened {control} of the first {min(trees, 1000)}"
    )


def town() -> Any:
    """Units, people and one conversation, of which the others are copies."""
    from django.utils import timezone

    from people.models import SupervisionLine, Unit, User
    from vatupassi.models import Conversation, Occasion

    top = Unit.objects.create(name_fi="Kaupunki")
    departments = [Unit.objects.create(name_fi=f"Toimiala {n}", parent=top) for n in range(20)]
    offices = [Unit.objects.create(name_fi=f"Yksikkö {n}", parent=departments[n % 20]) for n in range(200)]
    teams = [Unit.objects.create(name_fi=f"Tiimi {n}", parent=offices[n % 200]) for n in range(UNITS - 221)]
    people = [User(username=f"n{n}", email=f"n{n}@example.org", unit=teams[n % len(teams)]) for n in range(PEOPLE)]
    for person in people:
        person.put_in_order()
    User.objects.bulk_create(people, batch_size=2000)
    today = timezone.localdate()
    SupervisionLine.objects.bulk_create(
        SupervisionLine(unit=team, supervisor=people[n], starts_on=today.replace(year=2020))
        for n, team in enumerate(teams)
    )
    return Conversation.objects.create(
        employee=people[0],
        supervisor=people[1],
        employee_name="e",
        supervisor_name="s",
        started_by="supervisor",
        occasion=Occasion.objects.earliest("pk"),
        starts_at=timezone.now(),
        status="confirmed",
    )


def fill(one: Any, size: int, term: Any) -> None:
    """So many conversations, a third of them in the term."""
    from django.db import connection

    columns = [field.column for field in one._meta.concrete_fields]
    new = {
        "id": "gen_random_uuid()",
        "employee_id": f"(SELECT id FROM numbered WHERE n = 1 + i %% {PEOPLE})",
        "supervisor_id": f"(SELECT id FROM numbered WHERE n = 1 + (i + 7) %% {PEOPLE})",
        "held_on": "%s::date + (i * 7 %% 450)::int - 300",
        "created_at": "(%s::date + (i * 7 %% 450)::int - 305)::timestamptz",
    }
    values = ", ".join(new.get(column, f'c."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    order = [new[column] for column in columns if column in new]
    days = [term.last_day for each in order for _ in range(each.count("%s"))]
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # filling is no page's work
        cursor.execute("CREATE TEMP TABLE numbered AS SELECT id, row_number() OVER () AS n FROM people_user")
        cursor.execute("CREATE UNIQUE INDEX ON numbered (n)")
        cursor.execute(
            f"INSERT INTO vatupassi_conversation ({names}) SELECT {values} FROM vatupassi_conversation c,"
            f" generate_series(1, {size}) i WHERE c.id = %s",
            [*days, one.pk],
        )
        cursor.execute("DROP TABLE numbered")
        cursor.execute("ANALYZE")
        cursor.execute("RESET statement_timeout")


def counted() -> None:
    """Counting, choosing and attacking a term."""
    from django.db import connection, transaction
    from django.utils import timezone

    from vatupassi.figures.counting import chosen, count
    from vatupassi.figures.freezing import freeze
    from vatupassi.figures.rules import Limits
    from vatupassi.figures.terms import last_ended

    term, before = last_ended(timezone.localdate()), 0.0
    one = town()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a town's tables are not an hour old
    began = time.perf_counter()
    with transaction.atomic():
        release = freeze(term)
    print(f"frozen {UNITS} units and {PEOPLE} people in {time.perf_counter() - began:.2f} s")
    done = 0
    for size in SIZES:
        fill(one, size - done, term)
        done = size
        with connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute("SELECT avg(minutes), avg(revision), avg(text_revision), avg(calendar_sequence)"
                           " FROM vatupassi_conversation")  # fmt: skip
            scan = time.perf_counter() - began
        began = time.perf_counter()
        found = count(release)
        asked = time.perf_counter() - began
        figures = chosen(found, Limits())
        whole = time.perf_counter() - began
        told = sum(row["held"] is not None for row in figures["rows"])
        growth = f", growth n^{math.log10(asked / before):.2f}" if before else ""
        print(f"{size} conversations: scan {scan:.2f} s, counted {asked:.2f} s{growth}, with choosing and")
        print(
            f"attacking {whole:.2f} s ({whole / scan:.0f} × the scan); told of {told} of {len(figures['rows'])} units"
        )
        before = asked


def main() -> None:
    """Both."""
    trees = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    attacked(trees)
    for least in LARGER:
        attacked(trees, least, LONGEST)
    from tests.throwaway_pg import server

    with server(**DURABLE) as address:
        prepare(address)
        counted()


if __name__ == "__main__":
    main()
