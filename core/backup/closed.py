"""A restored database is closed: no page and no worker reaches it before somebody has looked and opened it.

The mark is a setting of the database itself, which holds from before the first row is there, and which each new
connection reads once. A backup does not carry it.
"""

from typing import Any

from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

MARK = "varhainen_tuki.closed"


class Closed(OperationalError):
    """The database is closed after a restore. To people it is a 503, to the worker a database to wait for."""


_may_enter = False


def enter() -> None:
    """For the command that restores, and for the one that looks."""
    global _may_enter
    _may_enter = True


def refuse(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """At each new connection: one question."""
    if connection.vendor != "postgresql" or _may_enter:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [MARK])
        if cursor.fetchone()[0] != "on":
            return
    connection.close()
    raise Closed("closed after a restore: manage.py restore --open")


def listen() -> None:
    """Ask from now on."""
    connection_created.connect(refuse, dispatch_uid="core.backup.closed")


def is_closed() -> bool:
    """Whether new connections are refused."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_db_role_setting, unnest(setconfig) one WHERE one = %s AND setdatabase ="
            " (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [f"{MARK}=on"],
        )
        return bool(cursor.fetchone()[0])


def close() -> None:
    """Refuse whoever connects from now on."""
    _alter(f"SET {MARK} = 'on'")


def open_again() -> None:
    """Let people and workers in."""
    _alter(f"RESET {MARK}")


def _alter(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(f"ALTER DATABASE {name} {what}")
