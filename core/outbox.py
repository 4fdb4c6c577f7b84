"""Notices to people: shown in the application, and sent as mail to those who have an address.

An app registers how a kind of notice reads (`@mail("invitation", about=...)`, in its `mails.py`), and says
`send("invitation", to=user, conversation=pk)` in the transaction that makes it true. The row holds ids only; the
letter is built when it is sent or shown, in the recipient's language. Nothing of what people wrote belongs in a
letter, and the subject is neutral.

There is one door (docs/decisions/0010-the-door-of-letters.md). `about` finds what a letter is about for this reader,
and finds nothing when it is gone or no longer theirs to know. It is asked when a letter is queued, at the moment when
it is sent, and each time that its notice is shown; no letter can be built past it.

Mail waits over the quiet hours, which HR sets; the notice in the application is there at once. A kind that is a
`reminder` is mailed to nobody who has turned it off in My account; its notice is there all the same.

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
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core import ics, organisation
from core.content import edited, group
from core.jobs import every_minute, task
from core.models import Mail

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from people.models import User

log = logging.getLogger("outbox")
group(
    "letters",
    _("Words of letters"),
    _("How letters greet and end, and what the first ones say. The rest of a letter tells what has happened."),
    _("What has been mailed stays as it was."),
)
GREETING = edited("letters", "greeting", _("Hello %(name)s,"), _("Greeting"))
CLOSING = edited("letters", "closing", _("Kind regards,"), _("Ending, before the employer’s name"))
WAITS = [1, 5, 15, 30, 60, 120, 240, 480, 720]  # minutes after each attempt that failed for now; a day in all
STALE = datetime.timedelta(minutes=10)  # a row without an attempt for this long has lost its job


@dataclass(frozen=True)
class Attachment:
    """A file in a letter. A calendar entry says its method to the mail program as well."""

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


Ids = dict[str, Any]
Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Kind:
    """A kind of letter: what it is about, while its reader may know of that, and how it reads."""

    about: Callable[["User", Ids], Any]
    build: Callable[["User", Any], Letter]
    urgent: bool = False
    starts: Callable[[Any], datetime.datetime] | None = None
    reminder: "str | Promise" = ""


KINDS: dict[str, Kind] = {}


def mail(
    kind: str,
    *,
    about: Callable[["User", Ids], Subject],
    urgent: bool = False,
    starts: Callable[[Subject], datetime.datetime] | None = None,
    reminder: "str | Promise" = "",
) -> Callable[[Callable[["User", Subject], Letter]], Callable[["User", Subject], Letter]]:
    """Register how notices of this kind read.

    `about(reader, ids)` returns what the letter is about, read from the database at that moment through the reader's
    own right to it (`visible_to` and the like), and raises `ObjectDoesNotExist` when it is gone or not theirs to know.

    Letters wait over the quiet hours, except those that are `urgent`, and those about something that begins before the
    quiet hours end (`starts` says when). `reminder`: what it is called where people turn it off.
    """

    def register(build: Callable[["User", Subject], Letter]) -> Callable[["User", Subject], Letter]:
        if KINDS.setdefault(kind, Kind(about, build, urgent, starts, reminder)).build is not build:
            raise ValueError(f"two builders for {kind}")
        return build

    return register


def reminders() -> dict[str, "str | Promise"]:
    """The kinds that a person may turn off, with what they are called."""
    return {name: kind.reminder for name, kind in KINDS.items() if kind.reminder}


def _is_unwanted(kind: str, to: "User") -> bool:
    """Its reader has turned off the mail, not the notice."""
    return kind in to.letters_off and kind in reminders()


begins = attrgetter("starts_at")  # `starts` of what has a time of its own


def own_account(user: "User", ids: Ids) -> "User":
    """`about` of what a person may always know: what happens to their own account."""
    return user


def send(kind: str, *, to: "User", **ids: object) -> Mail | None:
    """Put a notice into the outbox, in the caller's transaction: it exists if and only if that commits.

    None when its reader may not know what it is about, or can no longer sign in. Ids are kept as words; a list stays
    one. The id `address` sends the mail there instead of to the person's own address: to the earlier one, when it
    changes.
    """
    pk = uuid.uuid4()
    row = Mail(
        id=pk,
        to=to,
        kind=kind,
        ids={name: value if isinstance(value, list) else str(value) for name, value in ids.items()},
        message_id=f"<{pk}@{_domain()}>",
        state=Mail.State.PENDING if ids.get("address") or to.email else Mail.State.NO_ADDRESS,
    )
    if _found(_kind(kind), to, row.ids) is None:
        return None
    if _is_unwanted(kind, to):
        row.state = Mail.State.WITHHELD
    with transaction.atomic():
        row.save(force_insert=True)
        if row.state == Mail.State.PENDING:
            deliver.enqueue(str(pk))
    return row


def letter(row: Mail) -> Letter | None:
    """The row's letter in its recipient's language; None when it is gone or not theirs to know any more."""
    kind = KINDS.get(row.kind)  # a row may be older than this version's kinds
    return _letter(kind, row.to, row.ids) if kind else None


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise LookupError(f"no letter is registered for {name}")
    return KINDS[name]


def _found(kind: Kind, to: "User", ids: Ids) -> Any:
    """The door: what the letter is about, or None."""
    try:
        return kind.about(to, ids) if to.is_active else None
    except (ObjectDoesNotExist, KeyError):  # KeyError: the row of an earlier version says less
        return None


def _letter(kind: Kind, to: "User", ids: Ids) -> Letter | None:
    with translation.override(to.language):
        try:
            subject = _found(kind, to, ids)
            return None if subject is None else kind.build(to, subject)
        except ObjectDoesNotExist:  # gone between the two
            return None


def quiet_until(now: datetime.datetime) -> datetime.datetime | None:
    """When the quiet hours end that are going on; None outside them. They are whole hours of the local clock."""
    hours = organisation.current().quiet_hours
    if hours is None:
        return None
    first, last = hours
    local = timezone.localtime(now)
    over_midnight = first > last
    is_quiet = (local.hour >= first or local.hour < last) if over_midnight else first <= local.hour < last
    if not is_quiet:
        return None
    day = local.date() + datetime.timedelta(days=over_midnight and local.hour >= first)
    return datetime.datetime.combine(day, datetime.time(last), timezone.get_current_timezone())


def _waits_until(row: Mail) -> datetime.datetime | None:
    """Until when the letter waits: nobody's phone rings in their own time for what can be read in the morning."""
    now = timezone.now()
    morning, kind = quiet_until(now), KINDS.get(row.kind)
    if morning is None or kind is None or kind.urgent:
        return None
    if kind.starts is None:
        return morning
    subject = _found(kind, row.to, row.ids)
    return None if subject is not None and now < kind.starts(subject) <= morning else morning


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
        parts = [GREETING % {"name": row.to.first}, content.body.strip()]
        if content.link:
            parts.append(settings.SITE_URL + content.link)
        if row.kind in reminders():
            parts.append(str(_("If you do not want such reminders by e-mail, turn them off in My account.")))
        parts.append(f"{CLOSING}\n{organisation.current().name}")
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
        if file.type == ics.TYPE:
            message.attach(ics.part(file.name, file.content))
        else:
            message.attach(file.name, file.content, file.type)
    return message


