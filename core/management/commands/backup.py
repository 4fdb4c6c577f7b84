"""Write an encrypted backup."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core import retention
from core.backup import dump, sealing
from core.backup.journal import put_beside
from core.backup.models import Backup


class Command(BaseCommand):
    """`manage.py backup`, each night from cron or a systemd timer."""

    help = "Writes the whole database, encrypted, into BACKUP_DIR, and deletes backups that are too old."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="instead of BACKUP_DIR")
        parser.add_argument("--make-key", type=Path, metavar="FILE", help="write a new private key, say the public one")

    def handle(self, *, to: Path | None, make_key: Path | None, **options: Any) -> None:
        """Say what was written, and where."""
        if make_key:
            try:
                public = sealing.make_identity(make_key)
            except OSError as error:
                raise CommandError(f"{make_key} could not be made: {error.strerror}.") from None
            self.stdout.write(
                f"BACKUP_RECIPIENT={public}\nThe private key is in {make_key}: move it away from this machine, "
                "to two places. Without it no backup can be read."
            )
            return
        folder = to or (Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None)
        if folder is None or not folder.is_dir():
            raise CommandError("Set BACKUP_DIR to a folder that is there, or give one with --to.")
        if not settings.BACKUP_RECIPIENT:
            raise CommandError("Set BACKUP_RECIPIENT. A key is made once: manage.py backup --make-key FILE")
        path, facts = dump.write(folder, settings.BACKUP_RECIPIENT)
        put_beside(folder, settings.BACKUP_RECIPIENT)
        Backup.objects.create(size=facts.size)
        gone = dump.drop_old(folder, retention.period("backups").before(timezone.now()))
        self.stdout.write(f"{path}: {facts.rows} rows of {facts.tables} tables, {facts.size / 1e6:.1f} MB.")
        if gone:
            self.stdout.write(f"{gone} files that were too old are deleted.")
