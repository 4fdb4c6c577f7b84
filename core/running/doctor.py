"""What `manage.py doctor` looks at. Each examination says what it found in plain words, and what to do.

The operator reads it in English, as they read the rest of the command line. No finding holds a key, a password or
anything that people wrote.
"""

import datetime
import json
import os
import smtplib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import ERROR, WARNING, run_checks
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core.backup.closed import Closed
from core.models import AccessLog
from core.pdf import FACES
from core.running import signs
from core.sealed import FORMAT, SealedField, ring

OLDEST_POSTGRESQL = 14
CLOCK_WARNS, CLOCK_FAILS = 2, 25  # seconds: a code of the second step lives for thirty
DISK_WARNS, DISK_FAILS = 2_000_000_000, 300_000_000  # bytes
CERTIFICATE_WARNS, CERTIFICATE_FAILS = 21, 3  # days
NIGHT_WARNS = datetime.timedelta(hours=26)
QUEUE_WARNS = datetime.timedelta(minutes=15)
TIMEOUTS = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]  # of config/settings.py
SAMPLE = 50  # rows of each kind of sealed text


class Kind(Enum):
    """How bad it is."""

    GOOD = "ok"
    NOTE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One sentence of what is so, and one of what to do."""

    kind: Kind
    text: str
    todo: str = ""


Findings = Iterator[Finding]
EXAMINATIONS: dict[str, Callable[[], Findings]] = {}


def examines(name: str) -> Callable[[Callable[[], Findings]], Callable[[], Findings]]:
    """Register an examination under the name that the operator reads."""

    def register(examination: Callable[[], Findings]) -> Callable[[], Findings]:
        EXAMINATIONS[name] = examination
        return examination

    return register


def good(text: str) -> Finding:
    """As it should be."""
    return Finding(Kind.GOOD, text)


def note(text: str, todo: str = "") -> Finding:
    """People can work, but somebody should look."""
    return Finding(Kind.NOTE, text, todo)


def wrong(text: str, todo: str) -> Finding:
    """It does not work, or data is in danger."""
    return Finding(Kind.WRONG, text, todo)


def examine() -> Iterator[tuple[str, list[Finding]]]:
    """Every examination in its order. One that breaks is a finding itself, by the class of its error."""
    for module in settings.ALSO_EXAMINED:  # of the apps above; it registers its own when it is read
        import_module(module)
    for name, examination in EXAMINATIONS.items():
        try:
            yield name, list(examination())
        except DatabaseError as error:
            yield name, [wrong(f"The database gave no answer to this ({type(error).__name__}).", "See “database”.")]
        except Exception as error:
            yield name, [wrong(f"This could not be looked at: {type(error).__name__}.", "Read the server's log.")]


@examines("version")
def version_is_told() -> Findings:
    """As CHANGELOG.md and the tags name it."""
    between = " Not a tagged version: see the top of CHANGELOG.md." if "dev" in settings.VERSION else ""
    yield good(f"This is {settings.VERSION}.{between}")


@examines("settings")
def settings_are_whole() -> Findings:
    """Django's and our own checks: environment variables, demo, hosts, transport, proxies."""
    messages = [each for each in run_checks(include_deployment_checks=not settings.DEMO) if not each.is_silenced()]
    if settings.DEMO:
        yield note("This is the demo: invented people, sign-in with one click.", "For real use leave DEMO out.")
    for message in messages:
        finding = wrong if message.level >= ERROR else note
        # a note of ours says what could not be tried; those of others below a warning are for programmers
        if message.level >= WARNING or str(message.id).startswith("core."):
            yield finding(f"{message.msg} ({message.id})", str(message.hint or _HINTS.get(str(message.id), _READ)))
    if not any(message.level >= WARNING for message in messages):
        yield good("The environment's settings fit together.")


_READ = "docs/operations.md, “Environment”, says what each variable is for."
_HINTS = {
    "core.E016": "Set DATABASE_URL to a PostgreSQL database.",
    "core.E017": "Set EMAIL_URL, for instance smtp+tls://user:password@mail.example:587.",
    "core.E019": "Set ALLOWED_HOSTS to the host in SITE_URL.",
}


