"""`manage.py import_people FILE --mapping NAME`: people, units and supervision from a file, as in the browser."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from core.models import Mail
from core.outbox import send
from people.models import Mapping, RosterImport, RosterRun, User
from people.roster.columns import from_saved
from people.roster.jobs import Changed, note_run, save, take_turn
from people.roster.plan import KINDS, Plan
from people.roster.reading import MOST_BYTES, Unreadable
from people.roster.staging import Staged, staged_from
from people.roster.words import UNREADABLE, told

WAITS = 600  # seconds for somebody else's import


class Command(BaseCommand):
    """With a mapping that HR has saved in the browser. Whoever saved it is the one who imports."""

    is_noted = False  # saving notes by itself what becomes of it
    help = "Brings people, units and supervision from a CSV or XLSX file into the register: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, and how it is understood."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", required=True, help="the name under which HR has saved what the columns are")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """The same checks as in the browser; what needs a person's look stops it."""
        mapping = Mapping.objects.select_related("saved_by").filter(name=options["mapping"]).first()
        if mapping is None:
            raise CommandError("There is no mapping of this name. HR saves one in the browser.")
        by = mapping.saved_by
        if by is None or not by.is_active or not by.is_hr:
            raise CommandError("Whoever saved this mapping is not of HR any more. Save it anew.")
        try:
            with translation.override(by.language):
                self.bring(options["file"], mapping, by, is_dry=options["dry_run"])
        except CommandError:
            if not options["dry_run"]:
                self.tell(mapping, by)
                if not self.is_noted:
                    note_run(by, options["file"].name[:200], RosterRun.Outcome.STOPPED, is_nightly=True)
            raise

    def tell(self, mapping: Mapping, by: User) -> None:
        """Whoever saved the mapping hears of it once until they have read it: what is wrong is so each night."""
        kind = "roster_stopped"
        if not Mail.objects.filter(to=by, kind=kind, ids__mapping=str(mapping.pk)).unread().exists():
            with transaction.atomic():
                send(kind, to=by, mapping=mapping.pk)

    def bring(self, file: Path, mapping: Mapping, by: User, *, is_dry: bool) -> None:
        """Read, compare, say, save."""
        staged = self.staged(file, mapping)
        plan = staged.plan(by, by)
        self.say(plan, staged)
        if plan.errors or plan.questions:
            raise CommandError("Nothing was changed.")
        if plan.brakes:
            raise CommandError("More leavers than 5 %: nothing was changed. Look at the file in the browser.")
        if is_dry or not plan.changes:
            return
        row = RosterImport(owner=by, mapping=mapping, digest=plan.digest(), state=RosterImport.State.WAITING)
        row.content = staged.as_bytes()
        row.save()
        try:
            self.wait_for_turn(row)
            self.is_noted = True
            save(row, by, is_nightly=True)
        except Changed:
            raise CommandError("The register changed at the same time: nothing was changed. Run it again.") from None
        finally:
            row.delete()
        self.stdout.write("Saved.")

    def staged(self, file: Path, mapping: Mapping) -> Staged:
        """The file, as the mapping understands it."""
        try:
            with file.open("rb") as opened:
                staged = staged_from(opened.read(MOST_BYTES + 1), file.name)
        except OSError as error:
            raise CommandError(f"{type(error).__name__}: the file cannot be opened.") from None
        except Unreadable as error:
            raise CommandError(str(UNREADABLE[error.why])) from None
        layout, missing = from_saved(mapping.content, staged.sheets)
        if missing:
            raise CommandError(f"The file lacks columns that the mapping names: {', '.join(missing)}")
        staged.take(layout)
        return staged

    def say(self, plan: Plan, staged: Staged) -> None:
        """Counts, and everything that is wrong, by row and column; never a value of a person but what is wrong."""
        counts = plan.counts
        self.stdout.write(", ".join(f"{kind}: {counts[kind]}" for kind in (*KINDS, "lines", "units")))
        self.stdout.write(f"changes: {plan.changes}")
        for found in (*plan.errors, *plan.questions, *plan.held):
            rows = ", ".join(map(str, found.rows))
            self.stdout.write(" ".join(filter(None, [rows, staged.column(found.at), told(found.as_data())])))

    def wait_for_turn(self, row: RosterImport) -> None:
        """While somebody else saves."""
        end = time.monotonic() + WAITS
        while not take_turn(row):
            if time.monotonic() > end:
                raise CommandError("Somebody else imports, and has not ended. Nothing was changed.")
            time.sleep(2)
