"""The disk is full: what is on it can be read, what cannot be saved is told cleanly, and nothing is half saved."""

import contextlib
import datetime
import errno
import resource
import uuid

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import RequestFactory, override_settings
from django.utils import timezone

from core import middleware
from core.models import AccessLog, Mail
from core.outbox import deliver, send
from tests.faults.site import Browser, Site
from vatupassi.conversation import invitations
from vatupassi.models import Agreement, Assessment, BoardMark, Conversation, Note, Occasion

pytestmark = pytest.mark.both_databases

STEP, SLOT = "tiedanko", "tiedanko.works"


def is_clean(answer):
    """A page of our own that says when to come back."""
    return (answer.status, answer.headers["Retry-After"], "<h1>" in answer.text) == (503, "10", True)


@contextlib.contextmanager
def full_disk(site):
    """None of the server's processes can make a file grow any more."""
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in (site.process.pid, *site.workers())}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, hard))
    yield
    for pid, limits in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@pytest.fixture
def site(transactional_db):
    """The real server on an SQLite file."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk is its server's own")
    site = Site(workers=1, DATABASE_URL=f"sqlite:///{connection.settings_dict['NAME']}")
    yield site
    site.stop()


@pytest.fixture
def talk(transactional_db, aino, matti):
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=1),
        agreed=True,
    )


def test_nothing_is_half_saved(site, talk, aino, matti):
    hers, his = Browser(site, aino), Browser(site, matti)
    page = f"/keskustelut/{talk.pk}/vaihe/{STEP}/"
    save = f"{page}tallenna/"
    assert hers.autosave(save, SLOT, "Ennen.", 0).status == 200
    BoardMark.objects.create(conversation=talk, side="employee", question=STEP, now=1, text="Vain luvalla luettava.")
    own = Assessment.start(by=aino)
    due = timezone.localdate() + datetime.timedelta(days=9)
    agreement = {"id": uuid.uuid4(), "text": "x", "side": "employee", "due_on": f"{due:%-d.%-m.%Y}", "kind": "act"}
    talk.refresh_from_db()
    assert hers.ask(f"/vatupassi/{own.pk}/pdf/").status == 200  # what draws it is running, as two seconds after a start
    with full_disk(site):
        assert "Ennen." in hers.ask(page).text  # her own: needs no row in the access log
        # drawn beside the web process, which has opened its fonts when it started
        assert hers.ask(f"/vatupassi/{own.pk}/pdf/").status == 200
        refused = [
            his.ask(page),  # what cannot be logged is not shown
            hers.autosave(save, SLOT, "Kesken.", 1),
            hers.ask(f"{page}sovi/", agreement),
            hers.ask("/vatupassi/tallenna/", {"version-osaanko": 0, "osaanko-now": 2}, **{"X-Autosave": "1"}),
            hers.ask("/kieli/", {"language": "sv"}),
            hers.ask(f"/keskustelut/{talk.pk}/muistio/vahvista/", {"text_revision": talk.text_revision}),
        ]
    assert [is_clean(answer) for answer in refused] == [True] * len(refused)
    assert "luvalla" not in refused[0].text
    assert (Agreement.objects.count(), AccessLog.objects.count()) == (0, 0)
    assert Conversation.objects.get().revision == talk.revision
    assert hers.ask(f"/vatupassi/{own.pk}/pdf/").status == 200
    assert hers.autosave(save, SLOT, "Jälkeen.", 1).status == 200
    assert "Vain luvalla" in his.ask(page).text
    assert (Note.objects.get(slot=SLOT).text.open(aino), AccessLog.objects.count()) == ("Jälkeen.", 1)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]


class FullSpool(EmailBackend):
    """A mail system with no room left."""

    def send_messages(self, messages):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_letter_waits_for_room(db, aino, mailoutbox):
    send("supervisor_changed", to=aino)
    row = Mail.objects.get()
    with override_settings(EMAIL_BACKEND=f"{__name__}.FullSpool"):
        deliver.func(str(row.pk))
    row.refresh_from_db()
    assert (row.state, len(mailoutbox)) == (Mail.State.PENDING, 0)
    deliver.func(str(row.pk))
    row.refresh_from_db()
    assert (row.state, len(mailoutbox)) == (Mail.State.SENT, 1)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_file_that_does_not_fit_is_no_fault_of_the_page(number):
    """An upload for instance, which stands in a temporary file until it is read."""
    answered = middleware.unavailable(lambda request: None).process_exception(
        RequestFactory().get("/"), OSError(number, "no room")
    )
    assert (answered.status_code, answered.headers["Retry-After"]) == (503, "10")
    assert middleware.unavailable(lambda request: None).process_exception(None, OSError(errno.ENOENT, "")) is None


def test_postgresql_says_that_its_disk_is_full(client, aino, settings, transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: tests/throwaway_pg.py")
    client.force_login(aino)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;"
            " CREATE TRIGGER full_disk BEFORE INSERT ON vatupassi_assessmentitem EXECUTE FUNCTION full_disk()"
        )
    try:
        answer = client.post("/vatupassi/tallenna/", {"version-osaanko": 0, "osaanko-now": 2})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION full_disk() CASCADE")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert Assessment.objects.count() == 0