@examines("keys")
def keys_open_what_is_stored() -> Findings:
    """Of each kind of sealed text the newest rows: whether the ring holds their key."""
    try:
        known = list(ring())
    except ValueError:
        yield wrong("TEXT_KEYS holds something that is no key.", "Put back the keys that were there; make none anew.")
        return
    if not known:
        yield wrong("TEXT_KEYS is empty.", "Put back the keys; for a new installation: bin/make-secrets FOLDER.")
        return
    lost, older, seen = set[str](), 0, 0
    for model in apps.get_models():
        for field in (each for each in model._meta.concrete_fields if isinstance(each, SealedField)):
            stored = model._base_manager.exclude(**{field.attname: b""}).values_list(field.attname, flat=True)
            for cipher in stored.order_by("-pk")[:SAMPLE]:
                head = bytes(cipher or b"")[:5]
                if not head:
                    continue
                seen += 1
                if head[:1] != FORMAT or head[1:] not in known:
                    lost.add(str(model._meta.verbose_name))
                older += head[1:] in known[1:]
    if lost:
        yield wrong(
            f"TEXT_KEYS lacks a key with which texts are encrypted ({', '.join(sorted(lost))}). They cannot be read.",
            "Put the earlier key back into TEXT_KEYS, after the first one. Do not run reseal and delete nothing.",
        )
    elif older:
        yield note(f"{older} of {seen} texts looked at still need an older key.", "Run manage.py reseal.")
    else:
        yield good(f"The first key opens all {seen} texts that were looked at.")
    secrets = Path(settings.DATA_DIR) / "secrets.env"
    if secrets.exists() and secrets.stat().st_mode & 0o077:
        yield wrong(f"{secrets} can be read by others on this machine.", f"chmod 600 {secrets}, then change the keys.")


@examines("database")
def database_is_as_needed() -> Findings:
    """It answers, is new enough, every migration has run, and the access log is guarded."""
    try:
        connection.ensure_connection()
    except Closed:
        yield wrong("The database is closed after a restore.", "Look at what came back, then: manage.py restore --open")
        return
    except DatabaseError as error:
        yield wrong(
            f"The database does not answer ({type(error).__name__}).",
            "Is it running? Do host, name, user and password in DATABASE_URL fit?",
        )
        return
    if connection.vendor == "postgresql":
        yield from _postgresql()
    else:
        yield note("SQLite: good for the demo, not for real use.", "Set DATABASE_URL to a PostgreSQL database.")
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield wrong(f"{len(missing)} migrations have not run.", "Take a backup, then run manage.py migrate.")
    else:
        yield good("Every migration has run.")
        yield from _access_log()


def _postgresql() -> Findings:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')")
        version, encoding = cursor.fetchone()
        cursor.execute("SELECT current_setting('max_connections')::int, current_setting('fsync')")
        most, keeps = cursor.fetchone()
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = '0' ORDER BY 1", [TIMEOUTS])
        endless = [name for (name,) in cursor.fetchall()]
    if version < OLDEST_POSTGRESQL:
        yield wrong(f"PostgreSQL is {version}.", f"Move to PostgreSQL {OLDEST_POSTGRESQL} or newer.")
    else:
        yield good(f"PostgreSQL {version} answers.")
    if encoding != "UTF8":
        yield wrong(f"The database's encoding is {encoding}.", "Make the database with ENCODING 'UTF8'.")
    if most < 30:
        yield note(f"The server takes {most} connections.", "A web process takes up to 4, a worker 2: allow more.")
    if endless:
        yield wrong(
            f"{', '.join(endless)}: a statement may hang for ever, since a pooler in between swallows our limits.",
            "Set them in the database: docs/operations.md, “Two of everything”.",
        )
    if keeps != "on":
        yield wrong("fsync is off: a power cut loses what was acknowledged.", "Set fsync = on in postgresql.conf.")


