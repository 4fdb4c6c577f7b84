"""Notices to people: shown in the application, and sent as mail to those who have an address.

An app registers how a kind of notice reads (`@mail("invitation")`, in its `mails.py`), and says
`send("invitation", to=user, conversation=pk)` in the transaction that makes it true. The row holds ids only; the
letter is built when it is sent or shown, in the recipient's language. Nothing of what people wrote belongs in a
letter, and the subject is neutral.

Delivery is at least once with one fixed Message-ID, so that a repeat is one letter to its receiver. "sending" is
committed before SMTP speaks. If the connection dies after the text was handed over, nobody knows whether it
arrived: the state is "unknown" and it is not sent again; the notice is in the application in any case.
"""

import datetime
import logging
import smtplib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.jobs import every_minute, task
from core.models import Mail

if TYPE_CHECKING:
    from people.models import User

log = logging.getLogger("outbox")
WAITS = [1, 5, 15, 30, 60, 120, 240, 480, 720]  # minutes after each attempt that failed for now; a day in all
STALE = datetime.timedelta(minutes=10)  # a row without an attempt for this long has lost its job


@dataclass(frozen=True)
class Attachment:
    """A file in a letter."""

    name: str
    content: bytes
    type: str


@dataclass(frozen=True)
class Letter:
    """What one person reads: `link` is a path on this site."""

    subject: str
    body: str
    attachments: list[Attachment] = field(default_factory=list)
    link: str = ""


Builder = Callable[["User", dict[str, Any]], Letter]
BUILDERS: dict[str, Builder] = {}


def mail(kind: str) -> Callable[[Builder], Builder]:
    """Register how notices of this kind read."""

    def register(builder: Builder) -> Builder:
        if BUILDERS.setdefault(kind, builder) is not builder:
            raise ValueError(f"two builders for {kind}")
        return builder

    return register


def send(kind: str, *, to: "User", **ids: object) -> Mail:
    """Put a notice into the outbox, in the caller's transaction: it exists if and only if that commits.

    The id `address` sends the mail there instead of to the person's own address: to the earlier one, when it changes.
    """
    if kind not in BUILDERS:
        raise LookupError(f"no letter is registered for {kind}")
    pk = uuid.uuid4()
    with transaction.atomic():
        row = Mail.objects.create(
            id=pk,
            to=to,
            kind=kind,
            ids={name: str(value) for name, value in ids.items()},
            message_id=f"<{pk}@{_domain()}>",
            state=Mail.State.PENDING if ids.get("address") or to.email else Mail.State.NO_ADDRESS,
        )
        if row.state == Mail.State.PENDING:
            deliver.enqueue(str(pk))
    return row


def letter(row: Mail) -> Letter | None:
    """The row's letter in its recipient's language; None when what it was about is gone."""
    with translation.override(row.to.language):
        try:
            return BUILDERS[row.kind](row.to, row.ids)
        except (ObjectDoesNotExist, LookupError):
            return None


@dataclass(frozen=True)
class Notice:
    """A row as the application shows it to its recipient."""

    mail: Mail
    subject: str
    link: str


def notices_for(user: "User", limit: int = 50) -> list[Notice]:
    """The person's latest notices; those whose subject is gone are left out."""
    rows = Mail.objects.visible_to(user).select_related("to")[:limit]
    return [Notice(row, found.subject, found.link) for row in rows if (found := letter(row))]


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def _address(row: Mail) -> str:
    return row.ids.get("address") or row.to.email


