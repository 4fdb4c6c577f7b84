"""The outbox against a real mail server: none lost, none twice, and no page ever waits for it."""

import datetime
import email
import email.policy
import os
import signal
import smtplib
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
from core.smtp import EmailBackend
from people.models import User
from tests.core.processes import Worker, database
from tests.core.test_ics import made
from tests.jobs import run_jobs


def letter(user, ids):
    return Letter(f"Keskustelukutsu {ids['number']}", "Sinut on kutsuttu.", [], f"/keskustelu/{ids['number']}/")


def hostile(user, ids):
    return Letter(
        "Kutsu\r\nBcc: evil@evil.example\n\nbody", "ä\r\n.\r\nQUIT", [Attachment("k.ics", made(), "text/calendar")]
    )


def known(user, ids):
    """What the letters of these tests are about: theirs to know as long as they belong to a unit."""
    User.objects.filter(unit__isnull=False).get(pk=user.pk)
    return ids


outbox.mail("test", about=known)(letter)
outbox.mail("hostile", about=known)(hostile)


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
    settings.EMAIL_BACKEND = "core.smtp.EmailBackend"
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


@pytest.mark.both_databases
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


def test_notices_are_ones_own_newest_first(aino, matti):
    for number in (1, 2):
        outbox.send("test", to=aino, number=number)
    outbox.send("test", to=matti, number=3)
    assert [notice.subject for notice in outbox.notices_for(aino)] == ["Keskustelukutsu 2", "Keskustelukutsu 1"]
    assert Mail.objects.visible_to(aino).unread().count() == 2


# ---- Quiet hours

outbox.mail("urgent", about=known, urgent=True)(lambda user, ids: letter(user, {"number": "urgent"}))
outbox.mail("meeting", about=lambda user, ids: Meeting(ids["at"]), starts=outbox.begins)(
    lambda user, meeting: letter(user, {"number": "meeting"})
)


class Meeting:
    """Something with a time of its own."""

    def __init__(self, at):
        self.starts_at = datetime.datetime.fromisoformat(at)


def sent(server):
    return [message["Subject"].removeprefix("Keskustelukutsu ") for message in server.messages]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-02T16:59+02:00", None),
        ("2026-11-02T17:00+02:00", "2026-11-03T07:00+02:00"),
        ("2026-11-02T23:59+02:00", "2026-11-03T07:00+02:00"),
        ("2026-11-03T00:00+02:00", "2026-11-03T07:00+02:00"),
        ("2026-11-03T06:59+02:00", "2026-11-03T07:00+02:00"),
        ("2026-11-03T07:00+02:00", None),
        ("2026-10-24T20:00+03:00", "2026-10-25T07:00+02:00"),  # the clocks are turned back
    ],
)
def test_quiet_hours_by_the_local_clock(settings, now, until):
    settings.QUIET_HOURS = (17, 7)
    found = outbox.quiet_until(datetime.datetime.fromisoformat(now))
    assert found == (until and datetime.datetime.fromisoformat(until))


def test_quiet_hours_within_one_day_and_none(settings):
    settings.QUIET_HOURS = (12, 14)
    noon = datetime.datetime.fromisoformat("2026-11-02T12:00+02:00")
    assert outbox.quiet_until(noon) == noon + datetime.timedelta(hours=2)
    settings.QUIET_HOURS = ()
    assert outbox.quiet_until(noon) is None


def test_letters_wait_until_the_morning_and_the_notice_does_not(server, aino, settings):
    settings.QUIET_HOURS = (17, 7)
    with time_machine.travel("2026-11-02T18:00+02:00", tick=False) as clock:
        outbox.send("test", to=aino, number=7)
        outbox.send("urgent", to=aino)
        for hour in ("2026-11-03T06:59+02:00", "2026-11-03T08:00+02:00"):  # one begins in the quiet hours
            outbox.send("meeting", to=aino, at=hour)
        run_jobs()
        assert sent(server) == ["urgent", "meeting"]
        assert len(outbox.notices_for(aino)) == 4
        clock.move_to("2026-11-03T06:59+02:00")
        outbox.sweep()
        run_jobs()
        assert len(server.messages) == 2
        clock.move_to("2026-11-03T07:00+02:00")
        run_jobs()
        assert sorted(sent(server)) == ["7", "meeting", "meeting", "urgent"]
    assert {state for state, _code in states()} == {"sent"}


def test_what_failed_in_the_evening_is_tried_again_in_the_morning(server, aino, settings):
    settings.QUIET_HOURS = (17, 7)
    with time_machine.travel("2026-11-02T16:59+02:00", tick=False) as clock:
        server.recipient = "450 try later"
        outbox.send("test", to=aino, number=7)
        run_jobs()
        server.recipient = None
        clock.move_to("2026-11-02T17:05+02:00")
        run_jobs()
        assert server.messages == []
        clock.move_to("2026-11-03T07:00+02:00")
        run_jobs()
        assert sent(server) == ["7"]


# ---- The door


def loses_the_right(person):
    User.objects.filter(pk=person.pk).update(unit=None)
    person.refresh_from_db()


