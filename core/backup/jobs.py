"""What the worker does for backups."""

import datetime
from pathlib import Path

from django.conf import settings

from core.backup.journal import BATCH, put_beside
from core.backup.models import Backup, JournalEntry
from core.jobs import every_minute
from core.retention import keeps


@every_minute
def put_journal_beside_backups() -> None:
    """Where no folder is set, the journal stays in the database, for as long as a backup lives."""
    if settings.BACKUP_DIR and settings.BACKUP_RECIPIENT:
        while put_beside(Path(settings.BACKUP_DIR), settings.BACKUP_RECIPIENT) == BATCH:
            pass


@keeps("backups", order=96)
def old_journal(before: datetime.datetime) -> int:
    """No backup is that old any more."""
    return JournalEntry.objects.filter(at__lt=before).delete()[0]


@keeps("backups", order=97)
def old_backups(before: datetime.datetime) -> int:
    """That there was one. The files: `manage.py backup`."""
    return Backup.objects.filter(at__lt=before).delete()[0]