@task
def deliver(pk: str) -> None:
    """Send one mail. Run again after a kill it sends the same Message-ID."""
    with transaction.atomic():
        row = Mail.objects.select_for_update(of=("self",)).select_related("to").filter(pk=pk).first()
        if row is None or row.state not in {Mail.State.PENDING, Mail.State.SENDING}:
            return
        if morning := _waits_until(row):
            row.due_at = morning
            deliver.using(run_after=morning).enqueue(pk)
            row.save(update_fields=["due_at"])
            return
        row.attempts += 1
        row.due_at = timezone.now()
        row.state = Mail.State.SENDING
        if not _address(row) or not row.to.is_active:
            row.state = Mail.State.NO_ADDRESS
        elif _is_unwanted(row.kind, row.to):  # turned off while it waited
            row.state = Mail.State.WITHHELD
        elif row.attempts > len(WAITS) + 1:
            row.state = Mail.State.FAILED
        row.save(update_fields=["attempts", "due_at", "state"])
    if row.state != Mail.State.SENDING:
        return
    _settle(row, *_speak(lambda: _message(row, letter(row))))


def _message(row: Mail, content: Letter | None) -> EmailMessage | None:
    return compose(row, content) if content else None


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
    if row.state not in {Mail.State.SENT, Mail.State.WITHHELD}:
        log.warning("mail %s: %s, code %s, attempt %d", row.pk, row.state, code, row.attempts)


def _speak(made: Callable[[], EmailMessage | None]) -> tuple[Mail.State, int | None]:
    """Hand a message to the mail server: the state that follows and the server's code.

    The message is made when the server is there to take it, so that the door is asked last of all.
    """
    connection = get_connection()
    try:
        connection.open()
        message = made()
        if message is None:
            return Mail.State.WITHHELD, None
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _text in error.recipients.values())
        return (Mail.State.FAILED if code >= 500 else Mail.State.PENDING), code
    except smtplib.SMTPResponseException as error:
        return (Mail.State.FAILED if error.smtp_code >= 500 else Mail.State.PENDING), error.smtp_code
    except (smtplib.SMTPException, OSError):
        return (Mail.State.UNKNOWN if getattr(connection, "text_has_gone", False) else Mail.State.PENDING), None
    finally:
        connection.close()
    return Mail.State.SENT, 250


def hand_over(kind: str, *, to: "User", **ids: object) -> Mail.State:
    """Send a letter straight from memory: no row keeps it, and nobody tries again. For what must leave no trace."""
    pk, known = uuid.uuid4(), _kind(kind)
    row = Mail(id=pk, to=to, message_id=f"<{pk}@{_domain()}>", created_at=timezone.now())
    state, _code = _speak(lambda: _message(row, _letter(known, to, ids)))
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
