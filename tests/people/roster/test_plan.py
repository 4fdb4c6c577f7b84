"""What a file would change: identity, leavers, lines, and the rules of the register."""

import datetime

import pytest
from django.utils import timezone

from people.models import SignInChange, SupervisionLine, Unit, User
from people.roster.actions import NotReady, carry_out
from tests.factories import make_line, make_person, make_unit
from tests.people.register_form import told
from tests.people.roster.bring import HEAD, bring, codes, lines, people, plan, staged

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def importer(db) -> User:
    return User.objects.create_user("sari", first_name="Sari", last_name="Koskinen", is_hr=True)


def numbered(number: str, **fields) -> User:
    person = make_person(**fields)
    person.number = number
    person.save()
    return person


def kinds(made) -> dict[str, str]:
    return {
        (entry.said.number if entry.said else entry.person.number): entry.kind
        for entry in made.entries
        if entry.kind != "unchanged"
    }


# ---- Identity


def test_a_new_name_and_address_on_a_known_number_is_one_change(importer):
    bring(HEAD + "1;Laine;Matti;matti@kotikunta.example;Ruoka;;\n", importer)
    made = bring(HEAD + "1;Nieminen;Matti;nieminen@kotikunta.example;Ruoka;;\n", importer)
    assert (kinds(made), User.objects.count()) == ({"1": "changed"}, 2)
    assert (people()["1"].last_name, people()["1"].email) == ("Nieminen", "nieminen@kotikunta.example")


def test_numbers_with_and_without_zeros_are_one(importer):
    bring(HEAD + "00200;Laine;Matti;;Ruoka;;\n", importer)
    assert plan(HEAD + "200;Laine;Matti;;Ruoka;;\n", importer).changes == 0


def test_somebody_of_the_register_without_a_number_is_known_by_address_and_name(importer):
    aino = make_person(name="Aino Virtanen", email="aino@kotikunta.example")
    made = bring(HEAD + "1;Virtanen;Aino Maria;aino@kotikunta.example;;;\n", importer)
    assert (kinds(made), people()["1"].pk) == ({"1": "changed"}, aino.pk)


@pytest.mark.parametrize("answer", ["same", "other"])
def test_an_address_with_another_name_asks(importer, answer):
    aino = make_person(name="Aino Virtanen", email="aino@kotikunta.example")
    found = staged(HEAD + "1;Laine;Aino;aino@kotikunta.example;;;\n")
    made = found.plan(importer, None)
    assert codes(made.questions) == [("same_person", [2])]
    with pytest.raises(NotReady):
        carry_out(made, by=importer, leavers_checked=True)
    found.answers[2] = answer
    made = found.plan(importer, None)
    carry_out(made, by=importer, leavers_checked=True)
    aino.refresh_from_db()
    one = people()["1"]
    if answer == "same":
        assert (one.pk, one.last_name) == (aino.pk, "Laine")
    else:
        assert (one.email, aino.last_name, aino.email) == ("", "Virtanen", "aino@kotikunta.example")
    assert found.plan(importer, None).changes == 0


def test_a_freed_address_inherits_nothing(importer):
    old = numbered("1", name="Aino Virtanen", email="aino@kotikunta.example")
    old.set_password("lumi satoi yöllä hiljaa")
    old.save()
    made = bring(HEAD + "2;Virta;Aino;aino@kotikunta.example;;;\n", importer)
    assert kinds(made) == {"2": "new", "1": "ended"}
    new = people()["2"]
    old.refresh_from_db()
    assert (new.pk == old.pk, new.is_in_use, new.email) == (False, False, "aino@kotikunta.example")
    assert (old.is_active, old.email) == (False, "")


def test_addresses_change_hands(importer):
    bring(HEAD + "1;A;A;a@x.example;;;\n2;B;B;b@x.example;;;\n", importer)
    bring(HEAD + "1;A;A;b@x.example;;;\n2;B;B;a@x.example;;;\n", importer)
    assert {number: person.email for number, person in people().items()} == {"1": "b@x.example", "2": "a@x.example"}


