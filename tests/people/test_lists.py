"""Lists: Finnish order, finding by name, pages of 25, and a query count that does not grow with rows."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AccessLog, Mail
from core.outbox import send
from people.models import SignIn, User
from tests.factories import make_line, make_person, make_unit

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


def one_more(aino, kotikunta, number):
    """A row for each of the lists."""
    unit = make_unit(parent=kotikunta)
    person = make_person(unit=unit)
    make_line(unit=unit, supervisor=make_person(unit=unit))
    SignIn.objects.create(user=aino, how=SignIn.How.PASSWORD, browser="Firefox, Linux")
    send("password_changed", to=aino)
    AccessLog.objects.create(
        reader=person,
        subject=aino,
        reader_role="supervisor",
        kind="conversation",
        item=unit.pk,
        party=True,
        day=timezone.localdate() - datetime.timedelta(days=number),
        at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("person_list", "sari"),
        ("unit_list", "sari"),
        ("sign_in_list", "aino"),
        ("access_list", "aino"),
        ("notice_list", "aino"),
    ],
)
def test_one_row_and_thirty_cost_the_same_queries(request, signed_in, sari, aino, leena, kotikunta, name, who):
    browser = signed_in(request.getfixturevalue(who))
    one_more(aino, kotikunta, 0)
    counts = []
    browser.get(reverse(name))  # the retention periods are remembered after it
    for more in (29, 0):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse(name)).status_code == 200
        counts.append(len(queries))
        for number in range(1, more + 1):
            one_more(aino, kotikunta, number)
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_the_name_of_a_reader_shows_only_for_a_party(signed_in, aino, matti, sari):
    for reader, role, party in ((matti, "supervisor", True), (sari, "hr", False)):
        AccessLog.objects.create(
            reader=reader,
            subject=aino,
            reader_role=role,
            kind="conversation",
            item=aino.pk,
            party=party,
            day=timezone.localdate(),
            at=timezone.now(),
        )
    answer = signed_in(aino).get(reverse("access_list"))
    assert "Matti Laine" in answer.text
    assert "Sari" not in answer.text
    assert [row["role"] for row in answer.context["rows"]] == ["HR", "esihenkilö"]
    for other in (matti, sari):
        assert signed_in(other).get(reverse("access_list")).context["rows"] == []


def test_a_reader_who_was_deleted_still_has_a_row(signed_in, aino, kitchen):
    gone = make_person(unit=kitchen)
    AccessLog.objects.create(
        reader=gone,
        subject=aino,
        reader_role="supervisor",
        kind="conversation",
        item=aino.pk,
        party=True,
        day=timezone.localdate(),
        at=timezone.now(),
    )
    User.objects.filter(pk=gone.pk).delete()
    [row] = signed_in(aino).get(reverse("access_list")).context["rows"]
    assert (row["role"], row["name"]) == ("esihenkilö", "")


def test_notices_are_one_s_own_and_marked_as_read(signed_in, aino, matti):
    for _number in range(2):
        send("password_changed", to=aino)
    first, second = Mail.objects.all()
    browser = signed_in(aino)
    assert signed_in(matti).post(reverse("notice_read", args=[first.pk])).status_code == 404
    assert browser.get(reverse("notice_read", args=[first.pk])).url == reverse("notice_list")
    assert browser.post(reverse("notice_read", args=[first.pk])).url == reverse("account_settings")
    assert [row.pk for row in Mail.objects.unread()] == [second.pk]
    assert browser.post(reverse("notices_read")).url == reverse("notice_list")
    assert Mail.objects.unread().count() == 0
    assert browser.get(reverse("notice_list")).context["unread"] is False
