"""Load findings for the risk assessment: of a unit of five or more, without anybody in it."""

import pytest
from django.urls import reverse

from core.models import Mail
from support.models import HelpRequest
from tests.factories import make_person
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db
WRITE = "/tuki/apu/riskien-arviointi/"
SAID = {
    "period": "syksy 2026",
    "loads": "Iltavuorot kasautuvat.\nSijaisia puuttuu.",
    "suggested": "Vuorolistaa aiemmin.",
}


@pytest.fixture
def big(kitchen):
    """The kitchen with five people in it: Aino and four more."""
    for number in range(4):
        make_person(name=f"Henkilö Nro{'abcd'[number]}", unit=kitchen)
    return kitchen


def send(client, unit, **more):
    return client.post(WRITE, {"unit": unit.pk} | SAID | more)


def test_it_goes_to_hr_and_onto_paper(big, aino, matti, sari, client):
    client.force_login(matti)
    made = send(client, big)
    found = HelpRequest.objects.get()
    assert made.headers["Location"] == reverse("help_request", args=[found.pk])
    assert found.kind == "findings"
    assert [(mail.kind, mail.to_id) for mail in Mail.objects.all()] == [("help_asked", sari.pk)]
    for person in (matti, sari):
        client.force_login(person)
        assert "Iltavuorot kasautuvat." in client.get(reverse("help_request", args=[found.pk])).text
        text = text_of(client.get(reverse("findings_pdf", args=[found.pk])).content)
        assert [each for each in (*SAID.values(), big.name) if each.split("\n")[0] not in text] == []
    client.force_login(aino)
    assert client.get(reverse("findings_pdf", args=[found.pk])).status_code == 404


def test_a_unit_below_five_is_refused_and_nothing_typed_is_lost(kitchen, aino, matti, client):
    for number in range(3):
        make_person(name=f"Henkilö Nro{'abc'[number]}", unit=kitchen)
    client.force_login(matti)
    page = send(client, kitchen).text
    assert "alle viisi" in page
    assert "Iltavuorot kasautuvat." in page
    assert HelpRequest.objects.count() == 0


def test_a_unit_that_one_does_not_lead_is_no_choice(big, hr_unit, matti, client):
    client.force_login(matti)
    send(client, hr_unit)
    assert HelpRequest.objects.count() == 0


def test_whoever_leads_several_units_chooses_one(big, matti, leena, client):
    """None is sent of the first in the alphabet; whoever leads one has it there already."""
    client.force_login(leena)
    page = client.get(WRITE).text
    assert "Valitse yksikkö" in page
    assert " selected" not in page[page.index('id="id_unit"') : page.index("</select>")].split("</option>", 1)[1]
    client.post(WRITE, {"unit": ""} | SAID)
    assert HelpRequest.objects.count() == 0
    client.force_login(matti)
    assert "Valitse yksikkö" not in client.get(WRITE).text


def test_a_name_of_the_team_is_pointed_out_in_each_field(big, aino, matti, client):
    client.force_login(matti)
    for field in ("loads", "suggested", "period"):
        page = send(client, big, **{field: "Ainolle liikaa"}).text
        assert '<b translate="no">Ainolle</b>' in page
        assert HelpRequest.objects.count() == 0
    assert "työntekijälle liikaa" in send(client, big, loads="Siis Ainolle ja Ainolle", replace="1").text.replace(
        "työntekijälle ja työntekijälle", "työntekijälle liikaa"
    )
    send(client, big, loads="Ainolle", anyway="1")
    assert HelpRequest.objects.count() == 1


def test_who_leads_nobody_has_no_such_page(aino, client):
    client.force_login(aino)
    assert client.get(WRITE).status_code == 404
    assert client.post(WRITE, SAID).status_code == 404
    assert WRITE not in client.get("/tuki/apu/").text


def test_it_is_no_kind_of_the_ordinary_form(big, matti, client):
    client.force_login(matti)
    client.post("/tuki/apu/", {"kind": "findings", "way": "written", "question": "x"})
    assert HelpRequest.objects.count() == 0
    assert WRITE in client.get("/tuki/apu/").text
