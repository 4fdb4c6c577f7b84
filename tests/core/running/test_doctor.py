"""`manage.py doctor`: a sound installation passes, and each fault is found by the examination that is for it."""

import contextlib
import datetime
import socket
import ssl
import threading
from io import StringIO

import pytest
import time_machine
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import AccessLog, Backup, Beat, JournalEntry, Mail, PaperOrder
from core.retention import dispose_nightly
from core.running import doctor, signs
from core.running.doctor import Kind
from tests.factories import make_person
from tests.faults.site import free_port

pytestmark = pytest.mark.django_db

BASE64 = ("a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=", "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6eno=")


def found(name: str) -> list[tuple[str, str]]:
    """How bad, and the sentence, of whatever is not good."""
    findings = dict(doctor.examine())[name]
    return [(each.kind.value, each.text) for each in findings if each.kind is not Kind.GOOD]


def begins(name: str, kind: Kind, words: str) -> bool:
    """Whether this is the only thing found, with something to do about it."""
    (finding,) = [each for each in dict(doctor.examine())[name] if each.kind is not Kind.GOOD]
    return (finding.kind, finding.text.startswith(words), bool(finding.todo)) == (kind, True, True)


def test_it_says_each_fault_and_what_to_do_and_ends_with_1(settings):
    settings.SITE_URL, said = "http://localhost:1/", StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=said)
    assert ended.value.code == 1
    text = said.getvalue()
    assert "WRONG settings: SITE_URL must begin with https://. (core.E012)\n      → docs/operations.md" in text
    assert "WRONG worker: No worker is alive" in text
    assert text.splitlines()[-1].endswith("to look at.")


def test_it_ends_with_0_when_nothing_is_wrong(settings, tmp_path, aino):
    make_person(name="Sari Koskinen", username="sari", is_hr=True, unit=aino.unit)
    settings.DEMO, settings.EMAIL_BACKEND = True, "core.demo_mail.MailFolder"
    settings.FONTS_DIR, settings.STATIC_ROOT = fonts(tmp_path), tmp_path / "static"
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text('{"paths": {}}')
    Beat.objects.create(worker="one", at=timezone.now())
    night_ended(timezone.now())
    said = StringIO()
    fast = connection.vendor == "postgresql"  # the tests' own server is fast and unsafe, which the doctor sees
    with pytest.raises(SystemExit) if fast else contextlib.nullcontext():
        call_command("doctor", quiet=True, stdout=said)
    wrong = [line for line in said.getvalue().splitlines() if line.startswith("WRONG")]
    assert wrong == ["WRONG database: fsync is off: a power cut loses what was acknowledged."] * fast
    assert "\nok " not in said.getvalue()


def test_what_cannot_be_looked_at_is_a_finding(settings):
    settings.SITE_URL = "https://["
    assert found("certificate") == [("WRONG", "This could not be looked at: ValueError.")]


# ---- Keys


def test_a_lost_key_is_found_and_says_no_word_of_the_text(settings, aino):
    PaperOrder.objects.create(owner=aino, html="Salaista")
    settings.TEXT_KEYS = [BASE64[0]]
    ((kind, text),) = found("keys")
    assert (kind, text.startswith("TEXT_KEYS lacks a key")) == ("WRONG", True)
    assert not any(key in text for key in BASE64)


def test_a_key_that_waits_for_reseal_is_found(settings, aino):
    settings.TEXT_KEYS = [BASE64[0]]
    PaperOrder.objects.create(owner=aino, html="Salaista")
    settings.TEXT_KEYS = [BASE64[1], BASE64[0]]
    ((kind, text),) = found("keys")
    assert (kind, text.endswith("still need an older key.")) == ("note", True)
    call_command("reseal", stdout=StringIO())
    assert found("keys") == []


@pytest.mark.parametrize(("keys", "words"), [([], "TEXT_KEYS is empty."), (["eA=="], "TEXT_KEYS holds something")])
def test_keys_that_are_none_are_found(settings, keys, words):
    settings.TEXT_KEYS = keys
    assert begins("keys", Kind.WRONG, words)


def test_secrets_that_others_may_read_are_found(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "secrets.env").write_text("SECRET_KEY=x")
    (tmp_path / "secrets.env").chmod(0o644)
    assert begins("keys", Kind.WRONG, f"{tmp_path / 'secrets.env'} can be read by others")
    (tmp_path / "secrets.env").chmod(0o600)
    assert found("keys") == []


