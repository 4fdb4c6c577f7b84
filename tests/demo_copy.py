"""The demo's data for tests that look at its pages: made once in each process, which takes seconds, then put back."""

from django.db import connection, transaction

from config import demo

KEPT = "demo_copy"  # a schema beside the tables, which no flush empties
MADE_WITH_THE_TABLES = {"django_content_type", "auth_permission", "django_migrations"}


def load() -> None:
    """As `config.demo.load` into a database without people; the rows keep their ids from one time to the next."""
    if connection.vendor != "postgresql":
        demo.load()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [KEPT])
        kept = {table for (table,) in cursor.fetchall()}
        tables = set(connection.introspection.django_table_names(only_existing=True)) - MADE_WITH_THE_TABLES
        filled = {table for table in tables if _has_rows(cursor, table)}
        if not kept:
            demo.load()
            cursor.execute(f"CREATE SCHEMA {KEPT}")
            for table in sorted(tables):
                if _has_rows(cursor, table):
                    cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE "{table}"')
            return
        for table in sorted(filled):  # what the migrations put in; references are looked at when all is there
            cursor.execute(f'DELETE FROM "{table}"')
        for table in sorted(kept):
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM {KEPT}."{table}"')


def _has_rows(cursor, table: str) -> bool:
    cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
    return cursor.fetchone()[0]
