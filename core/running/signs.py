"""Signs of an installation's health, as numbers and moments: no words, no names, nothing of what people wrote."""

import contextlib
import datetime
import shutil
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Min, Q
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.access import verify_nightly
from core.models import Backup, Beat, JournalEntry, Mail
from core.retention import dispose_nightly

ALIVE = datetime.timedelta(seconds=60)  # after its last sign of life a worker counts as stopped
PATIENCE = 3  # seconds


@dataclass(frozen=True)
class Queue:
    """Jobs that wait, and those that were given up."""

    waiting: int
    oldest: datetime.datetime | None  # since when the longest waiting one could have run
    given_up: int  # in the last fourteen days; finished rows are deleted then


def queue() -> Queue:
    """Of all queues together."""
    now = timezone.now()
    ready = DBTaskResult.objects.ready().filter(enqueued_at__lte=now)
    oldest = ready.aggregate(since=Min("enqueued_at"))["since"]
    return Queue(ready.count(), oldest, DBTaskResult.objects.failed().count())


@dataclass(frozen=True)
class Letters:
    """Mail of the last seven days, by what came of it."""

    waiting: int
    failed: int
    unknown: int


def letters() -> Letters:
    """How many wait, could not be sent, or may have arrived or not."""
    recent = Mail.objects.filter(created_at__gte=timezone.now() - datetime.timedelta(days=7))
    states = Mail.State
    return Letters(
        recent.filter(state__in=[states.PENDING, states.SENDING]).count(),
        recent.filter(state=states.FAILED).count(),
        recent.filter(state=states.UNKNOWN).count(),
    )


def workers() -> int:
    """How many workers have given a sign of life lately."""
    return Beat.objects.filter(at__gte=timezone.now() - ALIVE).count()


def last_night() -> datetime.datetime | None:
    """When the nightly deletion last came to its end."""
    done = DBTaskResult.objects.successful().filter(task_path=dispose_nightly.module_path)
    return done.order_by("-finished_at").values_list("finished_at", flat=True).first()


@dataclass(frozen=True)
class ChainCheck:
    """The last nightly look through the access log's chain."""

    at: datetime.datetime | None
    is_whole: bool


def chain_check() -> ChainCheck | None:
    """None before the first night."""
    path, failed = verify_nightly.module_path, ~Q(exception_class_path="")  # one that failed is tried again
    done = DBTaskResult.objects.filter(Q(finished_at__isnull=False) | failed, task_path=path)
    last = done.order_by("-enqueued_at").first()
    if last is None:
        return None
    return ChainCheck(last.finished_at or last.enqueued_at, last.status == TaskResultStatus.SUCCESSFUL)


def last_backup() -> datetime.datetime | None:
    """When `manage.py backup` last wrote one."""
    return Backup.objects.order_by("-at").values_list("at", flat=True).first()


def journal_waits() -> bool:
    """Whether something deleted is not beside the backups after ten minutes."""
    return JournalEntry.objects.filter(at__lt=timezone.now() - datetime.timedelta(minutes=10)).exists()


@dataclass(frozen=True)
class Disk:
    """Bytes of the disk on which a folder lies."""

    free: int
    total: int


def disk(folder: Path | None = None) -> Disk:
    """Of the application's folder."""
    usage = shutil.disk_usage(folder or settings.DATA_DIR)
    return Disk(usage.free, usage.total)


def database_size() -> int | None:
    """Bytes of the whole database; None where it does not say."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class Certificate:
    """Until when the site's certificate is good, or why it is not."""

    until: datetime.datetime | None = None
    problem: str = ""


def certificate(site: str, trusted: str | None = None) -> Certificate | None:
    """Of the server at this address, as a browser would see it; None where there is no TLS. `trusted`: a CA's file."""
    address = urlsplit(site)
    if address.scheme != "https" or not address.hostname:
        return None
    context = ssl.create_default_context(cafile=trusted)
    try:
        with (
            contextlib.closing(socket.create_connection((address.hostname, address.port or 443), PATIENCE)) as plain,
            context.wrap_socket(plain, server_hostname=address.hostname) as secured,
        ):
            shown = secured.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return Certificate(problem=error.verify_message)
    except OSError as error:
        return Certificate(problem=type(error).__name__)
    ends = ssl.cert_time_to_seconds(str(shown["notAfter"]))
    return Certificate(datetime.datetime.fromtimestamp(ends, datetime.UTC))
