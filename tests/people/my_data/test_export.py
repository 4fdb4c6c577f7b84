"""The export itself: what is in it compared with the database, who gets it, and for how long."""

import datetime
import io
import json

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from core import sealed
from core.models import AccessLog
from core.retention import dispose
from people.models import MyDataExport
from people.my_data.gather import FORMAT, as_json, gather
from people.my_data.tellings import TELLINGS, whose
from tests.conftest import ROOT
from tests.html import flat
from tests.jobs import run_jobs
from tests.people_fixtures import PASSWORD
from tests.states import make_world
from vatupassi.level.questions import Question
from vatupassi.models import BoardMark, Conversation, DifferingView, Note

pytestmark = pytest.mark.django_db


def made(person, client) -> MyDataExport:
    client.post(reverse("my_data_make"))
    run_jobs()
    return MyDataExport.objects.get(owner=person)


def content(person) -> dict:
    """What the machine's file would say: as the worker puts it together, without drawing the paper of it."""
    with translation.override(person.language):
        return json.loads(json.dumps(as_json(person, gather(person), timezone.now())))


def tables(data: dict) -> dict[str, list[dict]]:
    return {table["table"]: table["rows"] for group in data["groups"] for table in group["tables"]}


def birds(rows: list[dict]) -> set[str]:
    text = json.dumps(rows, ensure_ascii=False)
    return {word for word in CANARIES if word in text}


CANARIES = {
    *("kanarialintu-oma-arvio", "kanarialintu-muistiinpano", "kanarialintu-jaettu-kohta"),
    *("kanarialintu-esihenkilon-nakemys", "kanarialintu-sovittu", "kanarialintu-eriava-ainon"),
    *("kanarialintu-eriava-matin", "kanarialintu-poistettu-lause", "kanarialintu-seuranta"),
}


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        # the other's differing view and unshared view; a sentence that its writer alone finds again
        ("employee", {"-eriava-matin", "-esihenkilon-nakemys", "-poistettu-lause"}),
        # and for the supervisor the other's own items and notes
        ("supervisor", {"-eriava-ainon", "-oma-arvio", "-jaettu-kohta", "-poistettu-lause"}),
        ("colleague", None),
        ("deputy", None),
        ("hr", None),
        ("admin", None),
    ],
)
def test_exactly_what_is_the_others_own_is_missing(role, missing):
    """Each place where people write holds a text of its own."""
    world = make_world("follow-up held")
    data = content(world.people[role])
    found = birds([row for name, rows in tables(data).items() if name != "vatupassi.Memo" for row in rows])
    everything = {word for word in CANARIES if is_somewhere(word)}
    assert len(everything) >= 6
    wanted = everything - {f"kanarialintu{word}" for word in missing} if missing is not None else set()
    assert found == wanted


def is_somewhere(word: str) -> bool:
    """Whether any sealed text in the database holds it: otherwise its absence would say nothing."""
    from django.apps import apps

    for model in apps.get_models():
        for one in model._meta.concrete_fields:
            if isinstance(one, sealed.SealedTextField) and model is not MyDataExport:
                for row in model._base_manager.all():
                    if word in getattr(row, one.attname).open_as_system("the test looks for its own word"):
                        return True
    return False


def test_a_former_supervisor_and_the_new_one_get_nothing_of_it():
    world = make_world("changed")
    for role in ("former", "later"):
        data = content(world.people[role])
        assert str(world.conversation.pk) not in json.dumps(data)
        assert birds(list(tables(data).values())) == set()


def test_the_supervisors_view_is_told_once_the_item_is_shared():
    world = make_world("talk")
    aino, matti = world.people["employee"], world.people["supervisor"]
    mark = BoardMark.objects.filter(conversation=world.conversation, side="supervisor").first()
    assert mark is not None
    told = tables(content(aino))["vatupassi.BoardMark"]
    assert str(mark.pk) not in {row["id"] for row in told}
    BoardMark.objects.get_or_create(conversation=world.conversation, side="employee", question=mark.question)
    told = tables(content(aino))["vatupassi.BoardMark"]
    assert str(mark.pk) in {row["id"] for row in told}
    assert {row["side"] for row in tables(content(matti))["vatupassi.BoardMark"]} == {"supervisor"}


