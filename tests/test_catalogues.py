"""The three languages: complete, up to date, and said in today's words."""

import re
import subprocess
import sys
import types
from difflib import SequenceMatcher
from importlib.machinery import SourceFileLoader
from importlib.resources import files
from importlib.util import module_from_spec, spec_from_loader
from itertools import combinations
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


# What one word in Finnish or Swedish may say for several in English that look quite unlike.
SAID_ALIKE = [
    {"closed", "ended"},
    {"closing", "ending"},
    {"delete", "remove"},
    {"deputy", "substitute"},
    {"find", "search"},
    {"going on", "running"},
    {"in use", "on"},
    {"job title", "title"},
    {"meetings", "sessions"},
    {"propose", "suggest this"},
    {"questions that help", "you could ask"},
    {"remove", "take out"},
    {"retire", "turn off"},
    {"take into use", "turn on"},
]
Entries = dict[tuple[str, str], list[str]]


def plain(text: str) -> str:
    """Without what differs between a label, a button and a sentence."""
    return text.casefold().rstrip(".:?,")


def alike(one: str, other: str) -> bool:
    """Two English texts that may well be the same in another language: most of their words are the same."""
    words = [{w for w in re.findall(r"\w+", t.replace("-", "")) if w not in {"a", "an", "the"}} for t in (one, other)]
    return len(words[0] & words[1]) >= min(map(len, words)) / 2 or SequenceMatcher(None, one, other).ratio() > 0.7


def misplaced(entries: Entries) -> list[tuple[str, list[str]]]:
    """Translations that stand under English texts with nothing in common: a merge may have moved one of them."""
    under: dict[str, set[str]] = {}
    for (_context, msgid), strings in entries.items():
        for string in strings:
            under.setdefault(plain(string), set()).add(plain(msgid))
    return [
        (string, sorted(group))
        for string, group in under.items()
        if any(not alike(a, b) and {a, b} not in SAID_ALIKE for a, b in combinations(sorted(group), 2))
    ]


def said(messages: types.ModuleType, language: str) -> Entries:
    """What the catalogue says in a language."""
    text = messages.catalogue(language).read_text(encoding="utf-8")
    return {key: entry.strings for key, entry in messages.read(text).items()}


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_translation_stands_under_two_unlike_texts(messages, language: str) -> None:
    others = messages.read(messages.OTHERS.read_text(encoding="utf-8"))  # their English is not ours to keep alike
    ours = {key: strings for key, strings in said(messages, language).items() if key not in others}
    assert misplaced(ours) == []


def test_a_translation_moved_by_a_merge_is_found() -> None:
    moved = {("", "Book a time"): ["Varaa aika"], ("", "Bookings"): ["Varaukset"], ("", "Browser"): ["Varaukset"]}
    assert misplaced(moved) == [("varaukset", ["bookings", "browser"])]
    same = {("", "Add a unit"): ["Lisää yksikkö"], ("", "Add the unit"): ["Lisää yksikkö."], ("", "Delete"): ["Poista"]}
    assert misplaced(same | {("", "Remove"): ["Poista"]}) == []


# One word for one thing: docs/words.md. The left one is not used, the right one is.
NOT_USED = {
    "fi": {
        r"henkilöstöpalvelu": "HR",
        r"käyttäjänim": "käyttäjätunnus",
        r"tunnistussovellu": "todennussovellus",
        r"aloitussivu": "etusivu",
        r"itsearvioin": "arvio",
        r"\bistun[nt]o|sessio": "kirjautuminen",
        r"\boma(?:n|an|ni|si)? osa(?:n|ni|si|asi|ani)?\b": "oma osuus",
        r"kokonaisuu": "koko keskustelu",
        r"pöytäkirja": "muistio",
        r"sopimu": "sovittu asia",
        r"\bjollekin\b": "jollekulle",
        r"\bvirhe": "what went wrong and what to do",
        r"sairauslom": "sairauspoissaolo",
        r"puuttumi": "tuki",
        r"toimesta\b": "who did it",
        r"kli(?:kk|ka)a": "paina, valitse",
    },
    "sv": {
        r"bedömning": "utvärdering",
        r"arbetstagare|\banställda?s?\b|underordnad": "medarbetare",
        r"\bförm[aä]n": "chef",
        r"personaltjänst": "HR",
        r"\bkallelse": "inbjudan",
        r"\bavtal(?:et|en)?\b": "överenskommelse",
        r"protokoll": "promemoria",
        r"\bextern": "utomstående",
        r"följande nivå": "nästa nivå",
        r"\bavisering": "meddelande",
        r"\bprata": "tala, samtala",
        r"\bdemons?\b": "demoversionen",  # also a demon
        r"\bsession": "inloggning",
        r"\bmejl|\be-?mail|\bepost": "e-post",
        r"på en (?:ny|annan) flik": "i en flik",
        r"överallt annars|\bnu ännu\b": "på alla andra ställen; nu också",
        r"\bklicka": "tryck, välj",
        r"\bfrågas\b": "behöver (one asks somebody, or after something)",
    },
    "en": {
        r"subordinate|\bstaff member": "employee",
        r"\bboss\b|line manager|superior": "supervisor",
        r"\bminutes of the": "memo",
        r"\berror": "what went wrong and what to do",
        r"\butili[sz]e|\bleverage|stakeholder": "a plain word",
        r"\bclick": "press, choose",
    },
}
SIGNS = {  # quotation marks, dashes and times as domain.md §5 writes them
    "fi": r"[“‘\"]| - |\bklo \d+:\d|\bkl\.",
    "sv": r"[“‘\"]| - |\bkl\. \d+:\d|\bkl \d|\bklo\b",
    "en": r"\"| - |\d:\d\d",
}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_one_word_for_one_thing(messages, language: str) -> None:
    found = [
        (match[0], f"say: {better}", string)
        for strings in said(messages, language).values()
        for string in strings
        for wrong, better in NOT_USED[language].items()
        if (match := re.search(wrong, string, re.IGNORECASE))
    ]
    assert found == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_quotation_marks_dashes_and_times(messages, language: str) -> None:
    strings = [string for strings in said(messages, language).values() for string in strings]
    # tags have quotation marks of their own
    assert [s for s in strings if re.search(SIGNS[language], re.sub(r"<[^>]+>", "", s))] == []
