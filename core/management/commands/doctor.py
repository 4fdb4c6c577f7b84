"""Say in plain words what is wrong with the installation, and what to do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.running.doctor import Kind, examine


class Command(BaseCommand):
    """`manage.py doctor`. Ends with 1 when something is wrong."""

    help = "Looks at settings, keys, clock, mail, database, disk, fonts, proxy, worker and night, and says what to do."
    requires_system_checks = ()  # a wrong setting is a finding here, and no reason to stop

    def add_arguments(self, parser: CommandParser) -> None:
        """For monitoring."""
        parser.add_argument("--quiet", action="store_true", help="say only what somebody should look at")

    def handle(self, *, quiet: bool, **options: Any) -> None:
        """Print every finding."""
        counts = dict.fromkeys(Kind, 0)
        for name, findings in examine():
            for finding in findings:
                counts[finding.kind] += 1
                if finding.kind is Kind.GOOD and quiet:
                    continue
                self.stdout.write(f"{finding.kind.value:<5} {name}: {finding.text}")
                if finding.todo:
                    self.stdout.write(f"      → {finding.todo}")
        if not (counts[Kind.WRONG] or counts[Kind.NOTE]):
            self.stdout.write("Nothing is wrong.")
        else:
            self.stdout.write(f"{counts[Kind.WRONG]} wrong, {counts[Kind.NOTE]} to look at.")
        if counts[Kind.WRONG]:
            raise SystemExit(1)
