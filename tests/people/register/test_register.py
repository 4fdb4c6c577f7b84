"""The register: adding, editing, leaving; nobody makes themselves a party; whom it concerns is told."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from core.models import Mail
from core.outbox import compose, letter
from people.models import SupervisionLine, User
from people.register.forms import PersonForm
from tests.factories import make_line, make_person
from tests.people.register_form import edit, told
from tests.people_fixtures import PASSWORD

LONG = "Hautamäki-Kortesoja-Vanhanpellontaustanen-Mäkitalonpoikanen-Äijälänniemi-Ökölä-Tuominenkoski"[:90]


NEW = {"username": "ulla", "first_name": "Ulla Maria", "last_name": "D'Angelo-O’Brien", "language": "sv"}


def test_adding(signed_in, sari, kitchen):
    data = NEW | {"unit": kitchen.pk, "email": " Ulla@Kotikunta.EXAMPLE ", "calling_name": "Maria"}
    answer = signed_in(sari).post(reverse("person_add"), data)
    person = User.objects.get(username="ulla")
    assert answer.url == reverse("person_edit", args=[person.pk])
    assert (person.name, person.list_name, person.email) == (
        "Maria D'Angelo-O’Brien",
        "D'Angelo-O’Brien Maria",
        "ulla@kotikunta.example",
    )
    assert person.has_usable_password() is False
    page = signed_in(sari).get(answer.url).text
    assert "Maria D&#39;Angelo-O’Brien" in page


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"last_name": ""}, "last_name", "Kirjoita sukunimi."),
        ({"first_name": " "}, "first_name", "Kirjoita etunimet."),
        (
            {"username": "AINO"},
            "username",
            "Tämä käyttäjätunnus on jo käytössä. Valitse toinen, esimerkiksi lisää numero.",
        ),
        ({"username": "a@b"}, "username", "Jätä pois @-merkki ja välilyönnit: kirjoita esimerkiksi aino.virtanen."),
        ({"username": "aino v"}, "username", "Jätä pois @-merkki ja välilyönnit: kirjoita esimerkiksi aino.virtanen."),
        (
            {"email": "AINO@kotikunta.example"},
            "email",
            "Toisella henkilöllä on tämä osoite. Tarkista se tai jätä kohta tyhjäksi.",
        ),
        ({"email": "aino"}, "email", "Kirjoita osoite muodossa nimi@esimerkki.fi."),
    ],
)
def test_errors_say_what_to_do(signed_in, sari, aino, changes, field, message):
    answer = signed_in(sari).post(reverse("person_add"), NEW | changes)
    assert answer.context["form"].errors == {field: [message]}
    assert User.objects.filter(last_name=NEW["last_name"]).count() == 0


@pytest.mark.both_databases
def test_the_database_keeps_names_and_addresses_apart(aino, kitchen):
    with pytest.raises(IntegrityError):
        make_person(username="AINO", email="")


@pytest.mark.both_databases
def test_two_people_without_an_address(johanna):
    assert make_person(username="toinen", email="").email == ""


def test_a_name_of_ninety_characters(signed_in, sari, kitchen):
    assert len(LONG) == 90
    assert signed_in(sari).post(reverse("person_add"), NEW | {"last_name": LONG}).status_code == 302
    assert LONG in signed_in(sari).get(reverse("person_list")).text


def test_a_new_supervisor_is_told_to_who_moves_unit(signed_in, sari, aino, matti, pekka, streets):
    assert edit(signed_in(sari), aino, unit=streets.pk).status_code == 302
    assert told(aino) == ["supervisor_changed"]
    assert "Pekka Öhman" in letter(Mail.objects.get()).body
    assert edit(signed_in(sari), aino, unit=streets.pk, title_fi="x").status_code == 302
    assert told(aino) == ["supervisor_changed"]


def test_a_change_of_address_is_told_to_the_earlier_address(signed_in, sari, aino):
    edit(signed_in(sari), aino, email="uusi@kotikunta.example")
    row = Mail.objects.get()
    assert (row.to, row.kind) == (aino, "sign_in_data_changed")
    row.to.refresh_from_db()
    assert row.to.email == "uusi@kotikunta.example"
    assert compose(row, letter(row)).to == ["aino@kotikunta.example"]


def test_a_change_of_user_name_and_of_tasks_is_told(signed_in, sari, johanna):
    edit(signed_in(sari), johanna, username="johanna.aberg", is_hr="on")
    assert told(johanna) == ["role_changed", "sign_in_data_changed"]


@pytest.mark.parametrize("who", ["sari", "mikael"])
def test_nobody_changes_their_own_unit_or_tasks(request, signed_in, who, kitchen, sari, mikael):
    person = request.getfixturevalue(who)
    before = (person.unit_id, person.is_hr, person.is_admin)
    edit(signed_in(person), person, unit=kitchen.pk, is_hr="on", is_admin="on", title_fi="Uusi nimike")
    person.refresh_from_db()
    assert (person.unit_id, person.is_hr, person.is_admin) == before
    assert person.title == "Uusi nimike"


def test_nobody_does_anything_under_another_name(signed_in, sari, mikael):
    """The attack: HR took a colleague's name, named a mentor, and the members' letters named the colleague."""
    edit(signed_in(sari), sari, last_name="Mäkelä", first_name="Maija", calling_name="Maija")
    sari.refresh_from_db()
    assert sari.name == "Sari Koskinen"
    assert 'name="last_name"' not in signed_in(sari).get(reverse("person_edit", args=[sari.pk])).text
    edit(signed_in(mikael), sari, last_name="Virta")
    sari.refresh_from_db()
    assert sari.name == "Sari Virta"


def test_nobody_moves_a_person_under_themselves(signed_in, sari, hr_unit, aino, matti, mikael):
    make_line(unit=hr_unit, supervisor=sari)
    answer = edit(signed_in(sari), aino, unit=hr_unit.pk)
    assert answer.context["form"].errors["unit"] == [
        "Pyydä työkaveriasi tekemään tämä: kukaan ei tee itsestään toisen esihenkilöä."
    ]
    aino.refresh_from_db()
    assert aino.supervisor == matti
    assert edit(signed_in(mikael), aino, unit=hr_unit.pk).status_code == 302
    assert aino.__class__.objects.get(pk=aino.pk).supervisor == sari


def test_nor_out_of_the_hands_of_whoever_leads_them(signed_in, sari, kotikunta, aino, matti):
    make_line(unit=kotikunta, supervisor=sari)
    answer = edit(signed_in(sari), aino, unit=kotikunta.pk)
    assert "unit" in answer.context["form"].errors
    aino.refresh_from_db()
    assert aino.supervisor == matti


def test_the_end_of_an_employment(client, signed_in, sari, aino, matti, leena, kitchen, kotikunta, streets):
    matti.set_password(PASSWORD)
    matti.save()
    later = make_line(unit=streets, supervisor=matti, starts_on=timezone.localdate() + datetime.timedelta(days=9))
    client.post("/kirjaudu/", {"login": "matti", "password": PASSWORD})
    browser = signed_in(matti)
    assert browser.get(reverse("account_settings")).status_code == 200
    assert signed_in(sari).post(reverse("person_leave", args=[matti.pk])).url == reverse("person_list")
    assert browser.get(reverse("account_settings")).status_code == 302
    assert UserSession.objects.filter(user=matti).count() == 0
    line = SupervisionLine.objects.get(supervisor=matti)
    assert (line.unit, line.ends_on) == (kitchen, timezone.localdate())
    assert not SupervisionLine.objects.filter(pk=later.pk).exists()
    assert aino.supervisor == leena
    assert told(aino) == ["supervisor_changed"]
    assert told(matti) == []
    assert reverse("person_edit", args=[matti.pk]) not in signed_in(sari).get(reverse("person_list")).text
    assert reverse("person_edit", args=[matti.pk]) in signed_in(sari).get(reverse("person_list") + "?ended=1").text


def test_coming_back(signed_in, sari, aino):
    aino.is_active = False
    aino.save()
    signed_in(sari).post(reverse("person_return", args=[aino.pk]))
    aino.refresh_from_db()
    assert aino.is_active


def test_a_person_without_a_unit_is_shown_kindly(signed_in, sari, client, kitchen):
    person = make_person(name="Seppo Särkkä", unit=None)
    assert person.supervisor is None
    assert "Ei vielä yksikköä. HR lisää sen." in signed_in(person).get(reverse("account_settings")).text
    page = signed_in(sari).get(reverse("person_edit", args=[person.pk])).text
    assert "henkilöllä ei ole vielä yksikköä" in page
    assert "1 henkilöllä ei ole yksikköä" in signed_in(sari).get(reverse("unit_list")).text
    listed = signed_in(sari).get(reverse("person_list") + "?unit=none").context["rows"]
    assert [row[0] for row in listed] == [person]


def test_a_unit_without_a_supervisor_is_shown_kindly(signed_in, sari, aino):
    page = signed_in(sari).get(reverse("person_edit", args=[aino.pk])).text
    assert "tällä yksiköllä ja sitä ylemmillä yksiköillä ei ole esihenkilöä" in page
    assert "Esihenkilöä ei ole merkitty. HR voi lisätä tiedon." in signed_in(aino).get(reverse("account_settings")).text


def test_every_field_stands_under_a_heading(sari, aino):
    for by in (sari, aino):
        form = PersonForm(instance=aino, by=by)
        shown = [field.name for _heading, fields in form.groups() for field in fields]
        assert shown == list(form.fields)
