"""Every kind of text that several pages write goes through one test: what is typed is never lost, and it is told.

A new kind: a row in `KINDS`, made of the world of tests/states.py. The tests at the end find one that has none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.sealed import SealedTextField
from core.texts.joint import JointText
from core.texts.limits import MOST_LINES
from core.texts.versioned import VersionedText
from tests.conftest import ROOT
from tests.states import World, confirm, make_world
from vatupassi.conversation import ending
from vatupassi.follow_up import actions as follow_ups
from vatupassi.group.models import GroupNote
from vatupassi.models import AssessmentItem, BoardMark, DifferingView, Note
from verme.models import DiaryEntry, Expectation, GroupMessage, Idea, Reflection, SharedText, TrainingDiary

MINE, OTHERS, THIRD = "Minun lauseeni <b> & muuta", "Toinen kirjoitti tämän", "Kolmas sana"
NO_NUMBERS = ["²", "9" * 5000, "-1", "", "1e3"]


@dataclass(frozen=True)
class Kind:
    """One kind of text: the address that saves it, its key in the form, and who writes it with whom."""

    model: type[VersionedText]
    saved_in: str  # the function that saves it
    address: str
    of: str  # whose id the address has
    key: str
    writer: str
    other: str  # the same for a text of one's own: another tab
    longest: int = 5000
    state: str = "talk"
    more: tuple[Any, ...] = ()  # of the address
    end: Callable[[World], object] | None = None  # what closes it to writing, where that is told beside the text

    def __str__(self) -> str:
        return self.saved_in.rpartition(".")[2] + f" {self.key}"


def verme(model: type[VersionedText], saved_in: str, of: str, key: str, *who: str, **more: Any) -> Kind:
    """A text of a group."""
    writer, other = who * 2 if len(who) == 1 else who
    address = saved_in.rpartition(".")[2].lstrip("_")
    return Kind(model, f"verme.{saved_in}", more.pop("address", address), of, key, writer, other, **more)


KINDS = [
    verme(Expectation, "group.views.expectation_save", "verme_group", "expectation", "employee"),
    verme(SharedText, "group.views.goals_save", "verme_group", "goals", "employee", "deputy"),
    verme(SharedText, "rules.views.rules_draft", "verme_group", "rules", "employee", "deputy"),
    verme(SharedText, "reflection.views.feedback_save", "verme_session", "feedback", "employee", "deputy"),
    verme(SharedText, "session.views.session_plan", "verme_session", "plan", "deputy"),
    verme(Reflection, "reflection.views.reflection_save", "verme_session", "reflection", "employee"),
    verme(Idea, "idea.views.idea_draft", "verme_session", "idea", "employee", longest=1000),
    verme(GroupMessage, "message.views.message_draft", "verme_group", "message", "deputy"),
    verme(DiaryEntry, "diary.views._diary_save", "verme_session", "diary", "deputy", address="diary", longest=20_000),
    verme(
        TrainingDiary,
        "training.participant._diary_save",
        "verme_training",
        "1",
        "employee",
        address="training_diary",
        longest=20_000,
    ),
]
KINDS += [
    Kind(
        AssessmentItem,
        "vatupassi.assessment.views._save",
        "assessment_item",
        "",
        "osaanko",
        "employee",
        "employee",
        longest=20_000,
    ),
    Kind(
        Note,
        "vatupassi.conversation.views.conversation_write",
        "conversation_write",
        "conversation",
        "tiedanko.change",
        "employee",
        "supervisor",
        longest=20_000,
        more=("tiedanko",),
        end=lambda world: confirm(world.conversation),
    ),
    Kind(
        Note,
        "vatupassi.follow_up.views.follow_up_write",
        "follow_up_write",
        "conversation",
        "follow-up.1.word",
        "employee",
        "supervisor",
        longest=20_000,
        state="confirmed",
        more=(1,),
        end=lambda world: follow_ups.hold(world.conversation.follow_ups.get(), by=world.people["supervisor"]),
    ),
    Kind(
        DifferingView,
        "vatupassi.conversation.views.differing_view_save",
        "differing_view_save",
        "conversation",
        "differing",
        "employee",
        "employee",
        longest=20_000,
        end=lambda world: ending.end(world.conversation, by=world.people["supervisor"]),
    ),
    Kind(
        GroupNote,
        "vatupassi.group.views.group_note",
        "group_note",
        "room_session",
        "osaanko",
        "supervisor",
        "supervisor",
        longest=20_000,
        more=("osaanko",),
    ),
    Kind(
        BoardMark,
        "vatupassi.sharing.views._save_mark",
        "conversation_view",
        "conversation",
        "view-osaanko",
        "supervisor",
        "supervisor",
        longest=20_000,
        end=lambda world: confirm(world.conversation),
    ),
]
# The same texts, shown to the group, sent or put in force by another button, which saves what stands in the form first
ALSO_SAVED_IN = {
    "verme.idea.views.idea_add",
    "verme.reflection.views.reflection_show",
    "verme.message.views._write",
    "verme.rules.views._put_in_force",
}


class Writer:
    """Two browsers at one text, each as `static/js/autosave.js` or a form without a script sends it."""

    def __init__(self, kind: Kind, world: World) -> None:
        self.kind = kind
        self.address = reverse(kind.address, args=[world.ids[kind.of], *kind.more] if kind.of else [])
        self.browsers = [Client(), Client()]
        for browser, role in zip(self.browsers, (kind.writer, kind.other), strict=True):
            browser.force_login(world.people[role])

    def send(
        self, text: str, version: object, keep: str = "", *, who: int = 0, script: bool = True
    ) -> tuple[HttpResponse, str]:
        """The answer and what it says."""
        key = self.kind.key
        fields = {f"text-{key}": text, f"version-{key}": version} | ({f"keep-{key}": keep} if keep else {})
        headers = {"X-Autosave": "1"} if script else {}
        answer = self.browsers[who].post(self.address, fields, headers=headers)
        return answer, unescape(answer.content.decode())

    def version(self, shown: str) -> int:
        """The version of the text in an answer."""
        found = re.search(rf'name="version-{re.escape(self.kind.key)}"\s+value="(\d+)"', shown)
        assert found, shown
        return int(found[1])

    def saved(self) -> list[str]:
        """All texts of this kind's table."""
        return [row.text.open_as_system("a test looks") for row in self.kind.model._base_manager.all()]


