"""The door of letters: every kind × (its reader is still inside, has left), queued, sent over real SMTP, and shown.

A letter is queued while its reader may know. Then they leave, and what it was about gets a new time and place. What was
queued does not go out, nothing of it is shown, and nothing new is queued. What they may always know (that their own
place is given back, that a time of theirs is free) goes out and is shown, with nothing of what came after them.
"""

import re
from typing import Any

import pytest
from django.conf import settings
from icalendar import Calendar

from core.formats import short_day
from core.models import Mail
from core.outbox import KINDS, hand_over, notices_for, send
from people.models import User
from tests.access import letter_cases_account, letter_cases_verme  # noqa: F401
from tests.access.letter_cases import CASES, Case, Cast, soon
from tests.core.test_outbox import server  # noqa: F401
from tests.factories import make_person
from tests.html import flat
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
OF_TESTS = {"test", "hostile", "urgent", "meeting"}
OF_ONES_ACCOUNT = {
    *("password_reset", "activation", "password_changed", "second_step_on", "second_step_off", "recovery_codes_made"),
    *("sign_in_data_changed", "supervisor_changed", "role_changed", "letter_made"),
    *("work_account_linked", "work_account_unlinked", "passkey_added", "passkey_removed"),
}
# That they were inside stands in no row any more: they say no more than what they were queued with
OF_NO_ROW = {
    *("partner_changed", "second_person_rule_to_contact", "verme_event_left", "verme_trainer_ended", "workshop_left"),
    *("workshop_leads_no_more", "workshop_facilitator_no_more"),
}


@pytest.fixture
def people(aino: User, matti: User, sari: User, library: Any) -> Cast:
    return Cast(aino, matti, sari, make_person(name="Maija Mäkelä", username="maija", unit=library))


def queued(kind: str, cast: Cast) -> Case:
    """The case, with its letter alone in the outbox."""
    made = CASES[kind](cast)
    Mail.objects.all().delete()
    if not made.by_hand:
        assert send(kind, to=made.to, **made.ids) is not None
    return made


def post(kind: str, made: Case) -> None:
    """The worker, or whoever hands over from memory, sends what there is."""
    if made.by_hand:
        hand_over(kind, to=made.to, **made.ids)
    run_jobs()


def words(message: Any) -> str:
    """All that stands in a mail, attachments decoded."""
    parts = [part.get_payload(decode=True) or b"" for part in message.walk()]
    return "\n".join([str(message["Subject"]), *(part.decode() for part in parts)])


def entries(message: Any) -> list[Any]:
    """The calendars of a mail, each as its header tells of it."""
    found = []
    for part in message.iter_attachments():
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        assert part.get_content_type() == "text/calendar"
        assert (part.get_param("method"), part.get_content_charset()) == (str(calendar["METHOD"]), "utf-8")
        found.append(calendar)
    return found


def test_no_letter_leaves_past_the_door() -> None:
    """Only the outbox speaks to a mail server or keeps a row, and it builds a letter only behind `about`."""
    speaks = r"\b(EmailMessage|send_mail|send_messages|get_connection|smtplib)\b"
    own = re.compile(speaks + r"|(?<!class )\bMail\(|\bMail\.objects\.(bulk_)?create\(")
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for app in ("config", "core", "rooms", "people", "support", "vatupassi", "verme", "workshops")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts and own.search(path.read_text())
    }
    # the outbox's connection, which the doctor only opens and closes; the demo keeps letters in a folder, and what
    # allauth would send itself is refused
    outside = {"core/smtp.py", "core/demo_mail.py", "core/running/doctor.py", "people/sign_in/adapter.py"}
    assert found == {"core/outbox.py", *outside}
    doctor = (settings.BASE_DIR / "core/running/doctor.py").read_text()
    assert re.search(r"EmailMessage|send_mail|send_messages", doctor) is None


def test_every_kind_is_tried() -> None:
    assert CASES.keys() == KINDS.keys() - OF_TESTS


@pytest.mark.parametrize("kind", CASES)
def test_whoever_is_inside_gets_the_letter(kind: str, people: Cast, server: Any, signed_in: Any) -> None:  # noqa: F811
    made = queued(kind, people)
    post(kind, made)
    (message,) = server.messages
    assert message["To"] == made.to.email
    others = set(User.objects.exclude(pk=made.to.pk).exclude(email="").values_list("email", flat=True))
    assert [address for address in others if address in words(message)] == []
    for calendar in entries(message):
        (event,) = calendar.walk("VEVENT")
        assert str(calendar["METHOD"]) == ("CANCEL" if made.always or "cancelled" in kind else "REQUEST")
        assert str(event["ATTENDEE"]) == f"mailto:{made.to.email}"
    if not made.by_hand:
        (notice,) = notices_for(made.to)
        assert flat(str(message["Subject"])) == flat(notice.subject)
        assert notice.subject in signed_in(made.to).get("/mina/ilmoitukset/").content.decode()


@pytest.mark.parametrize("kind", CASES)
def test_whoever_has_left_learns_nothing_new(kind: str, people: Cast, server: Any, signed_in: Any) -> None:  # noqa: F811
    made = queued(kind, people)
    browser = signed_in(made.to)
    before = list(Mail.objects.values_list("pk", flat=True))
    made.leave()
    made.after()
    Mail.objects.exclude(pk__in=before).delete()  # what the leaving itself tells is tried as a kind of its own
    made.to.refresh_from_db()
    again = None if made.by_hand else send(kind, to=made.to, **made.ids)
    post(kind, made)
    mine = [message for message in server.messages if message["To"] == made.to.email]
    page = browser.get("/mina/ilmoitukset/").content.decode()
    told = page + "".join(map(words, mine))
    assert [each for each in [*made.new, *[short_day(soon(23))][: len(made.new)]] if each in told] == []
    if made.always:
        assert again is not None
        assert len(mine) == 2
        assert len(notices_for(made.to)) == 2
    else:
        assert again is None
        assert mine == []
        assert notices_for(made.to) == []
        assert set(Mail.objects.filter(to=made.to).values_list("state", flat=True)) <= {"withheld", "no_address"}


@pytest.mark.parametrize("kind", CASES)
def test_whoever_was_never_inside_gets_none(kind: str, people: Cast) -> None:
    made = CASES[kind](people)
    stranger = make_person(name="Ville Vieras", username="ville")
    assert (send(kind, to=stranger, **made.ids) is not None) == (kind in OF_ONES_ACCOUNT | OF_NO_ROW)