def test_anothers_address_is_refused(importer):
    numbered("9", name="Matti Laine", email="matti@x.example")
    made = plan(HEAD + "9;Laine;Matti;matti@x.example;;;\n1;A;A;;;;\n2;B;B;sari@x.example;;;\n", importer)
    assert made.errors == []
    importer.email = "sari@x.example"
    importer.number = "50"
    importer.save()
    rows = "9;Laine;Matti;matti@x.example;;;\n2;B;B;sari@x.example;;;\n"
    assert codes(plan(HEAD + rows, importer, is_whole=False).questions) == [("same_person", [3])]


# ---- Leavers


def test_leavers_of_a_whole_list_match_by_number_only(importer):
    numbered("1", name="Aino Virtanen")
    stays = make_person(name="Matti Laine")
    made = bring(HEAD + "2;Uusi;Ihminen;;;;\n", importer)
    assert kinds(made) == {"1": "ended", "2": "new"}
    stays.refresh_from_db()
    assert (people()["1"].is_active, stays.is_active) == (False, True)


def test_a_part_ends_nobody(importer):
    numbered("1", name="Aino Virtanen")
    assert kinds(bring(HEAD + "2;Uusi;Ihminen;;;;\n", importer, is_whole=False)) == {"2": "new"}


def test_many_leavers_wait_for_a_look(importer):
    for number in range(1, 41):
        numbered(str(number), name=f"Nimi{number} Sukunimi")
    rows = [f"{number};Sukunimi;Nimi{number};;;;\n" for number in range(1, 41)]
    assert not plan(HEAD + "".join(rows[2:]), importer).brakes  # two of 41
    made = plan(HEAD + "".join(rows[3:]), importer)
    assert made.brakes
    with pytest.raises(NotReady):
        carry_out(made, by=importer, leavers_checked=False)
    carry_out(made, by=importer, leavers_checked=True)
    assert User.objects.active().count() == 38


def test_somebody_comes_back_without_their_tasks(importer):
    person = numbered("1", name="Aino Virtanen", is_hr=True, is_active=False)
    made = bring(HEAD + "1;Virtanen;Aino;;;;\n", importer)
    person.refresh_from_db()
    assert (kinds(made), person.is_active, person.is_hr) == ({"1": "returns"}, True, False)


def test_an_employment_that_has_ended(importer):
    numbered("1", name="Aino Virtanen")
    made = bring(HEAD + "1;Virtanen;Aino;;;;1.1.2020\n2;Uusi;Ihminen;;;;1.1.2020\n", importer)
    assert (kinds(made), codes(made.left_out)) == ({"1": "ended"}, [("has_ended", [3])])
    assert people()["1"].ends_on == datetime.date(2020, 1, 1)
    assert plan(HEAD + "1;Virtanen;Aino;;;;1.1.2020\n", importer).changes == 0


def test_the_last_of_hr_and_the_importer_stay(importer):
    other = numbered("1", name="Toinen Henkilöstö", is_hr=True)
    importer.number = "2"
    importer.save()
    made = plan(HEAD + "3;Uusi;Ihminen;;;;\n", importer)
    assert (kinds(made), codes(made.held)) == ({"3": "new", "1": "ended"}, [("own_end", [])])
    made = plan(HEAD + "3;Uusi;Ihminen;;;;\n", User.objects.create_user("admin", is_admin=True))
    assert {code for code, _rows in codes(made.held)} == {"last_hr"}
    assert kinds(made) == {"3": "new"}
    assert other.is_active


# ---- The importer


def test_nothing_makes_the_importer_a_supervisor(importer):
    importer.number = "9"
    importer.save()
    rows = "9;Koskinen;Sari;;Henkilöstö;;\n1;Laine;Matti;;Ruoka;9;\n"
    made = bring(HEAD + rows, importer)
    assert (codes(made.held), lines()) == ([("own_data", [2]), ("own_lead", [])], {})
    importer.refresh_from_db()
    assert importer.unit is None


def test_nobody_is_moved_under_the_importer(importer):
    mine, other = make_unit(name="Oma"), make_unit(name="Muu")
    make_line(supervisor=importer, unit=mine)
    matti = numbered("1", name="Matti Laine", unit=other)
    made = bring(HEAD + "1;Laine;Matti;;Oma;;\n", importer)
    matti.refresh_from_db()
    assert (codes(made.held), matti.unit) == ([("own_line", [2])], other)


