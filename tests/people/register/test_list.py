"""Lists: Finnish order, finding by name, pages of 25, and a query count that does not grow with rows."""

import pytest
from django.urls import reverse

from tests.factories import make_person, make_unit

pytestmark = pytest.mark.both_databases

NAMES = [
    "Aino Åberg",
    "Bo Ääri",
    "Cia Öhman",
    "Dan Šimek",
    "Eva Siv",
    "Falk Zorn",
    "Gun ŋomo",
    "Ida Virta",
    "Jon Wirta",
]


def test_finnish_order(signed_in, sari):
    for name in NAMES:
        make_person(name=name)
    rows = signed_in(sari).get(reverse("person_list")).context["rows"]
    assert [person.last_name for person, _supervisor in rows if person != sari] == [
        "ŋomo",
        "Šimek",
        "Siv",
        "Virta",
        "Wirta",
        "Zorn",
        "Åberg",
        "Ääri",
        "Öhman",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("öhm", ["Pekka Öhman"]),
        ("simek", ["Leena Šimek"]),
        ("LEENA šimek", ["Leena Šimek"]),
        ("aberg", []),
        ("Åberg", ["Johanna Åberg"]),
        ("o'brien", ["Ulla O’Brien"]),
        ("'; DROP TABLE", []),
        ("xyz", []),
    ],
)
def test_finding(signed_in, sari, leena, pekka, johanna, query, found):
    make_person(name="Ulla O’Brien")
    rows = signed_in(sari).get(reverse("person_list"), {"q": query}).context["rows"]
    assert [person.name for person, _supervisor in rows] == found


def test_pages_keep_the_search(signed_in, sari):
    for number in range(30):
        make_person(name=f"Maija Mäki{number:02}")
    answer = signed_in(sari).get(reverse("person_list"), {"q": "mäki", "page": "2"})
    assert [person.last_name for person, _s in answer.context["rows"]] == [f"Mäki{number}" for number in range(25, 30)]
    assert 'href="?q=m%C3%A4ki&amp;page=1"' in answer.text
    for page in ("0", "99", "x"):
        assert signed_in(sari).get(reverse("person_list"), {"page": page}).status_code == 200


def test_a_unit_and_what_is_below(signed_in, sari, kitchen, aino, stranger):
    below = make_person(unit=make_unit(parent=kitchen))
    rows = signed_in(sari).get(reverse("person_list"), {"unit": kitchen.pk}).context["rows"]
    assert {person.pk for person, _s in rows} == {aino.pk, below.pk}
    for nonsense in ("x", "00000000-0000-0000-0000-000000000000"):
        assert signed_in(sari).get(reverse("person_list"), {"unit": nonsense}).context["rows"] == []