@pytest.mark.both_databases
def test_it_holds_the_database_row_by_row():
    world = make_world("hr own")
    aino = world.people["employee"]
    data = content(aino)
    assert data["format"] == FORMAT
    told = {name: {row["id"] for row in rows if "id" in row} for name, rows in tables(data).items()}
    kept = {}
    for model in TELLINGS:
        rows = model._base_manager.filter(whose(model)(aino))
        if rows.exists() and "id" in {one.name for one in model._meta.concrete_fields}:
            kept[model._meta.label] = {str(pk) for pk in rows.values_list("pk", flat=True)}
    assert {name: {str(pk) for pk in ids} for name, ids in told.items()} == kept
    assert len(kept) > 15
    # and the words of each are the words in the database
    notes = {row["id"]: row["text"] for row in tables(data)["vatupassi.Note"]}
    assert notes == {str(note.pk): note.text.open(aino) for note in Note.objects.select_related("conversation")}
    views = {row["id"] for row in tables(data)["vatupassi.DifferingView"]}
    assert views == {str(one.pk) for one in DifferingView.objects.filter(side="employee")}


def test_the_reading_of_anothers_data_is_logged(signed_in):
    """A supervisor's export opens what is about the employee: the employee sees it in their list."""
    world = make_world("confirmed")
    matti = world.people["supervisor"]
    about = Q(reader=matti, subject=world.people["employee"], kind="conversation")
    assert not AccessLog.objects.filter(about, reader_role="supervisor").exists()
    made(matti, signed_in(matti))
    assert AccessLog.objects.filter(about, reader_role="supervisor").count() == 1


def test_the_pdf_is_readable_and_tagged(signed_in):
    world = make_world("confirmed")
    aino = world.people["employee"]
    export = made(aino, signed_in(aino))
    reader = PdfReader(io.BytesIO(export.pdf.open(aino)))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "kanarialintu-muistiinpano" in text.replace("\n", "")
    assert "vatupassi." not in text
    assert reader.trailer["/Root"]["/Lang"] == "fi"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Omat tiedot"
    machines = tables(json.loads(export.json.open(aino)))
    assert machines.keys() == tables(content(aino)).keys()
    assert machines["vatupassi.Note"] == tables(content(aino))["vatupassi.Note"]


# ---- Getting it


