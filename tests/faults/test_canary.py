"""A canary in every sensitive field, written through the real forms; then it is looked for where nobody may find it.

The database as rows and as a file, logs at their most talkative, an error page, a failed job, mails as a server gets
them, calendar entries, PDF metadata and file names, response headers, sessions and the cache.
"""

from __future__ import annotations

import datetime
import io
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from pypdf import PdfReader

from core import papers
from core.jobs import task
from core.sealed import SealedField
from people.models import RightsRequest, RosterImport, User
from support.models import HelpRequest, LoadNotice
from tests.core.test_outbox import Server
from tests.faults import rooms_birds, verme_birds
from tests.jobs import run_jobs
from tests.people.roster.bring import HEAD
from tests.people.roster.test_pages import fields as columns_of
from vatupassi.level.questions import Question
from vatupassi.models import (
    Agreement,
    Conversation,
    Interpreter,
    InvitationMessage,
    Memo,
    Note,
    NoteVersion,
    Occasion,
    Opening,
    SupportPerson,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BIRD = "kanarialintu"


class Birds:
    """A text of its own for each place; each starts with the same word."""

    def __init__(self) -> None:
        self.released: list[str] = []

    def __call__(self, place: str) -> str:
        self.released.append(f"{BIRD} {place} å€ <b> {uuid4().hex}")
        return self.released[-1]


# ---- Two addresses and a job that fail with the text in their hands


@login_not_required
def failing(request: HttpRequest) -> HttpResponse:
    """An error whose own words are what somebody wrote, after it was read from the database."""
    note = Note.objects.select_related("conversation").exclude(text=b"").first()
    assert note
    text = note.text.open(note.conversation.employee)
    try:
        raise KeyError(text)
    except KeyError as error:
        raise ValueError(f"cannot do this with {text}") from error


urlpatterns = [path("failing/", failing), path("", include("config.urls"))]
handler500 = "core.views.server_error"


@task
def failing_job() -> None:
    """The same in a job."""
    note = Note.objects.select_related("conversation").exclude(text=b"").first()
    assert note
    raise ValueError(note.text.open(note.conversation.employee))


# ---- The flow


@pytest.fixture
def post_office(settings: Any) -> Iterator[Server]:
    """A real mail server."""
    made = Server()
    made.controller.start()
    settings.EMAIL_BACKEND = "core.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", made.port, 2
    yield made
    made.controller.stop()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any logger says at DEBUG, SQL included, formatted as the server does."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    plain = settings.LOGGING["formatters"]["plain"]
    from core.logs import WordlessFormatter

    handler.setFormatter(WordlessFormatter(plain["format"], style=plain["style"]))
    root, level = logging.getLogger(), logging.getLogger().level
    loggers = [root, *(logging.getLogger(name) for name in ("django", "django.db.backends", "weasyprint", "fontTools"))]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield text
    connection.force_debug_cursor = False
    root.removeHandler(handler)
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)


def day(days: int) -> str:
    date = timezone.localdate() + datetime.timedelta(days=days)
    return f"{date.day}.{date.month}.{date.year}"


class Walk:
    """Requests of several people, with all the answers kept."""

    def __init__(self, signed_in: Callable[[User], Client], **people: User) -> None:
        self.clients = {name: signed_in(person) for name, person in people.items()}
        self.answers: list[HttpResponse] = []

    def post(self, who: str, address: str, fields: dict[str, Any], status: int = 302, **headers: str) -> HttpResponse:
        answer = self.clients[who].post(address, fields, headers=headers)
        assert answer.status_code == status, (who, address, answer.status_code)
        self.answers.append(answer)
        return answer

    def get(self, who: str, address: str) -> HttpResponse:
        answer = self.clients[who].get(address)
        self.answers.append(answer)
        return answer