def test_whoever_saved_the_mapping_counts_as_the_importer(importer):
    saver = numbered("9", name="Tallentaja Toinen", is_hr=True)
    made = staged(HEAD + "9;Toinen;Tallentaja;;;;\n1;Laine;Matti;;Ruoka;9;\n").plan(importer, saver)
    assert codes(made.held) == [("own_lead", [])]


# ---- Sign-in


def in_use(person: User) -> User:
    person.set_password("lumi satoi yöllä hiljaa")
    person.save()
    return person


def test_a_new_address_on_an_account_in_use_waits(importer):
    aino = in_use(numbered("1", name="Aino Virtanen", email="aino@kotikunta.example"))
    row = "1;Virtanen;Aino;kaapattu@elsewhere.example;;;\n"
    made = bring(HEAD + row, importer)
    aino.refresh_from_db()
    assert (aino.email, made.changes) == ("aino@kotikunta.example", 1)
    change = SignInChange.objects.get()
    assert (change.person, change.email, change.asked_by) == (aino, "kaapattu@elsewhere.example", importer)
    assert "sign_in_change_asked" in told(aino)
    assert plan(HEAD + row, importer).changes == 0
    other = plan(HEAD + row.replace("kaapattu", "toinen"), importer)
    assert (other.changes, codes(other.held)) == (0, [("other_waits", [2])])


def test_the_language_that_somebody_has_chosen_stays(importer):
    head = HEAD.replace("Päättyy", "Kieli")
    person = numbered("1", name="Aino Virtanen", language="en")
    assert plan(head + "1;Virtanen;Aino;;;;fi\n", importer).entries[0].fields == {"language": ("en", "fi")}
    in_use(person)
    assert plan(head + "1;Virtanen;Aino;;;;fi\n", importer).changes == 0


def test_a_new_name_is_told(importer):
    aino = in_use(numbered("1", name="Aino Virtanen", email="aino@kotikunta.example"))
    bring(HEAD + "1;Laine;Aino;;;;\n", importer)
    assert "sign_in_change_done" in told(aino)


# ---- Units


def test_an_import_mails_nobody_in_a_closed_unit(importer):
    open_unit = make_unit(name="Avoin")
    rows = "1;A;A;a@x.example;Avoin;;\n2;B;B;b@x.example;Uusi;;\n"
    bring(HEAD + rows, importer)
    assert (told(people()["1"]), told(people()["2"])) == (["activation"], [])
    assert (open_unit.is_open, Unit.objects.get(name_fi="Uusi").is_open) == (True, False)


def test_a_move_is_told_in_an_open_unit_and_keeps_the_earlier_supervisor(importer):
    old, new = make_unit(name="Vanha"), make_unit(name="Uusi")
    leader = numbered("8", name="Eka Esihenkilö", unit=old)
    numbered("9", name="Toka Esihenkilö", unit=new)
    make_line(supervisor=leader, unit=old)
    aino = numbered("1", name="Aino Virtanen", unit=old)
    rows = "8;Esihenkilö;Eka;;Vanha;;\n9;Esihenkilö;Toka;;Uusi;;\n1;Virtanen;Aino;;Uusi;9;\n"
    made = bring(HEAD + rows, importer)
    assert (kinds(made), lines()) == ({"1": "moved"}, {"Vanha": "8", "Uusi": "9"})
    assert told(aino) == ["supervisor_changed"]
    assert plan(HEAD + rows, importer).changes == 0


def test_a_unit_is_known_by_its_only_name_wherever_it_stands(importer):
    top = make_unit(name="Kotikunta")
    ruoka = make_unit(name="Ruoka", parent=top)
    bring(HEAD + "1;A;A;;ruoka;;\n", importer)
    assert people()["1"].unit == ruoka
    make_unit(name="Ruoka", parent=ruoka)
    assert codes(plan(HEAD + "1;A;A;;Ruoka;;\n", importer).errors) == [("unit_twice", [2])]
    assert plan(HEAD + "1;A;A;;Kotikunta/Ruoka;;\n", importer).changes == 0