def test_it_is_behind_a_fresh_sign_in(aino, client):
    aino.set_password(PASSWORD)
    aino.save()
    client.force_login(aino)
    made(aino, client)
    for name in ("my_data_pdf", "my_data_json"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("my_data_json")})
    answer = client.get(reverse("my_data_json"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="omat-tiedot.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.json()["person"]["name"] == "Aino Virtanen"
    assert client.get(reverse("my_data_pdf")).content.startswith(b"%PDF")


def fresh(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/"})
    return client


def test_it_is_gone_after_a_day(aino, signed_in):
    client = fresh(signed_in(aino))
    export = made(aino, client)
    late = export.asked_at - datetime.timedelta(hours=24, seconds=1)
    MyDataExport.objects.update(asked_at=late)
    assert client.get(reverse("my_data_json")).status_code == 404
    assert b"omat-tiedot.json" not in client.get(reverse("my_data")).content
    assert dispose(timezone.now(), only="my_data_export") == {"people.retention.old_exports": 1}


def test_nobody_gets_anothers(aino, matti, sari, signed_in):
    made(aino, signed_in(aino))
    for person in (matti, sari):
        assert fresh(signed_in(person)).get(reverse("my_data_pdf")).status_code in (302, 404)
        assert not MyDataExport.objects.visible_to(person).exists()


@pytest.mark.both_databases
def test_a_double_click_makes_one(aino, signed_in):
    client = signed_in(aino)
    client.post(reverse("my_data_make"))
    first = MyDataExport.objects.get().pk
    client.post(reverse("my_data_make"))
    assert MyDataExport.objects.get().pk == first
    run_jobs()
    client.post(reverse("my_data_make"))
    assert MyDataExport.objects.get().pk != first


def test_the_page_says_how_far_it_is(aino, signed_in):
    client = signed_in(aino)
    assert "Kokoa tietoni" in client.get(reverse("my_data")).content.decode()
    client.post(reverse("my_data_make"))
    page = client.get(reverse("my_data"))
    assert "<progress" in page.content.decode()
    assert page.headers["Refresh"] == "2"
    run_jobs()
    page = client.get(reverse("my_data"))
    assert "Refresh" not in page.headers
    client.post(reverse("my_data_delete"))
    assert not MyDataExport.objects.exists()


@pytest.mark.both_databases
def test_one_that_was_deleted_while_it_was_made_stays_deleted(aino, signed_in, monkeypatch):
    from people.my_data import jobs

    def draw(*args):
        MyDataExport.objects.all().delete()
        return b"%PDF"

    monkeypatch.setattr(jobs.pdf, "render", draw)
    signed_in(aino).post(reverse("my_data_make"))
    run_jobs()
    assert not MyDataExport.objects.exists()


def test_hard_words_come_through(aino):
    """Apostrophes, letters of other languages, and a text as long as a text may be."""
    from vatupassi.models import Assessment

    text = "Ş ŋ ² ’'\"<b>&amp;\u202e " + "rivi\n" * 3000
    assessment = Assessment.start(by=aino)
    item = assessment.items.get(question=Question.SKILLS)
    item.text = text
    item.save()
    rows = tables(content(aino))["vatupassi.AssessmentItem"]
    assert text in {row["text"] for row in rows}


def test_gathering_asks_once_for_each_table(aino):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        gather(aino)
    assert len(captured) < len(TELLINGS) + 10
    assert Conversation.objects.count() == 0


# ---- Its shape is the documented one

TYPES = {"object": dict, "array": list, "string": str}


def faults(schema: dict, value: object, where: str = "") -> list[str]:
    """Where a value is not as the schema says, as far as ours uses one: types, names, constants."""
    if "const" in schema:
        return [] if value == schema["const"] else [f"{where}: {value!r}"]
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        return [f"{where}: {type(value).__name__}"]
    found = []
    if isinstance(value, dict):
        found += [f"{where}: no {name}" for name in schema.get("required", ()) if name not in value]
        known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name, one in value.items():
            if name in known:
                found += faults(known[name], one, f"{where}.{name}")
            elif more is False:
                found.append(f"{where}.{name}: unknown")
            elif isinstance(more, dict):
                found += faults(more, one, f"{where}.{name}")
    if isinstance(value, list):
        found += [fault for one in value for fault in faults(schema["items"], one, f"{where}[]")]
    return found


def test_the_json_has_the_documented_shape():
    schema = json.loads((ROOT / "docs/my-data.schema.json").read_text(encoding="utf-8"))
    world = make_world("confirmed")
    data = content(world.people["supervisor"])
    assert faults(schema, data) == []
    for group in data["groups"]:
        for table in group["tables"]:
            assert all(row.keys() == table["fields"].keys() for row in table["rows"])
    del data["groups"][0]["tables"][0]["rows"]
    assert faults(schema, data | {"more": 1}) == [".groups[].tables[]: no rows", ".more: unknown"]


def test_the_page_says_every_period_that_ends_a_conversation(signed_in):
    aino = make_world("confirmed").people["employee"]
    page = flat(signed_in(aino).get(reverse("my_data")).content)
    told = "24 kk keskustelun päättymisestä; kevyt 6 kk; enintään 3 vuotta keskustelun päivästä"
    assert told in page