def _access_log() -> Findings:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'core\\_access%%' AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'core_access%%'")
        triggers = cursor.fetchone()[0]
    if triggers < 4:
        yield wrong(
            "The access log can be changed: its triggers are missing.",
            "Run manage.py verify_access_log, and restore the triggers from a backup's schema.",
        )
    late = timezone.now() - datetime.timedelta(minutes=10)
    if AccessLog.objects.filter(seal=None, at__lt=late).exists():
        yield wrong("Rows of the access log have not been sealed for ten minutes.", "See “worker”: it seals them.")


@examines("clock")
def clocks_agree() -> Findings:
    """This machine's clock against the database's."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        else:
            cursor.execute("SELECT (julianday('now') - 2440587.5) * 86400.0")
        theirs = float(cursor.fetchone()[0])
    apart = abs(timezone.now().timestamp() - theirs)
    todo = "Let both machines take their time from NTP (timedatectl shows it)."
    if apart > CLOCK_FAILS:
        yield wrong(f"This machine's clock and the database's are {apart:.0f} s apart: codes do not fit.", todo)
    elif apart > CLOCK_WARNS:
        yield note(f"This machine's clock and the database's are {apart:.0f} s apart.", todo)
    else:
        yield good("This machine's clock and the database's agree.")


@examines("mail")
def mail_can_leave() -> Findings:
    """The mail server answers and lets us in. Nothing is sent."""
    if settings.EMAIL_BACKEND != "core.smtp.EmailBackend":
        yield note("Mail leaves this machine by no mail server.", "For real use set EMAIL_URL.")
    else:
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        server: Any = get_connection()
        try:
            server.open()
        except smtplib.SMTPAuthenticationError as error:
            yield wrong(f"{where} refuses our user name or password ({error.smtp_code}).", "Set them in EMAIL_URL.")
        except (smtplib.SMTPException, OSError) as error:
            yield wrong(
                f"{where} does not let us in ({type(error).__name__}).",
                "Do host, port and kind in EMAIL_URL fit (smtp:, smtp+tls: for 587, smtp+ssl: for 465)? A firewall?",
            )
        else:
            yield good(f"{where} takes mail.")
        finally:
            server.close()
    found = signs.letters()
    if found.failed or found.unknown:
        yield note(
            f"In the last seven days {found.failed} letters failed, and of {found.unknown} nobody knows.",
            "Their people see them in the application. Addresses are corrected in the register.",
        )


@examines("disk")
def disk_has_room() -> Findings:
    """The application's folder, and that of passing files."""
    for what, folder in (("DATA_DIR", Path(settings.DATA_DIR)), ("passing files", Path(tempfile.gettempdir()))):
        free = signs.disk(folder).free
        words = f"{free / 1e9:.1f} GB are free for {what} ({folder})."
        if free < DISK_FAILS:
            yield wrong(words, "Make room now: writing will soon fail.")
        elif free < DISK_WARNS:
            yield note(words, "Make room.")
        else:
            yield good(words)


@examines("fonts")
def fonts_and_files_are_there() -> Findings:
    """The faces of PDFs and pages, the static files, and what draws text."""
    folder = Path(settings.FONTS_DIR)
    wanted = [folder / kind / f"SourceSans3-{name}.{end}" for kind, end in _FACES for name, _weight, _style in FACES]
    if missing := [path for path in wanted if not path.is_file()]:
        yield wrong(f"{len(missing)} faces are missing in {folder}.", f"Run python bin/fonts.py {folder}")
    else:
        yield good("The faces of PDFs and pages are there.")
    try:
        import weasyprint  # noqa: F401  # it loads Pango, which may be missing
    except OSError:
        yield wrong("Pango is missing: no PDF can be drawn.", "Run bin/need pango.")
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    try:
        files = json.loads(manifest.read_text())["paths"].values()
    except (OSError, ValueError, KeyError):
        yield wrong(f"The static files are missing in {settings.STATIC_ROOT}.", "Run manage.py collectstatic.")
        return
    if gone := [name for name in files if not (manifest.parent / name).is_file()]:
        yield wrong(f"{len(gone)} static files are missing.", "Run manage.py collectstatic --clear.")


_FACES = (("pdf", "ttf"), ("web", "woff2"))


