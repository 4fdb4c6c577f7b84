"""Sealed text: it comes back for a reader, and nothing else gives it away."""

import base64
import copy
import json
import pickle
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.forms import modelform_factory
from django.forms.models import model_to_dict
from django.template import engines

from core import sealed
from core.models import AccessLog
from core.sealed import CannotOpen, Ciphertext, Sealed
from tests.core.conftest import Note

pytestmark = pytest.mark.both_databases

SECRET = "palkka < 3000 & > 2000 <ei tagi>"
KEYS = [base64.b64encode(letter * 32).decode() for letter in (b"a", b"b")]


def stored(note):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, other FROM tests_note")
        return [bytes(value) for value in cursor.fetchone()]


@pytest.mark.parametrize(
    "text",
    [SECRET, "", "x", "a\x00b", "👩‍🍳 Ş ŋ ﬁ", "ä" * 20_000, "rivi\r\nrivi", "sealed:x"],
    ids=["signs", "empty", "one", "nul", "emoji", "long", "lines", "prefix"],
)
def test_text_comes_back_as_it_was(aino, matti, text):
    Note.objects.create(owner=aino, text=text, file=b"%PDF \x00\xff")
    note = Note.objects.get()
    assert (note.text.open(matti), note.file.open(matti)) == (text, b"%PDF \x00\xff")
    assert bool(note.text) == bool(text)


def test_a_lone_surrogate_does_not_lose_the_rest(aino):
    note = Note.objects.create(owner=aino, text="a\ud800b")
    assert note.text.open(aino) == "a?b"


def test_empty_is_stored_as_nothing(aino):
    note = Note.objects.create(owner=aino, text="a")
    assert stored(note)[1] == b""
    note.text = ""
    note.save()
    assert stored(note)[0] == b""


def test_the_database_holds_no_plaintext_and_never_the_same_twice(aino):
    note = Note.objects.create(owner=aino, text=SECRET, other=SECRET)
    text, other = stored(note)
    assert SECRET.encode() not in text + other
    assert text != other
    assert len(text) == len(SECRET.encode()) + 1 + 4 + 12 + 16
    note.text = SECRET
    note.save()
    assert stored(note)[0] != text


def test_a_tampered_ciphertext_does_not_open(aino):
    note = Note.objects.create(owner=aino, text=SECRET)
    original = stored(note)[0]
    for position in range(len(original)):
        changed = bytearray(original)
        changed[position] ^= 1
        with pytest.raises(CannotOpen) as caught:
            sealed.decrypt(bytes(changed), f"tests_note:text:{note.pk}")
        assert SECRET not in str(caught.value)
    with pytest.raises(CannotOpen):
        sealed.decrypt(original[:9], f"tests_note:text:{note.pk}")


def test_a_ciphertext_moved_to_another_row_or_column_does_not_open(aino):
    first = Note.objects.create(owner=aino, text=SECRET)
    second = Note.objects.create(owner=aino)
    moved = Ciphertext(Note.objects.values_list("text", flat=True).get(pk=first.pk))
    Note.objects.filter(pk=second.pk).update(text=moved)
    Note.objects.filter(pk=first.pk).update(other=moved)
    with pytest.raises(CannotOpen):
        Note.objects.get(pk=second.pk).text.open(aino)
    with pytest.raises(CannotOpen):
        Note.objects.get(pk=first.pk).other.open(aino)


def test_giving_a_sealed_value_to_another_row_seals_it_anew(aino, matti):
    first = Note.objects.get(pk=Note.objects.create(owner=aino, text=SECRET).pk)
    second = Note(owner=aino, text=first.text, other=first.text)
    second.save()
    second = Note.objects.get(pk=second.pk)
    assert (second.text.open(matti), second.other.open(matti)) == (SECRET, SECRET)
    assert first.text.open(matti) == SECRET


