"""The six sample files, and what each must give (tests/people/roster/files)."""

import datetime

import pytest

from people.models import SupervisionLine, User
from people.roster.actions import NotReady
from people.roster.columns import Layout
from people.roster.people_in_file import people_in
from tests.people.roster.bring import bring, codes, lines, people, plan, staged, tree

pytestmark = pytest.mark.django_db
TREE = {
    "Kotikunta": "",
    "Sivistys": "Kotikunta",
    "Tekniikka": "Kotikunta",
    "Ruokapalvelut": "Sivistys",
    "Varhaiskasvatus": "Sivistys",
    "Katu- ja puistoyksikkö": "Tekniikka",
}
LINES = {
    "Ruokapalvelut": "00101",
    "Katu- ja puistoyksikkö": "00104",
    "Tekniikka": "00105",
    "Varhaiskasvatus": "00105",
}


@pytest.fixture
def importer(db) -> User:
    """HR, of whom the register knows nothing else: an empty register."""
    return User.objects.create_user("henkilosto", first_name="Sari", last_name="Koskinen", is_hr=True)


@pytest.mark.parametrize("sample", ["1", "2"])
def test_a_finnish_csv_in_either_encoding(importer, sample):
    made = bring(sample, importer)
    assert (made.errors, made.questions, made.held) == ([], [], [])
    assert made.counts == {
        "new": 6, "changed": 0, "moved": 0, "returns": 0, "ended": 0, "unchanged": 0, "lines": 4, "units": 6,
    }  # fmt: skip
    assert tree() == TREE
    assert lines() == LINES
    found = people()
    assert sorted(found) == ["00101", "00102", "00103", "00104", "00105", "00106"]
    aino, johanna, leena, liisa = found["00102"], found["00103"], found["00105"], found["00106"]
    assert (aino.first_name, aino.calling_name, aino.name) == ("Aino Maria", "Aino", "Aino Virtanen")
    assert aino.email == "aino.virtanen@kotikunta.example"
    assert (johanna.email, johanna.username, johanna.language) == ("", "johanna.aberg", "sv")
    assert leena.last_name == ("Šimek" if sample == "1" else "Simek")
    assert (leena.language, liisa.language) == ("fi", "fi")
    assert (liisa.first_name, liisa.last_name) == ("Anna-Liisa af", "Mäki-O'Connor")
    assert (liisa.ends_on, liisa.is_active) == (datetime.date(2026, 12, 31), True)
    assert {person.supervisor.number for person in (aino, johanna, liisa)} == {"00101", "00104", "00105"}


@pytest.mark.parametrize("sample", ["1", "2", "3", "4"])
def test_the_same_file_twice_changes_nothing(importer, sample):
    bring(sample, importer)
    again = plan(sample, importer)
    assert (again.changes, again.errors, again.questions) == (0, [], [])


def test_the_second_file_after_the_first_is_one_change(importer):
    bring("1", importer)
    again = bring("2", importer)
    changed = [entry for entry in again.entries if entry.kind != "unchanged"]
    assert [(entry.kind, entry.fields) for entry in changed] == [("changed", {"last_name": ("Šimek", "Simek")})]
    assert again.changes == 1
    assert people()["00105"].sort_key.startswith("simek")


def test_a_directorys_export(importer):
    made = bring("3", importer)
    assert (made.errors, made.counts["new"], made.counts["units"], made.lines) == ([], 9, 1, [])
    assert codes(made.left_out) == [("guest", [11]), ("inactive", [12]), ("no_person", [13])]
    assert [found.value for found in made.left_out] == ["Konsultti Vieras", "Ihminen Lähtenyt", "Kokoushuone 3"]
    assert codes(made.notes) == [("no_supervisors", [])]
    staff = User.objects.filter(unit__name_fi="Henkilöstö")
    assert staff.count() == 9
    assert {person.email for person in staff} >= {"aino.virtanen@kotikunta.example", "johanna.aberg@kotikunta.example"}
    assert staff.get(last_name="Virtanen").title_fi == "suunnittelija"


def test_a_time_system(importer, caplog):
    found = staged("4")
    assert [sheet.name for sheet in found.sheets] == ["Ohje", "Henkilölista"]
    assert found.layout.sheet == "Henkilölista"
    dropped = found.dropped["Henkilölista"]
    assert dropped.columns == {6: "identity", 7: "bank"}
    assert b"010190-000X" not in found.as_bytes()
    assert not {"010190-000X", "NDEAFIHH"} & {cell for row in found.sheet.rows for cell in row}
    made = bring(found, importer)
    assert made.errors == []
    assert codes(made.left_out) == [("inactive", [9])]
    assert ("zeros", [3, 5, 7, 11, 13, 15, 17, 19, 21]) in codes(made.notes)
    told = {(note.code, note.value) for note in made.notes}
    assert told >= {("other_unit", "Siivous"), ("other_supervisor", "00201")}
    assert (made.counts["new"], tree(), lines()) == (19, {"Ruoka": ""}, {"Ruoka": "00200"})
    day = datetime.date(2026, 5, 3)
    assert set(User.objects.exclude(number="").values_list("starts_on", flat=True)) == {day}
    assert {person.last_name for person in people().values()} >= {"Nguyễn", "Þórsdóttir", "Mäki-O'Connor"}
    assert "010190" not in caplog.text


def test_without_a_header_row(importer):
    found = staged("5")
    meanings = ["username", "first_name", "last_name", "number", *[""] * 2, "starts_on", "", "unit", "supervisor", ""]
    found.take(Layout(found.sheet.name, 0, meanings))
    made = bring(found, importer)
    assert (made.errors, made.counts["new"], lines()) == ([], 2, {"Ruoka": "101"})
    assert {person.username for person in people().values()} == {"aino.virtanen", "matti.laine"}


def test_all_errors_at_once_and_nothing_saved(importer):
    made = plan("6", importer)
    told = {(found.code, tuple(found.rows), found.value) for found in made.errors}
    assert told == {
        ("each_other", (2, 3), "00102, 00101"),
        ("number_twice", (4, 8), "00103"),
        ("no_last_name", (9,), ""),
        ("email", (9,), "x@"),
        ("language", (9,), "xx"),
        ("unit", (9,), "Kotikunta/"),
        ("unknown_supervisor", (9,), "99999"),
        ("day_of_month", (9,), "31.2.2026"),
        ("day", (9,), "9.75"),
    }
    columns = {found.code: staged("6").column(found.at) for found in made.errors}
    assert columns["day"] == "K · Päättyy"
    assert columns["each_other"] == "I · Esihenkilö"
    with pytest.raises(NotReady):
        bring("6", importer)
    bring("1", importer)  # in a register that knows them: each row is named once, not as one number and as one person
    again = [tuple(found.rows) for found in plan("6", importer).errors if len(found.rows) > 1]
    assert sorted(again) == [(2, 3), (4, 8)]


def test_nothing_of_a_file_with_errors_is_saved(importer):
    with pytest.raises(NotReady):
        bring("6", importer)
    assert (User.objects.count(), SupervisionLine.objects.count()) == (1, 0)


def test_a_whole_file_is_read_without_its_people_being_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        found = staged("1")
        assert len(people_in(found.sheet, found.layout).people) == 6
