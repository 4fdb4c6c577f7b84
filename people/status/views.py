"""The state of the site, for the system administrator: numbers and moments, nobody's name."""

import datetime
import re

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.proxies import addresses_in
from core.request import Request
from core.running import signs
from people.rights.rules import ombudsman
from people.user.decorators import admin_only, admin_or_officer_only
from people.work_account import asking
from people.work_account.providers import Provider, providers
from people.work_account.trouble import WORDS

LATE = datetime.timedelta(hours=26)  # after a nightly job's last end
SLOW = datetime.timedelta(minutes=15)  # of a job that waits
SOON = datetime.timedelta(days=21)  # before a certificate ends
LITTLE = 2_000_000_000  # bytes

# what is limited (ACCOUNT_RATE_LIMITS) → its words
LIMITED = {
    "login": _("Sign-ins"),
    "password_tried": _("Tries of a password"),
    "code_tried": _("Tries of a code of the second step"),
    "activate": _("Tries of a code in a letter"),
}
RATE = re.compile(r"(\d+)/(\d*)m/(ip|key)")


def _limits() -> list[tuple[str | Promise, list[tuple[int, int, bool]]]]:
    """What is limited: how many, in how many minutes, and whether of one address (otherwise of one account)."""
    return [
        (words, [(int(count), int(minutes or 1), per == "ip") for count, minutes, per in RATE.findall(said)])
        for name, words in LIMITED.items()
        if (said := settings.ACCOUNT_RATE_LIMITS[name])
    ]


def _asked(provider: Provider) -> tuple[float, str | Promise]:
    """In how many seconds it answers; or what is wrong, as people read it who want to sign in."""
    try:
        return asking.look(provider).seconds, ""
    except asking.Trouble as trouble:
        return 0, WORDS[trouble.kind][0]


@require_safe
@admin_only
def site_status(request: Request) -> HttpResponse:
    """What `manage.py doctor` and the metrics look at, as far as a page can."""
    now, queue, letters = timezone.now(), signs.queue(), signs.letters()
    night, backup, disk = signs.last_night(), signs.last_backup(), signs.disk()
    certificate = signs.certificate(settings.SITE_URL)
    backups_are_ours = bool(settings.BACKUP_DIR and settings.BACKUP_RECIPIENT)
    context = {
        "version": settings.VERSION,
        "workers": signs.workers(),
        "queue": queue,
        "queue_is_slow": bool(queue.oldest and now - queue.oldest > SLOW),
        "letters": letters,
        "night": night,
        "night_is_late": night is None or now - night > LATE,
        "chain": signs.chain_check(),
        "backup": backup,
        "backups_are_ours": backups_are_ours,
        "backup_is_late": backups_are_ours and (backup is None or now - backup > LATE),
        "journal_waits": backups_are_ours and signs.journal_waits(),
        "certificate": certificate,
        "certificate_ends": bool(certificate and (certificate.until is None or certificate.until - now < SOON)),
        "disk": disk,
        "disk_is_full": disk.free < LITTLE,
        "database": signs.database_size(),
        "work_accounts": [(provider.title, *_asked(provider)) for provider in providers()],
        "proxies": settings.ALLAUTH_TRUSTED_PROXY_COUNT,
        "proxies_seen": addresses_in(request),
        "address": get_adapter().get_client_ip(request),
        "limits": _limits(),
    }
    return render(request, "people/status/page.html", context)


@require_safe
@admin_or_officer_only
def breach(request: Request) -> HttpResponse:
    """What to do when personal data may have got into wrong hands (GDPR 33 and 34). Nothing to fill in or to keep."""
    return render(request, "people/status/breach.html", {"ombudsman": ombudsman()})