@examines("certificate")
def certificate_is_good() -> Findings:
    """The site's TLS certificate, as a browser sees it."""
    found = signs.certificate(settings.SITE_URL)
    if found is None:
        if not settings.DEMO:
            yield note("SITE_URL has no TLS, so there is no certificate.", "Real use needs https.")
        return
    if found.until is None:
        yield wrong(f"The certificate at SITE_URL is not good: {found.problem}.", "Look at the proxy's TLS settings.")
        return
    days = (found.until - timezone.now()).days
    words = f"The certificate is good for {days} days."
    todo = "Renew it; if the proxy does that by itself, read its log."
    if days < CERTIFICATE_FAILS:
        yield wrong(words, todo)
    else:
        yield note(words, todo) if days < CERTIFICATE_WARNS else good(words)


@examines("worker")
def workers_are_alive() -> Findings:
    """Somebody runs the jobs."""
    alive, queue = signs.workers(), signs.queue()
    if not alive:
        yield wrong("No worker is alive: no letter leaves and nothing is deleted.", "Start manage.py worker.")
    else:
        yield good(f"{alive} {'worker is' if alive == 1 else 'workers are'} alive.")
    if alive and queue.oldest and timezone.now() - queue.oldest > QUEUE_WARNS:
        yield note(f"{queue.waiting} jobs wait, the oldest for over a quarter of an hour.", "Start another worker.")
    if queue.given_up:
        yield note(f"{queue.given_up} jobs were given up in the last 14 days.", "The worker's log names them.")


@examines("nightly job")
def night_was_done() -> Findings:
    """What is due is deleted each night."""
    last = signs.last_night()
    if last is None or timezone.now() - last > NIGHT_WARNS:
        when = f"since {timezone.localtime(last):%d.%m.%Y %H:%M}" if last else "in the last 14 days"
        yield wrong(
            f"The nightly deletion has not come to its end {when}: data is kept longer than the pages promise.",
            "A new installation has its first night ahead. Otherwise the worker's log says which rule failed.",
        )
    else:
        yield good(f"The nightly deletion ended {timezone.localtime(last):%d.%m.%Y %H:%M}.")


@examines("access log")
def access_log_is_whole() -> Findings:
    """Each night the chain over the access log is looked through."""
    last = signs.chain_check()
    if last is None:
        yield note("The access log's chain has not been looked through yet.", "Wait for the first night.")
    elif last.is_whole:
        yield good("The access log's chain is whole.")
    else:
        yield wrong(
            "The access log's chain is broken: a row was changed or removed after it was sealed.",
            "manage.py verify_access_log says where. Keep the database as it is, and look at who had access to it.",
        )


@examines("backup")
def backup_is_recent() -> Findings:
    """`manage.py backup` wrote one last night, and the journal is put beside it."""
    if connection.vendor != "postgresql":
        return
    if not (settings.BACKUP_DIR and settings.BACKUP_RECIPIENT):
        yield note(
            "Encrypted backups are not set up, and so nothing keeps deleted what an earlier backup brings back.",
            "manage.py backup --make-key FILE, then set BACKUP_DIR and BACKUP_RECIPIENT; or see to both otherwise.",
        )
        return
    last = signs.last_backup()
    if last is None or timezone.now() - last > NIGHT_WARNS:
        when = f"The last backup is of {timezone.localtime(last):%d.%m.%Y %H:%M}." if last else "There is no backup."
        yield wrong(when, "Run manage.py backup, and see why the timer or cron did not.")
    else:
        yield good(f"The last backup is of {timezone.localtime(last):%d.%m.%Y %H:%M}.")
    if not os.access(settings.BACKUP_DIR, os.W_OK):
        yield wrong(f"{settings.BACKUP_DIR} cannot be written.", "Let the application's user write there.")
    if signs.journal_waits():
        yield wrong(
            "Deletions of over ten minutes ago are not beside the backups: restoring one would bring them back.",
            "Can the worker write BACKUP_DIR? Its log says.",
        )


@examines("people")
def somebody_keeps_the_register() -> Findings:
    """Somebody can add people."""
    users = apps.get_model(settings.AUTH_USER_MODEL)
    if not users._default_manager.filter(is_active=True, is_hr=True).exists():
        yield note("There is no HR person yet.", "manage.py first_person --help")
