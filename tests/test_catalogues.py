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

from support.models import Measure
from verme.survey import questions

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


QUOTES = {"tests/test_catalogues.py", "people/roster/columns.py"}  # headers as other systems' files have them
DATED = re.compile(r"esimie[sh]|\b(?:alainen|alais[eit])", re.IGNORECASE)


def dated(text: str) -> list[str]:
    return DATED.findall(text)


def test_dated_words_are_not_used() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "templates", "locale/*.po", "static/*.js"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    found = {name: dated((ROOT / name).read_text(encoding="utf-8")) for name in listed if name not in QUOTES}
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
    {"all", "everybody"},
    {"back without ending", "cancel"},
    {"proposed", "suggested"},
    {"brought by", "who brings it"},
    {"call open", "takes sign-ups"},
    {"cancelled", "not held"},
    {"closed", "ended"},
    {"closing", "ending"},
    {"delete", "remove"},
    {"delete", "take out"},
    {"deputy", "substitute"},
    {"end the conversation", "go to ending"},
    {"find", "search"},
    {"going on", "running"},
    {"going on", "under way"},
    {"running", "under way"},
    {"in use", "on"},
    {"job title", "title"},
    {"led by", "supervisor"},
    {"led by", "who leads"},
    {"measures", "support"},
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
        r"kokonaisuu(?!den hahm)": "koko keskustelu",
        r"pöytäkirja": "muistio",
        r"sopimu": "sovittu asia",
        r"\bjollekin\b": "jollekulle",
        r"\bvirhe": "what went wrong and what to do",
        r"sairauslom": "sairauspoissaolo",
        r"puuttumi": "tuki",
        r"toimesta\b": "who did it",
        r"kli(?:kk|ka)a": "paina, valitse",
        r"[Ss]inulle avat|avannut sinulle|avaa (?:sen|koko keskust)|avaatte|kenelle avaat|peru avaus": "lukuoikeus",
        r"kutsu(?:n)? (?:on )?auki|(?:avaa|päätä) kutsu": "ilmoittautuminen",
        r"(?:keskustelua|seurantaa|työpajaa|kokoontumista)\b.* ei pidetä|jätetään pitämättä|ei toteudu\b": "peruttu",
        r"toisena osapuolena": "sinä ja (the name)",
        r"toimenpi": "keino",
        r"QR-kuv": "QR-koodi",
        r"videoty": "valkokangas",
        r"tämän näkevät:|ei kukaan (?:si|vas|omaa)": "Kuka näkee: ei kukaan",
        r"nouse[et]\w* (?:mukaan )?itsestään|on täyttä": "saat paikan automaattisesti",
        r"esiintyä|periä|perii\b": "suorittaa; poistuu",
        r"päivähoi": "päiväkoti",
        r"\bväki\b|\bväen\b": "the unit",
        r"\bota pois\b": "poista",
        r"ryhmän kuva|kuva[na]?sa? HR": "ryhmän tulokset",
        r"\d kk [a-zäö]+n? ?[a-zäö]*sta\b|%\(period\)s \w+sta\b": "kun … on kulunut",
        r"jäi epäselväksi|vika on meidän|rastita, että tarkoitat": "docs/words.md",
        r"työtover": "työkaveri; kollega (the mentor)",
        r"[Tt]oi(?:nen|sen|selle|sta) osapuol": "keskustelukumppani, or the name",
        r"kutsu\w* (?:sinut |\w*esihenkilö\w* )?keskustelu": "ehdottaa keskustelua",
        r"^päätä (?:tämä )?keskustelu|on päättänyt (?:tämän )?keskustelu": "merkitä päättyneeksi",
        r"jolle avasit|jätä avaamatta|ryhmät ja kutsu\b|sanat kutsuun": "lukuoikeus; ilmoittautuminen",
        r"^kuva HR|kerro tulokset": "tulokset HR:lle; julkaise",
        r"vedä päivä|aloita päivä": "ohjaa tilaisuutta",
        r"työ ei suju": "pulma työssä",
        r"Verme-tapaami": "Verme-kokoontuminen",
    },
    "sv": {
        r"(?<!konsekvens)(?<!risk)bedömning": "utvärdering",
        r"arbetstagare|\banställda?s?\b|underordnad": "medarbetare",
        r"\bförm[aä]n": "chef",
        r"personaltjänst": "HR",
        r"\bkallelse": "inbjudan",
        r"\bavtal(?:et|en)?\b": "överenskommelse",
        r"protokoll": "promemoria",
        r"\bextern": "utomstående",
        r"följande nivå": "nästa nivå",
        r"\bavisering": "notis",
        r"\bprata": "tala, samtala",
        r"\bdemons?\b": "demoversionen",  # also a demon
        r"\bsession": "inloggning",
        r"\bmejl|\be-?mail|\bepost": "e-post",
        r"på en (?:ny|annan) flik": "i en flik",
        r"överallt annars|\bnu ännu\b": "på alla andra ställen; nu också",
        r"\bklicka": "tryck, välj",
        r"öppn(?:a|at) samtal(?:et)? för|öppning(?:en)? (?:tas|har|tillbaka)|öppnat för dig": "läsrätt",
        r"inbjudan (?:är )?öppen|(?:öppna|avsluta) inbjudan": "anmälan",
        r"\bhålls inte\b|håller det inte|blir inte av": "inställd",
        r"av (?:dig|sig) själva?\b.*plats|flyttas? (?:du )?upp av": "får automatiskt en plats",
        r"i formen \d": "så här:",
        r"\bkunde (?:jag|vi|ni|min|någon|hitta|gissa)|\bkunde i princip": "skulle kunna",
        r"\bhurdan": "vilken typ av",
        r"på kommande": "kommande",
        r"kalenderpost": "kalenderanteckning",
        r"QR-bild": "QR-kod",
        r"verkstad": "workshop",
        r"VatuPassi-runda": "VatuPassi-omgång",
        r"Verme-grupp": "Vermegrupp",
        r"föråldra": "har gått ut; inte längre aktuell",
        r"resultaten berättas|inget berättas": "visas",
        r"funktionell": "aktivitetsbaserad",
        r"det här ser:|ingen (?:dina|ditt|att du)": "Vem ser: ingen",
        r"åtgärdsbib|\bsom åtgärd\b": "stödåtgärd",
        r"gruppens bild|sin bild": "gruppens resultat",
        r"\d mån\b": "månader",
        r"pensionsförsäkraren": "pensionsanstalten",
        r"alla som har markerat": "gjort markeringar",
        r"\bjämlika": "jämbördiga",
        r"följande kod": "nästa kod",
        r"förverkligat": "genomfört",
        r"överenskommen\b": "avtalad",
        r"\bfrågas\b": "behöver (one asks somebody, or after something)",
        r"den andra parten": "samtalspartner, or the name",
        r"bjud\w* in \w*(?: \w+)? ?till ett samtal": "föreslå ett samtal",
        r"^avsluta (?:det här )?samtalet|har avslutat (?:ert )?samtal": "markera som avslutat",
        r"öppnat det för|grupper och inbjudan|ord till inbjudan": "läsrätt; anmälan",
        r"bilden till HR|berätta resultaten": "resultaten till HR; visa resultaten",
        r"\bposten försvinner": "kalenderanteckningen",
        r"meddelandet är borta": "notisen",
        r"arbetet inte löper": "bekymmer i arbetet",
    },
    "en": {
        r"subordinate|\bstaff member": "employee",
        r"\bboss\b|line manager|superior": "supervisor",
        r"\bminutes of the": "memo",
        r"\berror": "what went wrong and what to do",
        r"\butili[sz]e|\bleverage|stakeholder": "a plain word",
        r"\bclick": "press, choose",
        r"\bnobody (?:your|that you)": "nobody.",
        r"for whom has": "for the person without",
        r"\bhaste\b": "rush, time pressure",
        r"\bopening back|opened to you|\bopen(?:ed)? (?:the|a) conversation to (?!change)": "read access",
        r"is not held\b": "is cancelled",
        r"move up by": "get a place automatically",
        r"QR picture|group’s picture": "QR code; results",
        r"told from ten": "shown once ten people have answered",
        r"calling name": "preferred name",
        r"\ban own\b": "your own",
        r"run the day": "run the event",
        r"\bother party": "the person you talk with, or the name",
        r"invit\w+ (?:%\(name\)s |your supervisor |you )?to a conversation": "suggest a conversation",
        r"^end th(?:e|is) conversation|has ended (?:the|your|this) conversation": "mark as ended",
        r"\bopen(?:ed)? it to (?:them|somebody)|to whom you open(?:ed)? it": "read access",
        r"\bthe call\b": "sign-up",
        r"does not go well": "a problem at work",
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


# Words that stand in nearly every English sentence, and in no Finnish or Swedish one.
ENGLISH = re.compile(r"\b(?:the|of|with|your|you|this|that|from|are|is|was|has)\b", re.IGNORECASE)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_english_is_left(messages, language: str) -> None:
    found = [s for strings in said(messages, language).values() for s in strings if ENGLISH.search(s)]
    assert found == []


def test_english_that_is_left_would_be_found() -> None:
    assert [bool(ENGLISH.search(s)) for s in ("Tallenna the file", "You välkommen", "Ota talteen", "Vem ser det")] == [
        True,
        True,
        False,
        False,
    ]


# ---- Who sees a page: one label, and after it first who


SEEN_BY = {"fi": "Kuka näkee:", "sv": "Vem ser:", "en": "Seen by:"}


def seen_lines() -> set[str]:
    """What the templates say after the label."""
    names = subprocess.run(
        ["git", "ls-files", "templates"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in names]
    blocks = [block for text in texts for block in re.findall(r"seen_by\((.*?)\)\s*\}\}", text, re.DOTALL)]
    lines = {line for block in blocks for line in re.findall(r"_\(\"(.*?)\"\)", block)}
    return {
        line for line in lines if not line.startswith(("Each", "Deleted"))
    }  # when it is deleted has its own sentence


def after_the_label(line: str) -> bool:
    """A small letter unless it is a name, and a full stop."""
    return bool(re.match(r"(?:[^\WA-ZÅÄÖ\d_]|HR\b|Verme\b|%\()", line)) and line.endswith(".")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_who_sees_a_page_is_said_in_one_way(messages, language: str) -> None:
    catalogue = said(messages, language)
    assert catalogue["", "Seen by:"] == [SEEN_BY[language]]
    lines = {catalogue["", line][0] for line in seen_lines() if ("", line) in catalogue}
    assert len(lines) > 50
    assert sorted(line for line in lines if not after_the_label(line)) == []
    others = [
        s for strings in catalogue.values() for s in strings if re.match(r"(?:Tämän|Det här) (?:näkevät|ser):", s)
    ]
    assert others == []


def test_another_way_would_be_found() -> None:
    lines = ("vain sinä.", "HR.", "Vain sinä.", "vain sinä", "ei kukaan. Ryhmä näkee määrän.")
    assert [after_the_label(line) for line in lines] == [True, True, False, False, True]


# ---- What is put together in the code cannot be in a catalogue


@pytest.mark.parametrize(
    "line",
    [
        '_(f"Saved at {time}")',
        '_("Saved at %s" % time)',
        '_("Saved at {}".format(time))',
        '_("Saved " + time)',
        "_(name)",
        'f"{_(name)}: {value}"',
        'pgettext("a room", name)',
        'ngettext("one", many, count)',
    ],
)
def test_a_string_that_is_never_translated_is_found(messages, line: str) -> None:
    with pytest.raises(SystemExit, match="never translated"):
        messages.calls(Path("x.py"), line)


def test_a_translation_under_a_name_of_its_own_is_found(messages) -> None:
    with pytest.raises(SystemExit, match="does not know"):
        messages.calls(Path("x.py"), "from django.utils.translation import gettext as say")


@pytest.mark.parametrize(
    "line",
    [
        "f\"{about} {_('It takes a few minutes.')}\"",
        "f'{a:{_(\"It takes a few minutes.\")}}'",
        "a[_('It takes a few minutes.')]",
    ],
)
def test_a_string_inside_an_f_string_is_found(messages, line: str) -> None:
    assert messages.calls(Path("x.py"), line) == "_('It takes a few minutes.')"


# ---- Words that live in the database (language.md A14, A15, A75, B39, B40)


@pytest.mark.django_db
def test_the_measures_that_came_with_the_application_say_it_plainly() -> None:
    texts = [
        str(value)
        for row in Measure.objects.values(
            *(f"{stem}_{lang}" for stem in ("name", "fits", "start") for lang in ("fi", "sv", "en"))
        )
        for value in row.values()
    ]
    bad = re.compile(
        r"älä sairauksista|ilman asiaa|inte om sjukdomar|Lov att|kunnandet räcker|puuttumi"
        r"|not about illnesses|\bhaste\b|Leave to try"
    )
    assert [text for text in texts if bad.search(text)] == []
    assert any("Terveydestäsi puhut vain työterveyshuollon kanssa." in text for text in texts)


def test_the_answer_to_onko_is_ei() -> None:
    answers = {q.key: [w["fi"] for w in q.choices] for q in questions.FEEDBACK if q.kind == "one"}
    asked = {q.key: q.words["fi"] for q in questions.FEEDBACK}
    assert [
        key
        for key, words in answers.items()
        if words[-1] == "en" and not re.match(r"(Sai|Osallistui)\w*tko", asked[key])
    ] == []
    assert [key for key, words in answers.items() if words[-1] == "ei" and re.match(r"\w+tko\b", asked[key])] == []