def test_a_row_saved_under_a_new_id_still_opens(aino):
    note = Note.objects.get(pk=Note.objects.create(owner=aino, text=SECRET).pk)
    note.pk = Note().pk
    note._state.adding = True
    note.save()
    assert [note.text.open(aino) for note in Note.objects.all()] == [SECRET, SECRET]


def test_rotation(aino, settings):
    settings.TEXT_KEYS = KEYS[:1]
    note = Note.objects.create(owner=aino, text=SECRET, other="", file=b"f")
    settings.TEXT_KEYS = [KEYS[1], KEYS[0]]
    assert Note.objects.get().text.open(aino) == SECRET
    assert sealed.reseal(Note) == 1
    assert sealed.reseal(Note) == 0
    settings.TEXT_KEYS = KEYS[1:]
    note = Note.objects.get()
    assert (note.text.open(aino), note.other.open(aino), note.file.open(aino)) == (SECRET, "", b"f")
    settings.TEXT_KEYS = KEYS[:1]
    with pytest.raises(CannotOpen):
        Note.objects.get().text.open(aino)


def test_nothing_but_open_gives_the_text(aino):
    for note in (Note(owner=aino, text=SECRET), Note.objects.get(pk=Note.objects.create(owner=aino, text=SECRET).pk)):
        value = note.text
        shown = [str(value), repr(value), f"{value}", f"{value!r}", "%s" % value, repr([value]), str({"a": value})]  # noqa: UP031
        assert shown == ["[sealed]"] * 5 + ["[[sealed]]", "{'a': [sealed]}"]
        assert not hasattr(value, "__dict__")
        assert (
            engines["jinja2"].from_string("{{ note.text }}{{ note.text|safe }}").render({"note": note})
            == "[sealed]" * 2
        )
        for leak in (pickle.dumps, json.dumps, bytes, list, len, lambda v: json.dumps(v, cls=DjangoJSONEncoder)):
            with pytest.raises(TypeError):
                leak(value)
        with pytest.raises(TypeError):
            pickle.dumps(note)
        with pytest.raises(TypeError):
            format(value, "10")
        assert copy.deepcopy(value) is value
    assert AccessLog.objects.count() == 0


def test_forms_and_serializers_do_not_leak(aino, matti):
    note = Note.objects.create(owner=aino, text=SECRET)
    assert list(modelform_factory(Note, fields="__all__")(instance=note).fields) == ["owner", "title"]
    assert "text" not in model_to_dict(note)
    dumped = serializers.serialize("json", [note])
    assert SECRET not in dumped
    field = Note._meta.get_field("text")
    note.text = field.to_python(json.loads(dumped)[0]["fields"]["text"])  # as loaddata does
    note.save()
    assert Note.objects.get().text.open(matti) == SECRET


def test_values_give_ciphertext(aino):
    Note.objects.create(owner=aino, text=SECRET)
    for value in (Note.objects.values("text").get()["text"], Note.objects.values_list("text", flat=True).get()):
        assert type(value) is Ciphertext
        assert SECRET.encode() not in value


def test_sealed_text_cannot_be_searched_or_written_past_its_row(aino):
    Note.objects.create(owner=aino, text=SECRET)
    for attempt in (lambda: Note.objects.filter(text=SECRET).exists(), lambda: Note.objects.update(text=SECRET)):
        with pytest.raises(TypeError), transaction.atomic():
            attempt()
    assert (Note.objects.filter(other=b"").count(), Note.objects.exclude(text=b"").count()) == (1, 1)
    with pytest.raises(TypeError):
        Note(text=b"bytes")
    with pytest.raises(TypeError):
        Note(file="text")


