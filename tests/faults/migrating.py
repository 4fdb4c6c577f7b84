"""`python -m tests.faults.migrating back|forward|anew FILE`: every migration back and forth with data in the tables.

On the DATABASE_URL's database, in a process of its own, because it changes the tables under everybody's feet.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

OURS = (
    "verme",
    "vatupassi",
    "workshops",
    "support",
    "people",
    "rooms",
    "core",
)  # the upper floors first: they lean on the lower
MADE_ANEW = {
    # forward they begin with that day: it counts from then; titles in other languages go back with their columns
    "people_user": {
        *("hr_since", "admin_since", "title_sv", "title_en"),
        *("is_data_protection_officer", "restricted_since"),  # they go back with their columns
        *("letters_off", "weekly_letter", "privacy_told_at", "reads_easy_finnish", "is_protected"),  # these too
    },
    "people_unit": {"name_sv", "name_en"},
    "vatupassi_assessment": {"kept_longer"},  # back they lose it with its column
    "vatupassi_opening": {"until"},  # so does a memo that somebody may read for a while
    # the day held is told from the other days; the day agreed goes back with its column
    "vatupassi_conversation": {"held_on", "agreed_on"},
    "verme_group": {"weekday", "clock"},  # when a group means to meet goes back with its columns
}


# Django's own lists, by name, of what there is: a model that an earlier step had stays in them.
LISTS = {"django_migrations", "django_content_type", "auth_permission"}


def all_to(steps: Mapping[str, str | None]) -> None:
    """Every app back to its step: in one plan, since each plan makes all the states from the first one on."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    MigrationExecutor(connection).migrate(list(steps.items()))
    call_command("migrate", "core", steps["core"] or "zero", verbosity=0)  # nothing is left to do but to tell the apps


def back(told: Path) -> None:
    """From a migrated database, filled, as far back as the data can follow: the newest step first."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from config.demo import load

    call_command("migrate", verbosity=0)  # nothing is left to do, unless the database is empty
    load()
    from vatupassi.models import Conversation, SupportPerson

    SupportPerson.objects.create(conversation=Conversation.objects.first(), name="Timo Ääri")
    before = digests(connection, MADE_ANEW)
    nodes = MigrationLoader(None).graph.nodes
    all_to({app: min(name for label, name in nodes if label == app) for app in OURS})
    with connection.cursor() as cursor:
        cursor.execute("SELECT support_name, support_role FROM vatupassi_conversation WHERE support_name <> ''")
        print("support people:", cursor.fetchall())
    followed = connection.introspection.table_names()  # what a later migration made goes back with it
    told.write_text(json.dumps([before, followed]))


def forward(told: Path) -> None:
    """From there forward again: the rows are as they were."""
    from django.core.management import call_command
    from django.db import connection

    from vatupassi.models import SupportPerson

    before, followed = json.loads(told.read_text())
    call_command("migrate", "vatupassi", "0008_seal_support_people", verbosity=0)
    with connection.cursor() as cursor:  # PostgreSQL leaves what a dropped column held where it lies
        cursor.execute("SELECT count(*) FROM vatupassi_conversation WHERE support_name <> '' OR support_role <> ''")
        print("left open:", *cursor.fetchone())
    call_command("migrate", verbosity=0)
    after = digests(connection, MADE_ANEW)
    print("sealed again:", SupportPerson.objects.get().name.open_as_system("a test of migrations"))
    print("changed:", *sorted(table for table in before if table in followed and before[table] != after[table]))


def anew(told: Path) -> None:
    """From there back to nothing, and a new database out of that."""
    from django.core.management import call_command
    from django.db import connection

    from config.demo import load

    before, _followed = json.loads(told.read_text())
    all_to(dict.fromkeys(OURS))
    left = sorted(table for table in connection.introspection.table_names() if table.startswith(OURS))
    print("left:", *left)
    call_command("migrate", verbosity=0)
    load()
    print("again:", len(digests(connection)) == len(before))


def digests(connection, without: Mapping[str, set[str]] = MappingProxyType({})) -> dict[str, str]:
    """A digest of every table's rows, whatever order they lie in; ``without`` some columns."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in LISTS:
                continue
            description = connection.introspection.get_table_description(cursor, table)
            columns = sorted({column.name for column in description} - without.get(table, set()))
            named = ", ".join(connection.ops.quote_name(column) for column in columns)
            cursor.execute(f"SELECT {named} FROM {connection.ops.quote_name(table)}")
            rows = sorted(
                repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()
            )
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.db import connection

    django.setup()
    {"back": back, "forward": forward, "anew": anew}[sys.argv[1]](Path(sys.argv[2]))
    connection.close()
