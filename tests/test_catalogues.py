"""The three languages: complete, up to date, and said in today's words."""

import re
import subprocess
import sys
import types
from importlib.machinery import SourceFileLoader
from importlib.resources import files
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def messages() -> types.ModuleType:
    """bin/messages as a module."""
    loader = SourceFileLoader("messages", str(ROOT / "bin" / "messages"))
    spec = spec_from_loader("messages", loader)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules["messages"] = module  # dataclasses look their module up
    loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_string_has_its_translation(messages, language: str) -> None:
    entries = messages.merged(language, messages.wanted())
    assert [*messages.faults(language, entries)] == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_catalogues_are_what_the_program_writes(messages, language: str) -> None:
    entries = messages.merged(language, messages.wanted())
    assert [*messages.out_of_date(language, entries)] == []


FAULTS = [
    ("Saved at %(time)s", "Tallennettu", "other placeholders"),
    ("Saved at %(time)s", "Tallennettu %(aika)s", "other placeholders"),
    ("Read <a>this</a>", "Lue tämä", "other placeholders"),
    ("Hello {name}", "Hei {nimi}", "other placeholders"),
    ("25 %% of all", "25 prosenttia", "other placeholders"),
    ("Not yet shared", "", "missing"),
    ("Not yet shared", "Not yet shared", "not translated"),
]


@pytest.mark.parametrize(("english", "finnish", "fault"), FAULTS)
def test_the_check_finds(messages, english: str, finnish: str, fault: str) -> None:
    found = [*messages.faults("fi", {("", english): messages.Entry(strings=[finnish])})]
    assert len(found) == 1
    assert fault in found[0]


def test_a_merge_that_left_an_entry_twice_keeps_what_was_filled(messages) -> None:
    text = 'msgid "a"\nmsgstr "ensin"\nmsgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr ""\nmsgstr "toinen"\n'
    entries = messages.read(text)
    assert {key[1]: entry.strings for key, entry in entries.items()} == {"a": ["ensin"], "b": ["toinen"]}
    assert entries["", "b"].fuzzy


def test_what_is_written_is_read_back(messages) -> None:
    entries = {
        ("month", 'May "x"\n\\n'): messages.Entry(strings=["toukokuu"]),
        ("", "%(n)d day"): messages.Entry("%(n)d days", ["%(n)d päivä", "%(n)d päivää"]),
    }
    assert messages.read(messages.written(entries, "fi")) == entries


def test_our_words_win_over_django_and_allauth(messages) -> None:
    others = messages.read(messages.OTHERS.read_text(encoding="utf-8"))
    for language in ("fi", "sv"):
        ours = messages.merged(language, others)
        with translation.override(language):
            said = {
                key: gettext(key[1]) if not e.plural else ngettext(key[1], e.plural, 2) for key, e in others.items()
            }
        assert said == {key: entry.strings[-1] for key, entry in ours.items()}


def test_the_strings_of_others_still_exist(messages) -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for package in ("django.forms", "django.core", "django.db.models", "django.contrib.auth", "allauth")
        for path in Path(str(files(package))).rglob("*.py")
    ]
    # adjacent literals are one string to Python
    code = re.sub(r'"\s*\n?\s*"', "", "\n".join(sources)).replace('\\"', '"')
    gone = [msgid for _, msgid in messages.read(messages.OTHERS.read_text(encoding="utf-8")) if msgid not in code]
    assert gone == []


DATED = re.compile(r"esimie[sh]|\b(?:alainen|alais[eit])", re.IGNORECASE)


def dated(text: str) -> list[str]:
    return DATED.findall(text)


def test_dated_words_are_not_used() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "templates", "locale/*.po", "static/*.js"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    found = {
        name: dated((ROOT / name).read_text(encoding="utf-8"))
        for name in listed
        if Path(name) != Path("tests/test_catalogues.py")
    }
    assert {name: words for name, words in found.items() if words} == {}


def test_dated_words_would_be_found() -> None:
    assert dated("Esimies ja alaisen tiedot, lähiesimiehen ja esimiestyö; ei alaisuus eikä esihenkilö") == [
        "Esimies",
        "alaise",
        "esimieh",
        "esimies",
    ]