def a_number_that_is_none(writer: Writer) -> int:
    """A version that cannot be read meets what is saved: both are shown, nothing breaks."""
    assert writer.browsers[0].post(writer.address, {}).status_code in (302, 404)  # nothing sent, nothing broken
    for version in NO_NUMBERS:
        answer, shown = writer.send(MINE, version)
        assert (answer.status_code, MINE in shown, "data-choose" in shown) == (409, True, True), version
    assert MINE not in writer.saved()
    return writer.version(shown)


def saved_once(writer: Writer, version: int) -> int:
    """What is sent twice, as after a lost answer, is saved once."""
    for _time in range(2):
        answer, shown = writer.send(MINE, version, "mine")
        assert (answer.status_code, "data-choose" in shown) == (200, False)
        assert writer.version(shown) == version + 1
    assert MINE in writer.saved()
    return version + 1


def two_meet(writer: Writer, version: int) -> int:
    """Of two from the same version one is saved and the other is told; each of the three choices does what it says."""
    for keep, kept in (
        ("both", [f"{MINE}\n\n{OTHERS}"]),
        ("mine", [OTHERS]),
        ("theirs", [MINE]),
    ):
        answer, shown = writer.send(MINE, version, "mine")
        version = writer.version(shown)
        answer, shown = writer.send(OTHERS, version - 1, who=1)
        assert answer.status_code == 409, keep
        for part, text in (("saved", MINE), ("waiting", OTHERS)):
            assert re.search(rf"data-{part}[^>]*>{re.escape(text)}</div>", shown), part
        assert (writer.version(shown), OTHERS in writer.saved()) == (version, False)
        answer, shown = writer.send(OTHERS, version, keep, who=1)
        assert (answer.status_code, "data-choose" in shown) == (200, False), keep
        assert [text for text in writer.saved() if MINE in text or OTHERS in text] == kept, keep
        version = writer.version(shown)
        writer.send(THIRD, version)
        version += 1
    return version


def two_are_joined(writer: Writer, version: int) -> int:
    """A text that several write: two from the same version become one; of one sentence both versions stay."""
    answer, shown = writer.send(f"Alku. {THIRD}.", version, "mine")
    version = writer.version(shown)
    writer.send(f"Alku. {THIRD}. {MINE}.", version)
    answer, shown = writer.send(f"{OTHERS}. {THIRD}.", version, who=1)
    assert (answer.status_code, "data-choose" in shown, "data-sentence" in shown) == (200, False, False)
    together = f"{OTHERS}. {THIRD}. {MINE}."
    assert (writer.saved().count(together), f"\n{together}</textarea>" in shown) == (1, True)
    base, version = int(re.search(r'data-base="(\d+)"', shown)[1]), writer.version(shown)  # type: ignore[index]
    answer, shown = writer.send(f"{OTHERS} jatkuu. {THIRD}.", base, who=1)  # typed before the answer came
    together = f"{OTHERS} jatkuu. {THIRD}. {MINE}."
    assert (answer.status_code, writer.saved().count(together)) == (200, 1)
    version = writer.version(shown)
    writer.send(f"Aino näin. {THIRD}.", version)
    answer, shown = writer.send(f"Toinen näin. {THIRD}.", version, who=1)
    assert (answer.status_code, "data-sentence" in shown) == (200, True)
    assert writer.saved().count(f"Aino näin. Toinen näin. {THIRD}.") == 1
    name = re.search(r'value="(\w+)\.both"', shown)[1]  # type: ignore[index]
    for _time in range(2):  # also when the other has chosen already
        key, version = writer.kind.key, writer.version(shown)
        form = {f"text-{key}": f"Aino näin. Toinen näin. {THIRD}.", f"version-{key}": version}
        chosen = writer.browsers[0].post(
            writer.address, form | {f"sentence-{key}": f"{name}.1"}, headers={"X-Autosave": "1"}
        )
        assert (chosen.status_code, "data-sentence" in chosen.content.decode()) == (200, False)
        assert writer.saved().count(f"Toinen näin. {THIRD}.") == 1
    answer, shown = writer.send(THIRD, writer.version(unescape(chosen.content.decode())))
    return writer.version(shown)


