"""What the database knows of its backups, and what has to be done again after one is restored."""

from django.db import models
from django.utils import timezone

from core.records import Data, Ground, Record


class Backup(models.Model):
    """A backup that was written whole."""

    record = Record(
        data=Data.TECHNICAL,
        readers="the system administrator",
        purpose="somebody sees when backups stop",
        ground=Ground.NOBODY,
        kept=("backups",),
    )

    at = models.DateTimeField(default=timezone.now)
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return "backup"


class JournalEntry(models.Model):
    """A row that was deleted, or in which something ended, until the worker has put it beside the backups.

    PostgreSQL writes it by triggers (core/backup/journal.py), so that nothing is forgotten.
    """

    record = Record(
        data=Data.PROCESS,
        readers="nobody",
        purpose="what was deleted or ended stays so when an earlier backup is restored",
        ground=Ground.SECURITY,
        kept=("backups",),
        until="the worker has put it beside the backups, within minutes",
    )

    at = models.DateTimeField()
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=64)
    changed = models.JSONField(null=True)  # column → its value; nothing: the row is deleted

    class Meta:
        db_table = "core_journal"

    def __str__(self) -> str:
        return "journal entry"