# ---- Lines


def row(number: int, unit: str, supervisor: object = "") -> str:
    return f"{number};Suku{number};Etu{number};;{unit};{supervisor};\n"


@pytest.mark.parametrize(
    ("rows", "leads"),
    [
        ([(1, "K/A", 2), (2, "K/A", "")], {"A": "2"}),
        ([(1, "K/A", 2), (2, "K/A", 3), (3, "K", "")], {"A": "2", "K": "3"}),
        ([(1, "K/A", 3), (2, "K/A", 3), (3, "K", "")], {"A": "3"}),
        ([(1, "K/A", 1)], {}),  # oneself
        ([(1, "K/A", 2), (2, "K", 3), (3, "K", "")], {"A": "2", "K": "3"}),
    ],
)
def test_who_leads(importer, rows, leads):
    bring(HEAD + "".join(row(*each) for each in rows), importer)
    assert lines() == leads
    assert plan(HEAD + "".join(row(*each) for each in rows), importer).changes == 0


@pytest.mark.parametrize(
    ("rows", "code", "where"),
    [
        ([(1, "K/A", 3), (2, "K/A", 4), (3, "K", ""), (4, "K", "")], "two_supervisors", [2, 3]),
        ([(1, "K/A", 2), (2, "K/A", 1)], "each_other", [2, 3]),
        ([(1, "K/A", 2), (2, "K/B", 1)], "each_other", [2, 3]),
        ([(1, "K/A", 2), (2, "K/B", 3), (3, "K/C", 1)], "each_other", [2, 3, 4]),
        ([(1, "K/A", 7)], "unknown_supervisor", [2]),
    ],
)
def test_lines_that_do_not_fit(importer, rows, code, where):
    assert (code, where) in codes(plan(HEAD + "".join(row(*each) for each in rows), importer).errors)


def test_another_supervisor_ends_the_earlier_line(importer):
    bring(HEAD + row(1, "K", 2) + row(2, "K") + row(3, "K"), importer)
    line = SupervisionLine.objects.get()
    SupervisionLine.objects.update(starts_on=timezone.localdate() - 30 * DAY)
    bring(HEAD + row(1, "K", 3) + row(2, "K", 3) + row(3, "K"), importer)
    line.refresh_from_db()
    assert (line.ends_on, lines()) == (timezone.localdate() - DAY, {"K": "3"})


def test_deputies_come_only_by_their_own_column(importer):
    rows = row(1, "K", "2|3") + row(2, "K") + row(3, "K")
    bring(HEAD + rows, importer)
    assert SupervisionLine.objects.filter(kind="deputy").count() == 0
    found = staged(HEAD + rows)
    found.layout.meanings[5] = "supervisor_and_deputies"
    bring(found, importer)
    assert [line.supervisor.number for line in SupervisionLine.objects.filter(kind="deputy")] == ["3"]
    assert found.plan(importer, None).changes == 0


# ---- All or nothing


def test_a_failure_leaves_nothing_behind(importer, monkeypatch):
    made = plan(HEAD + row(1, "K", 2) + row(2, "K"), importer)

    def break_off(step: str, _done: int, _of: int) -> None:
        if step == "letters":
            raise RuntimeError(step)

    with pytest.raises(RuntimeError, match="letters"):
        carry_out(made, by=importer, leavers_checked=False, progress=break_off)
    assert (User.objects.count(), Unit.objects.count(), SupervisionLine.objects.count()) == (1, 0, 0)


def test_people_who_begin_later(importer):
    day = timezone.localdate() + 30 * DAY
    head = HEAD.replace("Päättyy", "Alkaa")
    bring(head + f"1;Virtanen;Aino;;;;{day.day}.{day.month}.{day.year}\n", importer)
    assert (people()["1"].is_active, people()["1"].is_coming) == (False, True)
    assert plan(head + f"1;Virtanen;Aino;;;;{day.isoformat()}\n", importer).changes == 0
    bring(head + f"1;Virtanen;Aino;;;;{timezone.localdate().isoformat()}\n", importer)
    assert (people()["1"].is_active, people()["1"].is_coming) == (True, False)