def too_much(writer: Writer, version: int) -> None:
    """Too long, too many lines, or two that do not fit into one: told, and all of it stays on the page."""
    longest = writer.kind.longest
    for text, word in (("ä" * (longest + 1), "merkki liikaa"), ("a\n" * MOST_LINES + "b", "rivi liikaa")):
        for keep in ("", "both", "mine"):
            answer, shown = writer.send(text, version, keep)
            assert (answer.status_code, text in shown, word in shown or keep == "both") == (422, True, True), keep
        assert writer.saved().count(THIRD) == 1
    half = "ö" * (longest - 10)
    answer, shown = writer.send(half, version, "both")
    assert (answer.status_code, half in shown, THIRD in shown, "liikaa" in shown) == (422, True, True, True)
    assert writer.saved().count(THIRD) == 1


def without_a_script(writer: Writer, version: int) -> None:
    """The page comes back with both texts and the choice, or with the reason; its buttons save."""
    answer, shown = writer.send(MINE, "²", script=False)
    assert answer.status_code in (200, 409)
    assert (MINE in shown, THIRD in shown, f'name="keep-{writer.kind.key}"' in shown) == (True, True, True)
    long = "ä" * (writer.kind.longest + 1)
    answer, shown = writer.send(long, version, script=False)
    assert answer.status_code in (200, 422)
    assert (long in shown, "merkki liikaa" in shown, long in writer.saved()) == (True, True, False)
    answer, _shown = writer.send(MINE, version, "both", script=False)
    assert (answer.status_code, f"{THIRD}\n\n{MINE}" in writer.saved()) == (302, True)


def ended(writer: Writer) -> None:
    """What is written after the end is not saved. It is told, and what was typed stays to be copied."""
    before = writer.saved()
    for keep in ("", "mine", "both"):
        answer, shown = writer.send("Liian myöhään", 1, keep)
        assert (answer.status_code, "Liian myöhään" in shown, " failed" in shown) == (422, True, True), keep
        answer, shown = writer.send("Liian myöhään", 1, keep, script=False)
        assert ("Liian myöhään" in shown, " failed" in shown) == (True, True), keep
    assert writer.saved() == before


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_nothing_typed_is_lost(kind: Kind) -> None:
    world = make_world(kind.state)
    writer = Writer(kind, world)
    version = saved_once(writer, a_number_that_is_none(writer))
    joint = issubclass(kind.model, JointText)
    version = two_are_joined(writer, version) if joint else two_meet(writer, version)
    too_much(writer, version)
    without_a_script(writer, version)
    if kind.end:
        kind.end(world)
        ended(writer)


# ---- No kind without its row


def subclasses(model: type) -> Iterator[type]:
    """All models under this one."""
    for one in model.__subclasses__():
        yield one
        yield from subclasses(one)


def test_every_kind_of_text_is_in_the_list() -> None:
    tables = {model for model in subclasses(VersionedText) if not model._meta.abstract}  # type: ignore[attr-defined]
    assert {model.__name__ for model in tables - {kind.model for kind in KINDS}} == {"GroundRules"}  # by rules_draft


OTHERWISE = {
    "Agreement": "one form with days and choices: who comes later reads the other's and saves again",
    "Line": "two lines that meet both stay, one below the other",
    "Practice": "one row holds all texts of a practice: each has its own version in it and is weighed like the others",
}


def test_every_sealed_text_with_a_version_is_such_a_text() -> None:
    found = {
        model.__name__
        for model in apps.get_models()
        if not issubclass(model, VersionedText)
        and any(field.name == "version" for field in model._meta.fields)
        and any(isinstance(field, SealedTextField) for field in model._meta.fields)
    }
    assert found == OTHERWISE.keys()


def savers() -> Iterator[str]:
    """Every function that saves a text, by its name."""
    for app in ("rooms", "people", "support", "vatupassi", "verme", "workshops"):
        for path in (ROOT / app).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and any(map(saves, ast.walk(node))):
                    yield f"{module}.{node.name}"


def saves(node: ast.AST) -> bool:
    """Whether a text is saved here."""
    called = node.func if isinstance(node, ast.Call) else None
    return getattr(called, "attr", getattr(called, "id", "")) in {"save_from", "save_text", "saved_from"}


def test_every_place_that_saves_a_text_is_in_the_list() -> None:
    assert set(savers()) == {kind.saved_in for kind in KINDS} | ALSO_SAVED_IN
