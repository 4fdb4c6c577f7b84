"""`manage.py rolling`: may the earlier code go on while this code's migrations run?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.running.rolling import trouble


class Command(BaseCommand):
    """Read the migrations that have not run here."""

    help = "Names the migrations that the earlier code would not survive; ends with 1 when there are any."

    def add_arguments(self, parser: CommandParser) -> None:
        """Of those that have not run, unless one asks for each."""
        parser.add_argument("--each", action="store_true", help="all, each as an upgrade of its own")

    def handle(self, **options: Any) -> None:
        """Say it in plain words."""
        loader = MigrationLoader(connection)
        done = set() if options["each"] else set(loader.applied_migrations)
        found = trouble(loader, done, each=options["each"])
        for (app, name), why in found:
            self.stdout.write(f"{app} {name}: {why}")
        waiting = len(set(loader.graph.nodes) - set(done))
        if found:
            self.stdout.write("Stop every web process and worker, migrate, and start them again.")
            sys.exit(1)
        self.stdout.write(f"{waiting} migrations; the earlier code can go on while they run.")