def compose(row: Mail, content: Letter) -> EmailMessage:
    """The message: greeting, text, link and closing in the recipient's language."""
    with translation.override(row.to.language):
        parts = [_("Hello %(name)s,") % {"name": row.to.first}, content.body.strip()]
        if content.link:
            parts.append(settings.SITE_URL + content.link)
        parts.append(_("Kind regards,") + "\n" + settings.EMPLOYER_NAME)
    message = EmailMessage(
        subject=" ".join(content.subject.split()),  # a name with a line break must not become a header
        body="\n\n".join(parts) + "\n",
        to=[_address(row)],
        headers={
            "Message-ID": row.message_id,
            "Date": formatdate(row.created_at.timestamp()),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    for file in content.attachments:
        message.attach(file.name, file.content, file.type)
    return message


@task
def deliver(pk: str) -> None:
    """Send one mail. Run again after a kill it sends the same Message-ID."""
    with transaction.atomic():
        row = Mail.objects.select_for_update(of=("self",)).select_related("to").filter(pk=pk).first()
        if row is None or row.state not in {Mail.State.PENDING, Mail.State.SENDING}:
            return
        row.attempts += 1
        row.due_at = timezone.now()
        row.state = Mail.State.SENDING
        if not _address(row) or not row.to.is_active:
            row.state = Mail.State.NO_ADDRESS
        elif row.attempts > len(WAITS) + 1:
            row.state = Mail.State.FAILED
        row.save(update_fields=["attempts", "due_at", "state"])
    if row.state != Mail.State.SENDING:
        return
    content = letter(row)
    if content is None:
        _settle(row, Mail.State.FAILED, None)
        return
    state, code = _speak(compose(row, content))
    _settle(row, state, code)


def _settle(row: Mail, state: Mail.State, code: int | None) -> None:
    """Write the outcome; what failed only for now comes again."""
    row.state, row.smtp_code = state, code
    if state == Mail.State.SENT:
        row.sent_at = timezone.now()
    elif state == Mail.State.PENDING and row.attempts > len(WAITS):
        row.state = Mail.State.FAILED
    with transaction.atomic():
        if row.state == Mail.State.PENDING:
            row.due_at = timezone.now() + datetime.timedelta(minutes=WAITS[row.attempts - 1])
            deliver.using(run_after=row.due_at).enqueue(str(row.pk))
        row.save(update_fields=["state", "smtp_code", "sent_at", "due_at"])
    if row.state != Mail.State.SENT:
        log.warning("mail %s: %s, code %s, attempt %d", row.pk, row.state, code, row.attempts)


def _speak(message: EmailMessage) -> tuple[Mail.State, int | None]:
    """Hand the message to the mail server: the state that follows and the server's code."""
    connection = get_connection()
    handed = _Handed()
    try:
        if isinstance(connection, EmailBackend):
            connection.open()
            handed.watch(connection.connection)  # type: ignore[arg-type]
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _text in error.recipients.values())
        return (Mail.State.FAILED if code >= 500 else Mail.State.PENDING), code
    except smtplib.SMTPResponseException as error:
        return (Mail.State.FAILED if error.smtp_code >= 500 else Mail.State.PENDING), error.smtp_code
    except (smtplib.SMTPException, OSError):
        return (Mail.State.UNKNOWN if handed.over else Mail.State.PENDING), None
    finally:
        connection.close()
    return Mail.State.SENT, 250


class _Handed:
    """Notices the moment when the whole text has gone to the server, after which a silence means 'unknown'."""

    over = False

    def watch(self, smtp: smtplib.SMTP) -> None:
        send = smtp.send

        def watched(data: Any) -> None:
            if isinstance(data, bytes) and data.endswith(b"\r\n.\r\n"):
                self.over = True
            send(data)

        smtp.send = watched  # type: ignore[method-assign, assignment]


def hand_over(content: Letter, *, to: "User") -> Mail.State:
    """Send a letter straight from memory: no row keeps it, and nobody tries again. For what must leave no trace."""
    pk = uuid.uuid4()
    row = Mail(id=pk, to=to, message_id=f"<{pk}@{_domain()}>", created_at=timezone.now())
    state, _code = _speak(compose(row, content))
    return state


def sweep() -> int:
    """Enqueue again what waits without a job, for instance because a worker gave up; returns how many."""
    found = Mail.objects.filter(state__in=[Mail.State.PENDING, Mail.State.SENDING], due_at__lt=timezone.now() - STALE)
    count = 0
    for pk in found.values_list("pk", flat=True)[:500]:
        with transaction.atomic():
            if found.filter(pk=pk).update(due_at=timezone.now()):
                deliver.enqueue(str(pk))
                count += 1
    return count


@every_minute
def sweep_outbox() -> None:
    """Nothing is left behind."""
    sweep()