# ---- Database and clock


def test_a_migration_that_has_not_run_is_found():
    newest = MigrationRecorder.Migration.objects.filter(app="support").latest("name")
    newest.delete()
    assert found("database")[-1] == ("WRONG", "1 migrations have not run.")


def test_an_access_log_without_its_triggers_is_found():
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER core_accesslog_update" + (" ON core_accesslog" if connection.vendor == "postgresql" else "")
        )
    assert ("WRONG", "The access log can be changed: its triggers are missing.") in found("database")


def test_a_log_that_nobody_seals_is_found(aino, matti):
    at = timezone.now() - datetime.timedelta(minutes=11)
    AccessLog.objects.create(
        reader=matti, reader_role="x", subject=aino, kind="note", item=aino.pk, party=True, day=at.date(), at=at
    )
    assert ("WRONG", "Rows of the access log have not been sealed for ten minutes.") in found("database")


@pytest.mark.parametrize(("seconds", "kind"), [(0, None), (5, "note"), (40, "WRONG"), (-40, "WRONG")])
def test_a_clock_that_goes_wrong_is_found(seconds, kind):
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)):
        assert [kind for kind, _text in found("clock")] == ([kind] if kind else [])


# ---- Mail


@pytest.fixture
def mail_server(settings):
    """One that takes mail, for our settings."""

    class Takes:
        async def handle_DATA(self, server, session, envelope):
            raise AssertionError("nothing is sent")

    server = Controller(Takes(), "127.0.0.1", free_port())
    server.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "core.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = server.port, 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.stop()


def test_a_mail_server_that_takes_mail_is_good(mail_server):
    assert found("mail") == []


def test_a_mail_server_that_does_not_know_us_is_found(mail_server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "somebody", "wrong"
    assert [(kind, "wrong" not in text) for kind, text in found("mail")] == [("WRONG", True)]


def test_a_mail_server_that_is_not_there_is_found(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "core.smtp.EmailBackend", "127.0.0.1", 9
    assert begins("mail", Kind.WRONG, "127.0.0.1:9 does not let us in")


def test_letters_that_failed_are_told(mail_server, aino):
    Mail.objects.create(to=aino, kind="x", message_id="<1@x>", state=Mail.State.FAILED)
    assert found("mail") == [("note", "In the last seven days 1 letters failed, and of 0 nobody knows.")]


# ---- Disk, fonts and static files


@pytest.mark.parametrize(("limit", "kind"), [("DISK_FAILS", Kind.WRONG), ("DISK_WARNS", Kind.NOTE)])
def test_a_disk_without_room_is_found(settings, tmp_path, monkeypatch, limit, kind):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(doctor, limit, 10**18)
    assert {each.kind for each in dict(doctor.examine())["disk"]} == {kind}


def fonts(folder):
    for kind, end in (("pdf", "ttf"), ("web", "woff2")):
        (folder / "fonts" / kind).mkdir(parents=True)
        for name in ("Regular", "Bold", "Italic"):
            (folder / "fonts" / kind / f"SourceSans3-{name}.{end}").touch()
    return folder / "fonts"


def test_fonts_and_static_files_that_are_missing_are_found(settings, tmp_path):
    settings.FONTS_DIR, settings.STATIC_ROOT = fonts(tmp_path), tmp_path
    (tmp_path / "staticfiles.json").write_text('{"paths": {"a.css": "a.1.css"}}')
    assert begins("fonts", Kind.WRONG, "1 static files are missing")
    (tmp_path / "a.1.css").touch()
    assert found("fonts") == []
    (tmp_path / "fonts" / "pdf" / "SourceSans3-Bold.ttf").unlink()
    assert begins("fonts", Kind.WRONG, "1 faces are missing")
    (tmp_path / "staticfiles.json").unlink()
    assert ("WRONG", f"The static files are missing in {tmp_path}.") in found("fonts")


# ---- Certificate


@pytest.fixture
def tls_server(tmp_path):
    """A server with a certificate that is good for so many days; returns its address and whom to trust."""
    sockets = []

    def start(days: int) -> tuple[str, str]:
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=99))
        made = made.not_valid_after(now + datetime.timedelta(days=days, hours=1))
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        path = tmp_path / f"{days}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        listening = socket.create_server(("127.0.0.1", 0))
        sockets.append(listening)

        def answer() -> None:
            with listening:
                while True:
                    try:
                        caller, _address = listening.accept()
                        with caller, context.wrap_socket(caller, server_side=True) as secured:
                            secured.recv(1)
                    except ssl.SSLError:
                        continue
                    except OSError:
                        return

        threading.Thread(target=answer, daemon=True).start()
        return f"https://localhost:{listening.getsockname()[1]}", str(path)

    yield start
    for each in sockets:
        each.close()


