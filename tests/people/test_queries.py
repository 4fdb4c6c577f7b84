"""The lists of people ask the database as often for thirty rows as for one."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AccessLog
from core.outbox import send
from people.models import SignIn
from tests.factories import make_line, make_person, make_unit

pytestmark = pytest.mark.both_databases


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
    assert counts[0] <= 10
