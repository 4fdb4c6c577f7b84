"""Check the access log's chain."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import access


class Command(BaseCommand):
    """`manage.py verify_access_log`."""

    help = "Finds rows of the access log that were changed or removed after they were sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Seals noted outside the database."""
        parser.add_argument(
            "--known",
            action="append",
            default=[],
            metavar="NUMBER:HASH",
            help="a seal from the server's log (“access log sealed: NUMBER HASH”); may be given many times",
        )

    def handle(self, *, known: list[str], **options: Any) -> None:
        """Say what is wrong, or that nothing is."""
        noted = {int(number): digest for number, _colon, digest in (pair.partition(":") for pair in known)}
        wrong = list(access.verify(noted))
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write("The access log is whole.")