def write_everything(walk: Walk, birds: Birds, people: dict[str, User]) -> Conversation:
    """From the own assessment to the hand-over, each text field once, through the forms of the pages."""
    fields: dict[str, Any] = {}
    for question in Question:
        fields |= {f"{question}-now": "1", f"text-{question}": birds(f"arvio {question}"), f"version-{question}": "0"}
    walk.post("aino", "/vatupassi/tallenna/", fields)
    occasion = Occasion.objects.get(code="development")
    invitation = {
        "id": uuid4(),
        "partner": people["matti"].pk,
        "occasion": occasion.pk,
        "memo_language": "fi",
        "day": day(9),
        "clock": "9.15",
        "minutes": "45",
        "place": "neuvotteluhuone",
        "message": birds("viesti"),
        "support": "on",
        "support_name": birds("tukihenkilön nimi"),
        "interpreter": "on",
        "interpreter_name": birds("tulkin nimi"),
    }
    walk.post("aino", "/keskustelut/uusi/kutsu/", invitation)
    conversation = Conversation.objects.get()
    assert SupportPerson.objects.exists()
    assert InvitationMessage.objects.exists()
    assert Interpreter.objects.exists()
    assert in_the_database() == []
    base = f"/keskustelut/{conversation.pk}/"
    walk.post("matti", base + "sopii/", {})
    for question in Question:
        walk.post("aino", f"{base}jaa/{question}/", {f"note-{question}-{conversation.pk}": "on"})
        view = {f"text-view-{question}": birds(f"näkemys {question}"), f"version-view-{question}": "0"}
        walk.post("matti", base + "oma-nakemys/", view, 200, **{"X-Autosave": "1"})
    for step in occasion.walk:
        for slot in step.slots:
            for who in ("aino", "matti"):  # the other began from the same version, and both stay
                text = {f"text-{slot.code}": birds(f"{who} {slot.code}"), f"version-{slot.code}": "0"}
                walk.post(who, f"{base}vaihe/{step.code}/tallenna/", text, 200, **{"X-Autosave": "1"})
    assert NoteVersion.objects.exists()
    assert in_the_database() == []
    agreement = {"text": birds("sovittu"), "side": "employee", "due_on": day(20), "kind": "act", "id": uuid4()}
    walk.post("aino", f"{base}vaihe/agreements/sovi/", agreement)
    for who in ("aino", "matti"):
        walk.post(who, base + "eriava/", {"text-differing": birds(f"eriävä {who}"), "version-differing": "0"})
        walk.post(who, base + "muistio/mukaan/", {"ability": "on", "nine": "on"})
    for who in ("aino", "matti"):
        conversation.refresh_from_db()
        walk.post(who, base + "muistio/vahvista/", {"text_revision": conversation.text_revision})
    walk.post("aino", base + "seuranta/aika/", {"day": day(40), "clock": "9.15", "minutes": "30"})
    slots = ["follow-up.1.word", *(f"follow-up.1.{row.pk.hex}" for row in Agreement.objects.all())]
    page = walk.get("aino", base + "seuranta/1/").content.decode()
    for slot in slots:
        assert f"text-{slot}" in page, slot
        walk.post("aino", base + "seuranta/1/tallenna/", {f"text-{slot}": birds("seuranta"), f"version-{slot}": "0"})
    conversation.refresh_from_db()
    parts = ["marks", "notes", "ability", "nine", "agreements", "view"]
    summary = {"to": "oh", "parts": parts, "text_revision": conversation.text_revision}
    walk.post("aino", base + "eteenpain/hyvaksy/", summary)
    walk.post("aino", base + "avaa/hr/", {"reader": people["sari"].pk, "scope": "own"})
    walk.post("aino", base + "avaa/esihenkilo/", {"reader": people["timo"].pk, "scope": "whole"})
    return conversation


