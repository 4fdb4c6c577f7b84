"""Restore an encrypted backup into an empty database: closed, with everything deleted again that was deleted since."""

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.module_loading import import_string

from core import access, retention
from core.backup import closed, dump, journal, sealing


class Command(BaseCommand):
    """`manage.py restore FILE --key KEY`, then `manage.py restore --open`."""

    help = "Restores a backup. The site stays closed until --open, so that somebody looks first."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What, with which key, and how far."""
        parser.add_argument("file", nargs="?", type=Path, help="a backup, with its .json beside it")
        parser.add_argument("--key", type=Path, metavar="FILE", help="the private key")
        parser.add_argument("--check", action="store_true", help="read the whole backup, and change nothing")
        parser.add_argument("--journal", type=Path, metavar="FOLDER", help="where the journal lies, if not beside it")
        parser.add_argument("--open", action="store_true", dest="opens", help="let people and workers in again")

    def handle(self, *, file: Path | None, key: Path | None, check: bool, opens: bool, **options: Any) -> None:
        """One of the three."""
        dump.need_postgresql()
        closed.enter()
        if opens:
            closed.open_again()
            self.stdout.write("Open. Start the web and the worker, and run manage.py doctor.")
            return
        if file is None or key is None:
            raise CommandError("Say which backup, and where the private key is: manage.py restore FILE --key KEY")
        identity, facts = sealing.identity_in(key), dump.facts(file)
        if check:
            dump.send(file, identity, ["pg_restore", "--file", "/dev/null"])
            self.stdout.write(f"Whole and readable: {facts.rows} rows of {facts.tables} tables, begun {facts.began}.")
            return
        self._restore(file, identity, facts, options["journal"] or file.parent)

    def _restore(self, file: Path, identity: Any, facts: dump.Facts, folder: Path) -> None:
        _nobody_is_here()
        closed.close()
        self.stdout.write("The database is closed.")
        name = connection.settings_dict["NAME"]
        dump.send(
            file, identity, ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
                             "--dbname", name]
        )  # fmt: skip
        if (found := dump.count_rows()) != (facts.tables, facts.rows):
            raise CommandError(
                f"{found[1]} rows of {found[0]} tables came back, and not {facts.rows} of {facts.tables}."
            )
        self.stdout.write(f"{facts.rows} rows of {facts.tables} tables are back.")
        call_command("migrate", verbosity=0)
        began = datetime.datetime.fromisoformat(facts.began)
        done, failed = journal.replay(journal.read(folder, identity, began))
        self.stdout.write(f"{done} rows that were deleted or ended since are so again.")
        for what, end in settings.ENDED_BY_RESTORE.items():
            self.stdout.write(f"{import_string(end)()} {what} are ended.")
        try:
            deleted = sum(retention.dispose().values())
        except RuntimeError as error:
            raise CommandError(f"Retention is not done, and the site stays closed: {error}") from None
        self.stdout.write(f"{deleted} rows had outlived their period.")
        if wrong := list(access.verify()):
            self.stdout.write("The access log is not whole: " + "; ".join(wrong))
        if failed:
            raise CommandError(
                f"{len(failed)} entries of the journal could not be done. Look at these rows before opening: "
                + ", ".join(failed)
            )
        self.stdout.write("Look at the site's data as far as you need to, then: manage.py restore --open")


def _nobody_is_here() -> None:
    """An empty database, to which nobody else is connected."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if cursor.fetchone()[0]:
            raise CommandError("The database is not empty. Make a new one (createdb), and set DATABASE_URL to it.")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        if cursor.fetchone()[0]:
            raise CommandError("Others are connected to the database. Stop the web and the worker first.")
