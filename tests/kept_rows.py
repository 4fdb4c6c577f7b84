"""All rows of the database under a name, to be put back: what the migrations put in, and the demo's data.

On PostgreSQL in a schema of that name beside the tables. On SQLite only the first, from the file that was migrated.
"""

import contextlib
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from core import append_only
from tests import migrated

MADE_WITH_THE_TABLES = {"django_content_type", "auth_permission", "django_migrations"}  # never deleted, never kept


def keep(name: str) -> None:
    """What the tables hold now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}")
        for table in filled(cursor):
            cursor.execute(f'CREATE TABLE {name}."{table}" AS TABLE "{table}"')


def is_kept(name: str) -> bool:
    """Whether it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [name])
        return cursor.fetchone()[0]


def put_back(name: str) -> None:
    """Those rows and no others. References are looked at when all are there."""
    with attached(name), connection.cursor() as cursor:
        tables = filled(cursor)
        guarded = {"core_accesslog", "core_accessseal"} & set(tables)
        with append_only.lifted(connection) if guarded else contextlib.nullcontext(), transaction.atomic():
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')
            for table in kept_tables(cursor, name):
                columns = written(table)
                cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {name}."{table}"')
            cursor.execute("DELETE FROM core_journal")  # what emptying the tables has written


def written(table: str) -> str:
    """The columns of a table that the database does not make of others."""
    models = apps.get_models(include_auto_created=True)
    fields = next(model._meta.concrete_fields for model in models if model._meta.db_table == table)
    return ", ".join(f'"{field.column}"' for field in fields if not field.generated)


def filled(cursor: CursorWrapper) -> list[str]:
    """The tables with rows."""
    tables = set(connection.introspection.table_names(cursor)) - MADE_WITH_THE_TABLES
    cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables))
    return sorted(table for (table,) in cursor.fetchall())


def kept_tables(cursor: CursorWrapper, name: str) -> list[str]:
    """The tables with rows under this name."""
    if connection.vendor == "postgresql":
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [name])
        return sorted(table for (table,) in cursor.fetchall())
    cursor.execute(f"SELECT name FROM {name}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    tables = {table for (table,) in cursor.fetchall()} - MADE_WITH_THE_TABLES
    return sorted(table for table in tables if cursor.execute(f'SELECT 1 FROM {name}."{table}" LIMIT 1').fetchone())


@contextlib.contextmanager
def attached(name: str) -> Iterator[None]:
    """The file beside the database, on SQLite."""
    if connection.vendor == "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"ATTACH DATABASE %s AS {name}", [str(migrated.sqlite_file())])
        try:
            yield
        finally:
            cursor.execute(f"DETACH DATABASE {name}")
