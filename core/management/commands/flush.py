"""Django's flush, which transactional tests use, for a database with append-only tables."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from core import access, append_only


class Command(flush.Command):
    """Empties the whole database, the append-only tables too."""

    def handle(self, **options: Any) -> None:
        """Lift the triggers around it."""
        with append_only.lifted(connections[options["database"]]):
            super().handle(**options)
        access.forget()
