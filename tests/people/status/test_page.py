"""The system administrator sees how the site is, and nobody's name."""

import datetime

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import Backup, Beat, JournalEntry, Mail
from core.retention import dispose_nightly
from tests.html import flat

pytestmark = pytest.mark.django_db
PAGE = "/yllapito/tila/"


@pytest.fixture
def shown(signed_in, mikael):
    """The page's words, for the system administrator, in English."""
    mikael.language = "en"
    mikael.save()
    return lambda: flat(signed_in(mikael).get(PAGE).content)


def ago(**how: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**how)


def night_ended(at: datetime.datetime) -> None:
    done = dispose_nightly.enqueue()
    DBTaskResult.objects.filter(pk=done.id).update(status="SUCCESSFUL", finished_at=at)


def test_a_site_in_order_says_so(shown, settings):
    settings.BACKUP_DIR, settings.BACKUP_RECIPIENT = "/backups", "age1x"
    Beat.objects.create(worker="one", at=timezone.now())
    night_ended(ago(hours=3))
    Backup.objects.create(size=1)
    JournalEntry.objects.all().delete()
    page = shown()
    assert page.count("In order") == 9
    assert "Look at this" not in page
    assert "1 worker is running." in page


def test_what_somebody_should_look_at_is_marked(shown, settings, aino):
    settings.BACKUP_DIR, settings.BACKUP_RECIPIENT = "/backups", "age1x"
    settings.SITE_URL = "https://localhost:9"
    night_ended(ago(hours=30))
    Backup.objects.create(size=1, at=ago(hours=30))
    JournalEntry.objects.create(at=ago(minutes=11), table="x", row="1")
    Mail.objects.create(to=aino, kind="x", message_id="<1@x>", state=Mail.State.FAILED)
    waiting, lost = dispose_nightly.enqueue(), dispose_nightly.enqueue()
    DBTaskResult.objects.filter(pk=waiting.id).update(enqueued_at=ago(minutes=20))
    DBTaskResult.objects.filter(pk=lost.id).update(status="FAILED", finished_at=timezone.now())
    page = shown()
    assert page.count("Look at this") == 7  # all but the disk
    assert "No worker is running: no letter leaves, and nothing is deleted." in page
    assert "Waiting: 0. Failed: 1. Perhaps arrived, perhaps not: 0." in page
    assert "Deletions are not yet written beside the backups." in page
    assert "ConnectionRefusedError" in page


def test_nobodys_name_stands_there(shown, aino, mikael):
    Mail.objects.create(to=aino, kind="x", message_id="<1@x>", state=Mail.State.FAILED)
    assert "Aino" not in shown()
    assert "Virtanen" not in shown()


def test_hr_does_not_see_it(signed_in, sari):
    """HR cannot infer from failed letters and jobs."""
    assert signed_in(sari).get(PAGE).status_code == 404
