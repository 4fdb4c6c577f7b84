"""The signs of health as Prometheus reads them, asked of the database: any process tells the same."""

from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from core.running import signs

__all__ = ["CONTENT_TYPE", "numbers"]

CONTENT_TYPE = CONTENT_TYPE_LATEST


def numbers() -> bytes:
    """All of them, without anybody's name, unit or words."""
    queue, letters, disk = signs.queue(), signs.letters(), signs.disk()
    night, backup = signs.last_night(), signs.last_backup()
    chain = signs.chain_check()
    broken = chain is not None and not chain.is_whole
    found = {
        "jobs_waiting": ("Jobs that wait", queue.waiting),
        "jobs_oldest_seconds": (
            "For how long the oldest waiting job has waited",
            (timezone.now() - queue.oldest).total_seconds() if queue.oldest else 0,
        ),
        "jobs_given_up": ("Jobs given up in the last fourteen days", queue.given_up),
        "workers": ("Workers that live", signs.workers()),
        "letters_waiting": ("Letters of the last seven days that wait", letters.waiting),
        "letters_failed": ("Letters of the last seven days that failed", letters.failed),
        "letters_unknown": ("Letters of the last seven days of which nobody knows", letters.unknown),
        "last_night_timestamp_seconds": ("End of the last nightly deletion", night.timestamp() if night else 0),
        "access_log_broken": ("Whether the chain over the access log was broken last night", int(broken)),
        "last_backup_timestamp_seconds": ("The last backup", backup.timestamp() if backup else 0),
        "journal_waits": ("Whether deletions wait to be put beside the backups", int(signs.journal_waits())),
        "disk_free_bytes": ("Free on the application's disk", disk.free),
        "database_bytes": ("Size of the database", signs.database_size() or 0),
    }
    registry = CollectorRegistry()
    for name, (help_text, value) in found.items():
        Gauge(f"varhainen_tuki_{name}", help_text, registry=registry).set(value)
    return generate_latest(registry)