@pytest.mark.parametrize(("days", "kind"), [(90, None), (10, "note"), (1, "WRONG")])
def test_a_certificate_that_ends_is_found(tls_server, settings, monkeypatch, days, kind):
    settings.SITE_URL, trusted = tls_server(days)
    monkeypatch.setenv("SSL_CERT_FILE", trusted)
    assert found("certificate") == ([(kind, f"The certificate is good for {days} days.")] if kind else [])


def test_a_certificate_that_is_over_or_nobodys_is_found(tls_server):
    site, trusted = tls_server(-1)
    assert signs.certificate(site, trusted).problem == "certificate has expired"
    site, _trusted = tls_server(90)
    assert signs.certificate(site).problem == "self-signed certificate"
    assert signs.certificate("https://localhost:9").problem == "ConnectionRefusedError"


# ---- Worker and night


def test_workers_that_stopped_are_found():
    Beat.objects.create(worker="one", at=timezone.now() - datetime.timedelta(minutes=5))
    assert begins("worker", Kind.WRONG, "No worker is alive")
    Beat.objects.create(worker="two", at=timezone.now())
    assert found("worker") == []


def test_jobs_that_wait_too_long_or_were_given_up_are_found():
    Beat.objects.create(worker="one", at=timezone.now())
    waiting = dispose_nightly.enqueue()
    late = timezone.now() - datetime.timedelta(minutes=20)
    DBTaskResult.objects.filter(pk=waiting.id).update(enqueued_at=late)
    assert begins("worker", Kind.NOTE, "1 jobs wait")
    DBTaskResult.objects.filter(pk=waiting.id).update(status="FAILED", finished_at=timezone.now())
    assert begins("worker", Kind.NOTE, "1 jobs were given up")


def night_ended(at: datetime.datetime) -> None:
    done = dispose_nightly.enqueue()
    DBTaskResult.objects.filter(pk=done.id).update(status="SUCCESSFUL", finished_at=at)


def test_a_night_that_was_not_done_is_found():
    assert begins("nightly job", Kind.WRONG, "The nightly deletion has not come to its end in the last 14 days")
    night_ended(timezone.now() - datetime.timedelta(hours=30))
    assert begins("nightly job", Kind.WRONG, "The nightly deletion has not come to its end since")
    night_ended(timezone.now() - datetime.timedelta(hours=3))
    assert found("nightly job") == []


def test_backups_that_stop_are_found(settings, tmp_path):
    if connection.vendor != "postgresql":
        assert found("backup") == []  # the demo has none
        return
    settings.BACKUP_DIR = settings.BACKUP_RECIPIENT = ""
    assert begins("backup", Kind.NOTE, "Encrypted backups are not set up")
    settings.BACKUP_DIR, settings.BACKUP_RECIPIENT = str(tmp_path), "age1x"
    assert begins("backup", Kind.WRONG, "There is no backup.")
    Backup.objects.create(size=1, at=timezone.now() - datetime.timedelta(hours=30))
    assert begins("backup", Kind.WRONG, "The last backup is of ")
    Backup.objects.create(size=1)
    JournalEntry.objects.all().delete()
    assert found("backup") == []
    JournalEntry.objects.create(at=timezone.now() - datetime.timedelta(minutes=11), table="x", row="1")
    assert begins("backup", Kind.WRONG, "Deletions of over ten minutes ago are not beside the backups")


def test_a_register_that_nobody_keeps_is_told(aino):
    assert begins("people", Kind.NOTE, "There is no HR person yet")
    make_person(name="Sari Koskinen", username="sari", is_hr=True, unit=aino.unit)
    assert found("people") == []
