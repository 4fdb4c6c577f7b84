"""`python -m tests.faults.migrating`: on the DATABASE_URL's empty database, every migration back and forth with data.

In a process of its own, because it changes the tables under everybody's feet.
"""

import hashlib
import os

OURS = (
    "verme",
    "vatupassi",
    "workshops",
    "support",
    "people",
    "core",
)  # the upper floors first: they lean on the lower


def main() -> None:
    """Fill, go back one migration at a time as far as the data can follow, come forward, compare."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from config.demo import load

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load()
    before = digests(connection)
    names = {app: sorted(name for label, name in MigrationLoader(None).graph.nodes if label == app) for app in OURS}
    for app in OURS:
        for name in reversed(names[app][:-1]):  # the newest one back, then the next, down to the first
            call_command("migrate", app, name, verbosity=0)
    followed = set(connection.introspection.table_names())  # what a later migration made goes back with it
    call_command("migrate", verbosity=0)
    after = digests(connection)
    changed = sorted(table for table in before if table in followed and before[table] != after[table])
    print("changed:", *changed)
    for app in OURS:
        call_command("migrate", app, "zero", verbosity=0)
    left = sorted(table for table in connection.introspection.table_names() if table.startswith(OURS))
    print("left:", *(table for table in left if table != "core_cache"))
    call_command("migrate", verbosity=0)
    load()
    print("again:", len(digests(connection)) == len(before))
    connection.close()


def digests(connection) -> dict[str, str]:
    """A digest of every table's rows, whatever order they lie in."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == "django_migrations":
                continue
            columns = sorted(column.name for column in connection.introspection.get_table_description(cursor, table))
            named = ", ".join(connection.ops.quote_name(column) for column in columns)
            cursor.execute(f"SELECT {named} FROM {connection.ops.quote_name(table)}")
            rows = sorted(
                repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()
            )
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


if __name__ == "__main__":
    main()
