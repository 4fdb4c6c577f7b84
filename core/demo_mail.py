"""The demo's mail: letters leave through the outbox as always, land in a folder, and are read in the browser.

Routed only when settings.DEMO is on, which the deployment check refuses anywhere but on one's own machine.
"""

import email
import email.policy
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage as Letter
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe


def folder() -> Path:
    """Where the letters are: one file each, named by time."""
    return Path(settings.DATA_DIR) / "mail"


class MailFolder(BaseEmailBackend):
    """Django's mail backend of the demo."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each letter as a mail server would receive it."""
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{uuid.uuid4().hex[:6]}.eml"
            part = folder() / f"{name}.part"
            part.write_bytes(message.message().as_bytes())
            part.rename(folder() / name)  # a reader never meets half a letter
        return len(email_messages)


def read(path: Path) -> Letter:
    """The letter in a file."""
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[return-value]


def shown(path: Path) -> dict[str, object]:
    """What the page shows of a letter."""
    letter = read(path)
    body = letter.get_body(preferencelist=("plain",))
    return {
        "name": path.stem,
        "to": letter["To"],
        "subject": letter["Subject"],
        "at": datetime.strptime(path.stem[:22], "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC),
        "text": body.get_content() if body else "",
        "attachments": [part.get_filename() for part in letter.iter_attachments()],
    }


@login_not_required
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Every letter of the demo, newest first."""
    paths = sorted(folder().glob("*.eml"), reverse=True)[:100]
    return render(request, "core/demo_mail.html", {"letters": [shown(path) for path in paths]})


@login_not_required
@require_safe
def demo_mail_attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One attachment of one letter, as a download."""
    paths = {path.stem: path for path in folder().glob("*.eml")}
    parts = list(read(paths[name]).iter_attachments()) if name in paths else []
    if number >= len(parts):
        raise Http404
    part = parts[number]
    name = Path(part.get_filename() or "liite").name
    charset = part.get_content_charset()
    kind = part.get_content_type() + (f"; charset={charset}" if charset else "")
    response = HttpResponse(part.get_payload(decode=True), content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
