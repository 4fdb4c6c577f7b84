"""The state of the site, for the system administrator: numbers and moments, nobody's name."""

import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.request import Request
from core.running import signs
from people.user.decorators import admin_only

LATE = datetime.timedelta(hours=26)  # after a nightly job's last end
SLOW = datetime.timedelta(minutes=15)  # of a job that waits
SOON = datetime.timedelta(days=21)  # before a certificate ends
LITTLE = 2_000_000_000  # bytes


@require_safe
@admin_only
def site_status(request: Request) -> HttpResponse:
    """What `manage.py doctor` and the metrics look at, as far as a page can."""
    now, queue, letters = timezone.now(), signs.queue(), signs.letters()
    night, backup, disk = signs.last_night(), signs.last_backup(), signs.disk()
    certificate = signs.certificate(settings.SITE_URL)
    backups_are_ours = bool(settings.BACKUP_DIR and settings.BACKUP_RECIPIENT)
    context = {
        "workers": signs.workers(),
        "queue": queue,
        "queue_is_slow": bool(queue.oldest and now - queue.oldest > SLOW),
        "letters": letters,
        "night": night,
        "night_is_late": night is None or now - night > LATE,
        "backup": backup,
        "backups_are_ours": backups_are_ours,
        "backup_is_late": backups_are_ours and (backup is None or now - backup > LATE),
        "journal_waits": backups_are_ours and signs.journal_waits(),
        "certificate": certificate,
        "certificate_ends": bool(certificate and (certificate.until is None or certificate.until - now < SOON)),
        "disk": disk,
        "disk_is_full": disk.free < LITTLE,
        "database": signs.database_size(),
    }
    return render(request, "people/status/page.html", context)
