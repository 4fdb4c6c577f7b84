"""The outbox against a real mail server: none lost, none twice, and no page ever waits for it."""

import datetime
import email
import email.policy
import os
import signal
import socket
import time

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.mail import BadHeaderError
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import outbox
from core.models import Mail
from core.outbox import Attachment, Letter
from tests.core.processes import Worker, database
from tests.jobs import run_jobs


def letter(user, ids):
    return Letter(f"Keskustelukutsu {ids['number']}", "Sinut on kutsuttu.", [], f"/keskustelu/{ids['number']}/")


def hostile(user, ids):
    return Letter(
        "Kutsu\r\nBcc: evil@evil.example\n\nbody", "ä\r\n.\r\nQUIT", [Attachment("k.ics", b"BEGIN", "text/calendar")]
    )


def gone(user, ids):
    raise Mail.DoesNotExist


outbox.mail("test")(letter)
outbox.mail("hostile")(hostile)
outbox.mail("gone")(gone)


class Server:
    """A mail server that does what the test says with each message."""

    def __init__(self):
        self.messages, self.answer, self.recipient, self.on_data = [], "250 OK", None, lambda: None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.recipient:
            return self.recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.on_data()
        if self.answer is None:  # the connection dies before the answer
            server.transport.abort()
            return "250 OK"
        return self.answer


@pytest.fixture
def server(settings):
    made = Server()
    made.controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", made.port, 2
    yield made
    made.controller.stop()


def states():
    return list(Mail.objects.order_by("created_at").values_list("state", "smtp_code"))


def test_a_letter_goes_out_once(server, aino, settings):
    settings.SITE_URL = "https://tuki.example"
    row = outbox.send("test", to=aino, number=7)
    assert (row.state, row.ids) == ("pending", {"number": "7"})
    run_jobs()
    run_jobs()
    row.refresh_from_db()
    assert (row.state, row.smtp_code, row.attempts) == ("sent", 250, 1)
    assert row.sent_at is not None
    (message,) = server.messages
    assert (message["Subject"], message["To"]) == ("Keskustelukutsu 7", aino.email)
    assert message["Message-ID"] == row.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_content().replace("\r\n", "\n")
    assert "Sinut on kutsuttu.\n\nhttps://tuki.example/keskustelu/7/\n\n" in body
    assert settings.EMPLOYER_NAME in body


def test_it_exists_only_if_the_transaction_commits(aino):
    with transaction.atomic():
        outbox.send("test", to=aino, number=1)
        transaction.set_rollback(True)
    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_kind_nobody_registered_is_refused(aino):
    with pytest.raises(LookupError):
        outbox.send("unheard of", to=aino)


def test_people_without_mail_get_the_notice_in_the_application(server, johanna):
    row = outbox.send("test", to=johanna, number=7)
    run_jobs()
    assert (states(), server.messages) == ([("no_address", None)], [])
    (notice,) = outbox.notices_for(johanna)
    assert (notice.mail, notice.subject, notice.link) == (row, "Keskustelukutsu 7", "/keskustelu/7/")


def test_notices_are_ones_own_newest_first_and_skip_what_is_gone(aino, matti):
    for number in (1, 2):
        outbox.send("test", to=aino, number=number)
    outbox.send("gone", to=aino)
    outbox.send("test", to=matti, number=3)
    assert [notice.subject for notice in outbox.notices_for(aino)] == ["Keskustelukutsu 2", "Keskustelukutsu 1"]
    assert Mail.objects.visible_to(aino).unread().count() == 3


def test_what_was_about_something_gone_is_not_sent(server, aino):
    outbox.send("gone", to=aino)
    run_jobs()
    assert (states(), server.messages) == ([("failed", None)], [])


def test_a_leaver_gets_nothing(server, aino):
    outbox.send("test", to=aino, number=1)
    aino.is_active = False
    aino.save()
    run_jobs()
    assert (states(), server.messages) == ([("no_address", None)], [])


def test_headers_cannot_be_injected(server, aino):
    outbox.send("hostile", to=aino)
    run_jobs()
    (message,) = server.messages
    assert message["Subject"] == "Kutsu Bcc: evil@evil.example body"
    assert message["Bcc"] is None
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/calendar"]
    assert "QUIT" in message.get_body().get_content()
    aino.email = "a@kotikunta.example\nBcc: evil@evil.example"
    with pytest.raises(BadHeaderError):
        outbox.compose(Mail(to=aino, message_id="<x@y>"), Letter("s", "b")).message()


def test_a_refusal_is_final_and_leaves_only_its_code(server, aino):
    server.recipient = "550 no such person as aino"
    outbox.send("test", to=aino, number=1)
    run_jobs()
    assert states() == [("failed", 550)]
    assert "no such person" not in str(list(Mail.objects.values()) + list(DBTaskResult.objects.values()))


def test_a_delay_is_tried_again_for_a_day(server, aino):
    server.answer = "451 later"
    with time_machine.travel("2026-03-02T08:00:00Z") as clock:
        outbox.send("test", to=aino, number=1)
        run_jobs()
        assert states() == [("pending", 451)]
        run_jobs()
        assert len(server.messages) == 1  # not before its time
        clock.shift(datetime.timedelta(minutes=1, seconds=1))
        run_jobs()
        assert len(server.messages) == 2
        for wait in outbox.WAITS[1:]:
            clock.shift(datetime.timedelta(minutes=wait, seconds=1))
            run_jobs()
        assert (states(), len(server.messages)) == ([("failed", 451)], 10)
        assert timezone.now() > datetime.datetime(2026, 3, 3, 8, tzinfo=datetime.UTC)
    assert len({message["Message-ID"] for message in server.messages}) == 1


def test_a_connection_that_dies_after_the_text_leaves_it_unknown(server, aino):
    server.answer = None
    outbox.send("test", to=aino, number=1)
    run_jobs()
    run_jobs()
    assert (states(), len(server.messages)) == ([("unknown", None)], 1)


def test_no_server_at_all_is_a_delay(aino, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    settings.EMAIL_HOST = "127.0.0.1"
    outbox.send("test", to=aino, number=1)
    run_jobs()
    assert states() == [("pending", None)]


def test_a_silent_server_holds_up_neither_the_page_nor_the_worker(aino, settings):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.3
        start = time.monotonic()
        outbox.send("test", to=aino, number=1)
        assert time.monotonic() - start < 0.2
        run_jobs()
        assert time.monotonic() - start < 3
    assert states() == [("pending", None)]


def test_what_lost_its_job_is_found_again(server, aino):
    outbox.send("test", to=aino, number=1)
    DBTaskResult.objects.all().delete()
    outbox.sweep()
    run_jobs()
    assert states() == [("pending", None)]
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11)):
        assert (outbox.sweep(), outbox.sweep()) == (1, 0)
        run_jobs()
    assert states() == [("sent", 250)]


@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_between_accept_and_commit_sends_the_same_message_again(server, aino, tmp_path):
    row = outbox.send("test", to=aino, number=1)
    workers = []
    server.on_data = lambda: os.kill(workers.pop().pid, signal.SIGKILL) if workers else None
    with database(tmp_path) as base:
        first = Worker(base, smtp=server.port)
        workers.append(first)
        first.communicate(timeout=15)
        assert first.returncode == -signal.SIGKILL
        assert base.query("SELECT state FROM core_mail") == [("sending",)]
        with Worker(base, smtp=server.port):
            base.wait_for("SELECT count(*) FROM core_mail WHERE state = 'sent'", 1)
    assert [message["Message-ID"] for message in server.messages] == [row.message_id] * 2
