"""A unit that a file has brought is taken into use: invitations, and letters on paper."""

import pytest
from django.urls import reverse

from people.models import Activation, Unit
from tests.factories import make_line
from tests.pdfs import text_of
from tests.people.register_form import told
from tests.people.roster.bring import HEAD, bring, people

pytestmark = pytest.mark.django_db
ROWS = (
    "1;Virtanen;Aino;aino@x.example;Ruoka;;\n2;Åberg;Johanna;;Ruoka;;\n3;Öhman;Pekka;;Ruoka;;\n4;Muu;Ihminen;;Muu;;\n"
)


@pytest.fixture
def ruoka(sari) -> Unit:
    bring(HEAD + ROWS, sari)
    return Unit.objects.get(name_fi="Ruoka")


def test_opening_invites_those_with_an_address(signed_in, sari, ruoka):
    browser = signed_in(sari)
    assert told(people()["1"]) == []
    browser.post(reverse("unit_open", args=[ruoka.pk]))
    browser.post(reverse("unit_open", args=[ruoka.pk]))
    assert [told(people()[number]) for number in "1234"] == [["activation"], [], [], []]
    assert [unit.name_fi for unit in Unit.objects.filter(is_open=False)] == ["Muu"]


def test_letters_of_a_unit_are_one_pdf(signed_in, sari, ruoka):
    browser = signed_in(sari)
    answer = browser.post(reverse("unit_letters", args=[ruoka.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    text = text_of(answer.content)
    assert ("johanna.aberg" in text, "pekka.ohman" in text, "aino" in text) == (True, True, False)
    assert set(Activation.objects.values_list("user__number", flat=True)) == {"2", "3"}
    again = browser.post(reverse("unit_letters", args=[ruoka.pk]))  # their letters still work
    assert again.url == reverse("unit_edit", args=[ruoka.pk])


def test_nobody_prints_the_letters_of_their_own_line(signed_in, sari, ruoka):
    make_line(supervisor=sari, unit=ruoka)
    answer = signed_in(sari).post(reverse("unit_letters", args=[ruoka.pk]))
    assert (answer.status_code, Activation.objects.count()) == (302, 0)
