"""Well-known headers, and what is never stored."""

import pytest

from people.roster.columns import (
    FORBIDDEN,
    MEANINGS,
    as_saved,
    forbidden_kind,
    from_saved,
    known,
    letter,
    looks_forbidden,
    meaning_of,
)
from people.roster.people_in_file import NoSuchDay, path_of, read_day, written_path
from people.roster.reading import Sheet
from people.roster.staging import staged_from
from tests.people.roster.bring import SAMPLES


def test_no_header_means_two_things():
    headers = [header for words in MEANINGS.values() for header in words.split()]
    assert len(headers) == len(set(headers))
    assert [header for header in headers if known(header) != header] == []


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Henkilönumero", "number"),
        ("Hlö-nro", "number"),
        ("Employee ID", "number"),
        ("Anställningsnummer", "number"),
        ("Sukunimi", "last_name"),
        ("E-post", "email"),
        ("Sähköposti", "email"),
        ("Lähiesihenkilö", "supervisor"),
        ("Närmaste chef", "supervisor"),
        ("Palvelussuhde alkaa", "starts_on"),
        ("Kustannuspaikka", ""),
        ("usageLocation", ""),
    ],
)
def test_headers(header, meaning):
    assert meaning_of(header) == meaning


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Henkilötunnus", "identity"),
        ("HETU", "identity"),
        ("Personbeteckning", "identity"),
        ("Social security number", "identity"),
        ("IBAN", "bank"),
        ("BIC", "bank"),
        ("Tilinumero", "bank"),
        ("Salasana", "password"),
        ("Kotiosoite", "home"),
        ("Postinumero", "home"),
        ("Erityisruokavalio", "health"),
        ("Specialkost", "health"),
        ("Syntymäaika", "birth"),
        ("Palkka", "pay"),
        ("Ammattiliitto", "belief"),
        ("Palkkanumero", ""),
        ("Henkilönumero", ""),
        ("Yksikkö", ""),
        ("Työpaikan osoite", ""),
        ("Deputy", ""),
    ],
)
def test_forbidden_headers(header, kind):
    assert forbidden_kind(header) == kind


def test_what_is_known_is_never_forbidden():
    assert [header for words in MEANINGS.values() for header in words.split() if forbidden_kind(header)] == []
    assert FORBIDDEN.keys() <= {"identity", "bank", "password", "home", "health", "birth", "pay", "belief"}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("010190-000X", "identity"),
        ("010190A123B", "identity"),
        ("Aino 131052-308T hoidossa", "identity"),
        ("131052308T", "identity"),
        ("FI21 1234 5600 0007 85", "bank"),
        ("FI2112345600000785", "bank"),
        ("SE45 5000 0000 0583 9825 7466", "bank"),
        ("0401234567", ""),
        ("00101", ""),
        ("aino.virtanen1990@kotikunta.example", ""),
        ("2026-05-03", ""),
        ("Kotikunta/Sivistys/Ruokapalvelut 2026", ""),
    ],
)
def test_values_that_are_blanked(value, kind):
    assert looks_forbidden(value) == kind


def test_a_value_in_a_wrong_column_is_blanked_and_named_by_its_place():
    staged = staged_from(b"Numero;Sukunimi;Etunimi\n00101;Laine 010190-000X;Matti\n", "x.csv")
    assert staged.sheet.rows[1] == ["00101", "", "Matti"]
    assert staged.dropped[""].cells == [(2, 1, "identity")]
    assert b"010190" not in staged.as_bytes()


def test_another_header_row_shows_more_that_must_go():
    staged = staged_from(b"Lista;;\nx;y;z\nA;Kotiosoite;C\n1;Katu 5;2\n", "x.csv")
    layout = staged.layout
    layout.header, layout.meanings = 3, ["number", "last_name", "first_name"]
    staged.take(layout)
    assert staged.sheet.rows[3] == ["1", "", "2"]
    assert staged.layout.meanings == ["number", "", "first_name"]


def test_a_saved_mapping_finds_its_columns_by_their_headers():
    staged = staged_from(SAMPLES["1"].read_bytes(), "x.csv")
    saved = as_saved(staged.layout, staged.sheet)
    turned = [Sheet("", [row[::-1] for row in staged.sheet.rows])]
    layout, missing = from_saved(saved, turned)
    assert (layout.meanings, missing) == (staged.layout.meanings[::-1], [])
    without = [Sheet("", [row[1:] for row in staged.sheet.rows])]
    assert from_saved(saved, without)[1] == ["henkilönumero"]


@pytest.mark.parametrize(
    "written", ["3.5.2026", "03.05.2026", "2026-05-03", "20260503", "03052026", "2026-05-03T00:00:00Z"]
)
def test_days(written):
    assert read_day(written).isoformat() == "2026-05-03"


@pytest.mark.parametrize("written", ["9.75", "3.5.26", "5/3", "huomenna", "13.13.2026", "46145", "0.5.2026"])
def test_no_days(written):
    with pytest.raises(ValueError):  # noqa: PT011
        read_day(written)


def test_a_day_that_its_month_does_not_have():
    with pytest.raises(NoSuchDay, match=r"28\.2\.2026"):
        read_day("31.2.2026")


def test_letters_of_columns():
    assert [letter(at) for at in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


@pytest.mark.parametrize("path", [("Kotikunta", "A/B", "C\\D", "E|F;G"), ("x",), ("\\",), ("/",)])
def test_paths_come_back(path):
    assert path_of(written_path(path)) == path