def test_a_letter_is_not_queued_for_somebody_who_may_not_know(server, aino):
    loses_the_right(aino)
    assert outbox.send("test", to=aino, number=7) is None
    run_jobs()
    assert (Mail.objects.count(), DBTaskResult.objects.count(), server.messages) == (0, 0, [])


def test_what_lies_queued_is_not_sent_to_somebody_who_may_not_know_any_more(server, aino):
    outbox.send("test", to=aino, number=7)
    loses_the_right(aino)
    run_jobs()
    assert (states(), server.messages) == ([("withheld", None)], [])


class SlowToOpen(EmailBackend):
    """While the mail server lets us wait, something happens."""

    meanwhile = staticmethod(lambda: None)

    def open(self):
        self.meanwhile()
        return super().open()


def test_the_right_is_asked_when_the_mail_server_is_there_to_take_the_letter(server, aino, settings):
    settings.EMAIL_BACKEND = "tests.core.test_outbox.SlowToOpen"
    SlowToOpen.meanwhile = staticmethod(lambda: loses_the_right(aino))
    outbox.send("test", to=aino, number=7)
    run_jobs()
    assert (states(), server.messages) == ([("withheld", None)], [])


def test_a_delayed_letter_asks_again_each_time(server, aino):
    server.answer = "451 later"
    with time_machine.travel("2026-03-02T08:00:00Z") as clock:
        outbox.send("test", to=aino, number=1)
        run_jobs()
        loses_the_right(aino)
        clock.shift(datetime.timedelta(minutes=2))
        run_jobs()
    assert (states(), len(server.messages)) == ([("withheld", None)], 1)


def test_a_notice_is_shown_only_while_its_reader_may_know(johanna, signed_in):
    row = outbox.send("test", to=johanna, number=7)
    browser = signed_in(johanna)
    assert b"Keskustelukutsu 7" in browser.get("/mina/ilmoitukset/").content
    loses_the_right(johanna)
    assert outbox.notices_for(johanna) == []
    page = browser.get("/mina/ilmoitukset/").content.decode()
    assert "Keskustelukutsu 7" not in page
    assert browser.post(f"/mina/ilmoitukset/{row.pk}/").headers["Location"] == "/mina/ilmoitukset/"


def test_what_never_lies_in_a_row_goes_through_the_same_door(server, aino):
    assert outbox.hand_over("test", to=aino, number=7) == Mail.State.SENT
    loses_the_right(aino)
    assert outbox.hand_over("test", to=aino, number=7) == Mail.State.WITHHELD
    assert len(server.messages) == 1


def test_a_kind_says_what_it_is_about(aino):
    with pytest.raises(TypeError, match="about"):
        outbox.mail("boundless")


def test_a_leaver_gets_nothing(server, aino):
    outbox.send("test", to=aino, number=1)
    aino.is_active = False
    aino.save()
    run_jobs()
    assert (states(), server.messages) == ([("no_address", None)], [])
    assert outbox.send("test", to=aino, number=2) is None
    assert len(states()) == 1


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


def test_over_tls_the_end_of_the_text_is_noted_as_well(aino):
    """Nothing of `smtplib.SMTP_SSL` comes before it."""
    assert EmailBackend(use_ssl=True).connection_class.send is EmailBackend(use_ssl=False).connection_class.send
    assert issubclass(EmailBackend(use_ssl=True).connection_class, smtplib.SMTP_SSL)


def test_no_server_at_all_is_a_delay(aino, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "core.smtp.EmailBackend", 1
    settings.EMAIL_HOST = "127.0.0.1"
    outbox.send("test", to=aino, number=1)
    run_jobs()
    assert states() == [("pending", None)]


def test_a_silent_server_holds_up_neither_the_page_nor_the_worker(aino, settings):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        silent.setblocking(False)
        settings.EMAIL_BACKEND = "core.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.3
        outbox.send("test", to=aino, number=1)
        with pytest.raises(BlockingIOError):
            silent.accept()  # the page has not called
        start = time.monotonic()
        run_jobs()
        assert time.monotonic() - start < 30
        silent.accept()[0].close()  # the worker has, and gave up
    assert states() == [("pending", None)]


@pytest.mark.both_databases
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
@pytest.mark.both_databases
def test_a_sender_killed_between_accept_and_commit_sends_the_same_message_again(server, aino, tmp_path):
    row = outbox.send("test", to=aino, number=1)
    workers = []
    server.on_data = lambda: os.kill(workers.pop().pid, signal.SIGKILL) if workers else None
    with database(tmp_path) as base:
        first = Worker(base, smtp=server.port)
        workers.append(first)
        first.communicate(timeout=60)
        assert first.returncode == -signal.SIGKILL
        assert base.query("SELECT state FROM core_mail") == [("sending",)]
        with Worker(base, smtp=server.port):
            base.wait_for("SELECT count(*) FROM core_mail WHERE state = 'sent'", 1)
    assert [message["Message-ID"] for message in server.messages] == [row.message_id] * 2
