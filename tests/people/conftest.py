"""A real mail server on this machine, and codes of an authenticator app."""

import base64
import hmac
import socket
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.urls import reverse

from people.models import SignInChange
from tests.factories import make_person
from tests.people.register_form import edit
from tests.people_fixtures import PASSWORD, SECRET, with_second_step


class Mailbox:
    """Takes every letter."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: object, envelope: object) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """The letters that a real SMTP server received."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "core.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


def totp_code(secret: str = SECRET, later: int = 0) -> str:
    """What the app shows now, or some half minutes later, by RFC 6238.

    Not the one before: with it a test fails when the half minute turns over in the middle of it.
    """
    moment = int(time.time()) // 30 + later
    digest = hmac.digest(base64.b32decode(secret), moment.to_bytes(8, "big"), "sha1")
    place = digest[-1] & 15
    return f"{(int.from_bytes(digest[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def in_use(person):
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def hers(johanna):
    """Johanna's account has been in use. She has no e-mail."""
    return in_use(johanna)


@pytest.fixture
def second(hr_unit):
    """Another HR person, whom nobody here has set up."""
    return with_second_step(make_person(name="Toinen Henkilöstö", username="toinen", unit=hr_unit, is_hr=True))


def change_address(signed_in, by, person, email="kaapattu@elsewhere.example"):
    return edit(signed_in(by), person, email=email)


def agree(signed_in, by, change=None):
    change = change or SignInChange.objects.get()
    signed_in(by).post(reverse("change_agree", args=[change.pk]))
    change.refresh_from_db()
    return change.state
