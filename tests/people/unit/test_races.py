"""Two people of HR change the tree at the same moment."""

from functools import partial

import pytest
from django.db import connection
from django.urls import reverse

from people.models import Ancestry, SupervisionLine, Unit
from tests.factories import make_person, make_unit
from tests.people.races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time"),
]


def test_a_unit_gets_one_supervisor(signed_in, sari, mikael, kitchen):
    for _round in range(5):
        SupervisionLine.objects.all().delete()
        path = reverse("line_add", args=[kitchen.pk])
        acts = []
        for keeper in (sari, mikael):
            data = {"supervisor": make_person().pk, "kind": "supervisor", "starts_on": "1.1.2026", "ends_on": ""}
            acts.append(partial(signed_in(keeper).post, path, data))
        at_once(*acts)
        assert SupervisionLine.objects.count() == 1


def test_two_moves_make_no_ring(signed_in, sari, mikael, kotikunta):
    for _round in range(5):
        first, second = make_unit(name="A", parent=kotikunta), make_unit(name="B", parent=kotikunta)
        acts = []
        for keeper, unit, parent in ((sari, first, second), (mikael, second, first)):
            data = {"name_fi": unit.name, "parent": parent.pk, "revision": "0"}
            path = reverse("unit_edit", args=[unit.pk])
            acts.append(partial(signed_in(keeper).post, path, data))
        at_once(*acts)
        moved = Unit.objects.filter(pk__in=[first.pk, second.pk]).exclude(parent=kotikunta)
        assert moved.count() == 1
        assert Ancestry.objects.filter(unit=moved.get(), ancestor=kotikunta, distance=2).exists()
