"""The triggers that keep the access log append-only, for both databases.

What they allow: a row gets its seal once; a seal is marked as disposed of once; rows under such a seal may be
deleted. Everything else is refused by the database itself. A migration that rebuilds these tables on SQLite
drops their triggers: call `install` at its end.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

_KEPT_LOG = ["id", "reader_id", "reader_role", "subject_id", "kind", "item", "party", "day", "at"]
_KEPT_SEAL = ["number", "at", "last_at", "count", "rows_hash", "hash"]
_NAMES = ["core_accesslog_update", "core_accesslog_delete", "core_accessseal_update", "core_accessseal_delete"]


def _changed(columns: list[str], differ: str) -> str:
    return " OR ".join(f'OLD."{column}" {differ} NEW."{column}"' for column in columns)


def _rules(differ: str) -> dict[str, str]:
    """Trigger name → when it refuses."""
    disposed = 'SELECT 1 FROM core_accessseal WHERE number = OLD.seal_id AND "disposed_at" IS NOT NULL'
    return {
        "core_accesslog_update": f"OLD.seal_id IS NOT NULL OR {_changed(_KEPT_LOG, differ)}",
        "core_accesslog_delete": f"NOT EXISTS ({disposed})",
        "core_accessseal_update": f"OLD.disposed_at IS NOT NULL OR {_changed(_KEPT_SEAL, differ)}",
        "core_accessseal_delete": "TRUE",
    }


def _parts(name: str) -> tuple[str, str]:
    table, event = name.rsplit("_", 1)
    return table, event.upper()


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, refused in _rules("IS NOT").items():
                table, event = _parts(name)
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {refused} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            return
        for name, refused in _rules("IS DISTINCT FROM").items():
            table, event = _parts(name)
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} "
                f"THEN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
            )
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers."""
    with connection.cursor() as cursor:
        for name in _NAMES:
            table, _event = _parts(name)
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
            if connection.vendor != "sqlite":
                cursor.execute(f"DROP FUNCTION {name}()")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers: for emptying a whole database between tests."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)