def test_deferred_refreshed_and_bulk(aino, matti, django_assert_num_queries):
    notes = Note.objects.bulk_create([Note(owner=aino, text=f"{number}") for number in range(3)])
    assert sorted(note.text.open(aino) for note in Note.objects.all()) == ["0", "1", "2"]
    deferred = Note.objects.defer("text").get(pk=notes[0].pk)
    with django_assert_num_queries(1):
        assert deferred.text.open(aino) == "0"
    note = Note.objects.get(pk=notes[1].pk)
    note.text = "new"
    note.save(update_fields=["text"])
    assert notes[1].text.open(aino) == "1"
    notes[1].refresh_from_db()
    assert notes[1].text.open(aino) == "new"
    notes[2].text = "bulk"
    Note.objects.bulk_update([notes[2]], ["text"])
    assert Note.objects.get(pk=notes[2].pk).text.open(aino) == "bulk"
    note.full_clean()
    assert note.text.open(aino) == "new"


def test_opening_as_system_wants_a_reason_and_logs_nobody(aino):
    note = Note.objects.create(owner=aino, text=SECRET)
    with pytest.raises(ValueError, match="why"):
        note.text.open_as_system("")
    assert note.text.open_as_system("a frozen memo") == SECRET
    assert AccessLog.objects.count() == 0


def test_the_template_filter_is_the_same_door(aino, matti):
    note = Note.objects.create(owner=aino, text=SECRET)
    shown = engines["jinja2"].from_string("{{ note.text|opened(user) }}").render({"note": note, "user": matti})
    assert shown == "palkka &lt; 3000 &amp; &gt; 2000 &lt;ei tagi&gt;"
    assert AccessLog.objects.get().reader == matti


def test_the_value_is_a_sealed_even_on_the_class_s_default(aino):
    note = Note(owner=aino)
    assert isinstance(note.text, Sealed)
    assert not note.text


# Where text is opened although no person reads it. Each new place is thought over and written here.
OPENED_AS_SYSTEM = {
    "vatupassi/memo/confirmation.py": "the memo is frozen at confirmation, for both parties",
    "verme/idea/actions.py": "an idea that every member approved is copied for the kooste",
    "verme/survey/actions.py": "anonymous answers are counted, from ten up, and mixed: nobody reads them",
    "core/jobs_of_papers.py": "the HTML of a long PDF that its reader ordered is drawn, and the PDF sealed at once",
    "core/long_sheets.py": "the order of a list, by the worker: its reader gets the file",
    "vatupassi/memo/jobs.py": "the frozen memo becomes a PDF, sealed at once",
    "vatupassi/migrations/0008_seal_support_people.py": "the way back to a version that keeps it open",
    "vatupassi/migrations/0019_waiting_texts_stay.py": "two texts that waited for a choice become one, sealed at once",
    "vatupassi/group/distribution.py": "shown to the phones in a room: nobody that we could name",
    "workshops/task/lists.py": "shown to the phones in a room: nobody that we could name",
    "workshops/task/actions.py": "compared with what another phone has sent, shown to nobody",
    "people/roster/jobs.py": "a file that HR has looked at is saved as it was shown",
    "vatupassi/hand_over/paper.py": "the paper of the parts that the employee chooses and then approves",
    "vatupassi/group/actions.py": "a phone's own remarks: the same sent twice is one",
}


def test_who_opens_text_as_the_system():
    root = Path(__file__).resolve().parents[2]
    folders = ("core", "rooms", "people", "support", "workshops", "vatupassi", "verme", "config")
    places = [path for folder in folders for path in (root / folder).rglob("*.py")]
    callers = {str(path.relative_to(root)) for path in places if ".open_as_system(" in path.read_text()}
    assert callers == set(OPENED_AS_SYSTEM)


def test_the_command_reseals_every_model(db, capsys):
    call_command("reseal")
    lines = capsys.readouterr().out.splitlines()
    assert {line.partition(": ")[2] for line in lines} == {"0"}
    models = {model._meta.label for model in apps.get_models() if any(map(is_sealed, model._meta.concrete_fields))}
    assert {line.partition(": ")[0] for line in lines} == models | {*sealed.RESEALERS}
    assert models != set()


def is_sealed(field):
    return isinstance(field, sealed.SealedField)