def ask_hr(walk: Walk, birds: Birds) -> list[str]:
    """A request for help and its answer, and people in a file that is looked at; the pages of both."""
    walk.post("aino", "/tuki/apu/", {"way": "written", "question": birds("pyyntö")})
    request = f"/tuki/apu/{HelpRequest.objects.get().pk}/"
    walk.post("aino", "/tuki/kuormitus/", {"text": birds("kuormitus"), "due_on": day(5)})
    notice = f"/tuki/kuormitus/{LoadNotice.objects.get().pk}/"
    walk.post("matti", f"{notice}vastaus/", {"answer": birds("kuormitusvastaus"), "revision": "0"})
    walk.post("matti", "/harjoitus/aloita/", {"case": "kokki"})
    practised = {"text-tiedanko.works": birds("harjoitus"), "version-tiedanko.works": "0"}
    walk.post("matti", "/harjoitus/vaihe/tiedanko/tallenna/", practised)
    walk.post("sari", f"{request}vastaus/", {"answer": birds("vastaus"), "revision": "0"})
    walk.post("aino", "/mina/tiedot/pyynto/oikaisu/", {"text": birds("oikaisupyyntö")})
    rights = f"/mina/tiedot/pyynnot/{RightsRequest.objects.get().pk}/"
    said = {"handling": "looking", "answer": birds("pyynnön vastaus"), "revision": "0"}
    walk.post("sari", f"{rights}vastaus/", said)
    lines = f"{HEAD}90001;{birds('sukunimi')};Lea;;Kotikunta;;\n"
    walk.post("sari", "/ihmiset/tuonti/", {"file": SimpleUploadedFile("henkilot.csv", lines.encode())})
    file = f"/ihmiset/tuonti/{RosterImport.objects.get().pk}/"
    walk.post("sari", f"{file}sarakkeet/", columns_of(walk.get("sari", f"{file}sarakkeet/")))
    own = [notice, f"{notice}ilmoitus.pdf", "/tuki/kuormitus/"]
    own += ["/harjoitus/", "/harjoitus/vaihe/tiedanko/", "/harjoitus/vaihe/memo/", "/harjoitus/muistio.pdf"]
    return [*own, request, rights, file, "/tuki/apu/", "/tuki/apu/saapuneet/", "/ihmiset/tuonti/"]


def read_everything(walk: Walk, conversation: Conversation, more: list[str]) -> None:
    """Every page and file of the conversation, and those of a Verme group, by everybody."""
    base = f"/keskustelut/{conversation.pk}/"
    summary = conversation.hand_overs.get()
    pages = [
        *("/", "/tiimi/", "/keskustelut/", "/avatut/", "/vatupassi/", "/vatupassi/aiemmat/", "/mina/ilmoitukset/"),
        "/mina/tiedot/",
        *("/mina/lukijat/", base, f"{base}keskustelu.ics", f"{base}muistio.pdf", f"{base}muistio-1.pdf"),
        *(f"{base}vaihe/{step}/" for step in conversation.occasion.steps),
        *(f"{base}seuranta/1/", f"{base}seuranta/1/seuranta.ics", f"{base}eteenpain/", f"{base}avaa/", f"{base}ote/"),
        *(f"/yhteenvedot/{summary.pk}/yhteenveto.pdf", f"/avatut/{Opening.objects.get(to='hr').pk}/"),
        *more,
    ]
    for who in walk.clients:
        for page in pages:
            walk.get(who, page)


# ---- Where to look


def traces(content: Any) -> list[bytes]:
    """A value of the database as bytes, in the forms in which a text could hide in it."""
    if isinstance(content, bytes | memoryview):
        return [bytes(content)]
    text = str(content)
    return [text.encode("utf-8", "surrogatepass")]


def in_the_database() -> list[str]:
    """Tables with the bird, or with a PDF that is not encrypted."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for line in cursor.fetchall():
                for name, value in zip(names, line, strict=True):
                    for trace in traces(value):
                        if BIRD.encode() in trace or b"%PDF" in trace or BIRD.encode().hex().encode() in trace:
                            found.append(f"{table}.{name}")
    return found


def in_the_cache_and_sessions() -> list[str]:
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, value FROM core_limit")
        found += [key for key, value in cursor.fetchall() if BIRD in repr(value)]
        cursor.execute("SELECT session_key, session_data FROM django_session")
        found += [key for key, data in cursor.fetchall() if BIRD in repr(SessionStore().decode(data))]
    return found


def in_mails(messages: list[Any]) -> list[str]:
    found = []
    for message in messages:
        parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
        raw = [*map(str, parts), *(f"{name}: {value}" for name, value in message.items()), message.as_string()]
        if any(BIRD in text for text in raw):
            found.append(message["Subject"])
    return found


def unwritten() -> list[str]:
    """Sealed columns in which this flow has written nothing: a new field must be added to it."""
    return [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label != "tests"
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField) and not model._base_manager.exclude(**{field.name: b""}).exists()
    ]


def test_a_canary_in_every_field_is_found_by_nobody(
    aino, matti, timo, sari, mikael, signed_in, post_office, log, settings, monkeypatch
) -> None:
    connection.force_debug_cursor = True  # SQL goes into the log
    settings.ROOT_URLCONF = "tests.faults.test_canary"
    birds = Birds()
    people = {"aino": aino, "matti": matti, "timo": timo, "sari": sari, "mikael": mikael}
    walk = Walk(signed_in, **people)
    conversation = write_everything(walk, birds, people)
    pages = verme_birds.write(walk, birds, people) + rooms_birds.write(walk, birds, people) + ask_hr(walk, birds)
    for who in ("aino", "matti"):  # a copy of all that is kept of them
        walk.post(who, "/mina/tiedot/kokoa/", {})
    failing_job.enqueue()
    run_jobs()
    read_everything(walk, conversation, pages)
    walk.clients["aino"].raise_request_exception = False
    broken = walk.get("aino", "/failing/")
    assert (broken.status_code, BIRD in broken.content.decode()) == (500, False)

    monkeypatch.setattr(papers, "LONG", 0.0)
    for who in ("aino", "matti"):  # hers is made, his waits
        walk.post(who, f"/keskustelut/{conversation.pk}/muistio.pdf", {})
        run_jobs() if who == "aino" else None
    walk.get("aino", f"/keskustelut/{conversation.pk}/muistio.pdf")

    # it is where it should be: otherwise nothing below says anything
    # versions and clashes of joint texts go with the confirmation
    # nobody comes along any more, once the practical matters have been written anew
    gone = {
        *("SupportPerson.name", "Interpreter.name"),
        *("NoteVersion.text", "Note.clashes", "SharedTextVersion.text", "SharedText.clashes"),
    }
    assert set(unwritten()) - gone == set()
    assert len(birds.released) > 30
    hers = "".join(answer.content.decode("utf-8", "replace") for answer in walk.answers)
    assert BIRD in hers
    memo = Memo.objects.get()
    assert BIRD in "".join(page.extract_text() for page in PdfReader(io.BytesIO(memo.pdf.open(aino))).pages)

    # and nowhere else
    assert in_the_database() == []
    if connection.vendor == "sqlite":  # the file itself, with what has been deleted
        assert BIRD.encode() not in connection.connection.serialize()
    assert in_the_cache_and_sessions() == []
    assert len(post_office.messages) >= 8
    assert in_mails(post_office.messages) == []
    said = log.getvalue()
    assert "INSERT INTO" in said
    assert "ValueError" in said
    assert BIRD not in said
    pdfs = [answer for answer in walk.answers if answer.headers.get("Content-Type") == "application/pdf"]
    assert len(pdfs) >= 6
    for answer in walk.answers:
        assert BIRD not in "".join(f"{name}{value}" for name, value in answer.headers.items())
        assert BIRD not in answer.cookies.output()
        if answer.headers.get("Content-Type", "").startswith("text/calendar"):
            assert BIRD not in answer.content.decode()
    for answer in pdfs:
        reader = PdfReader(io.BytesIO(answer.content))
        metadata = f"{reader.metadata} {reader.xmp_metadata and reader.xmp_metadata.stream.get_data()!r}"
        assert not [name for name in (BIRD, "Virtanen", "Aino", "Laine") if name in metadata]
        assert b"kanaria" not in answer.content  # streams are compressed: in the open stand titles and outlines


def test_the_search_finds_a_text_that_is_not_encrypted(aino, signed_in) -> None:
    """The negative control: the same text in an open column, a session and a letter."""
    aino.title_fi = f"{BIRD} työntekijä"
    aino.save()
    client = signed_in(aino)
    session = client.session
    session["draft"] = BIRD
    session.save()
    assert in_the_database() == ["people_user.title_fi"]
    assert in_the_cache_and_sessions() == [session.session_key]
