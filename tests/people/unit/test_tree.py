"""The tree's closure is right after any moves, and a unit never becomes part of itself."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from people.models import Ancestry, Unit
from tests.factories import make_unit

pytestmark = pytest.mark.both_databases


def closure(units):
    """What the rows must be, reckoned from the parents alone."""
    parents = {unit.pk: unit.parent_id for unit in units}
    rows = set()
    for pk in parents:
        above, distance = pk, 0
        while above is not None:
            rows.add((pk, above, distance))
            above, distance = parents[above], distance + 1
    return rows


class TestMoves(TestCase):
    """Over random trees and random moves."""

    @settings(max_examples=40, deadline=None)
    @given(
        parents=st.lists(st.integers(0, 30), min_size=1, max_size=12),
        moves=st.lists(st.tuples(st.integers(0, 11), st.integers(-1, 11)), max_size=8),
    )
    def test_the_closure_follows(self, parents, moves):
        units = []
        for number, parent in enumerate(parents):
            units.append(make_unit(parent=units[parent % number] if number and parent % 4 else None))
        for moved, under in moves:
            unit = units[moved % len(units)]
            unit.refresh_from_db()
            unit.parent = None if under < 0 else units[under % len(units)]
            try:
                unit.clean()
            except ValidationError:
                unit.refresh_from_db()
                continue
            unit.save()
        stored = set(Ancestry.objects.values_list("unit", "ancestor", "distance"))
        assert stored == closure(Unit.objects.all())
        in_order = Unit.objects.all().in_tree_order()
        assert {unit.pk for unit in in_order} == {unit.pk for unit in units}
        assert all(unit.depth == max(d for u, _a, d in stored if u == unit.pk) for unit in in_order)


def test_a_unit_cannot_be_part_of_itself_or_of_what_is_below(signed_in, sari, kotikunta, kitchen):
    for parent in (kotikunta, kitchen):
        data = {"name_fi": "K", "parent": parent.pk, "revision": "0"}
        answer = signed_in(sari).post(reverse("unit_edit", args=[kotikunta.pk]), data)
        assert list(answer.context["form"].errors) == ["parent"]


def test_a_unit_is_not_offered_itself_nor_what_is_below_it(signed_in, sari, kotikunta, kitchen, streets):
    below = make_unit(name="Iltavuoro", parent=kitchen)
    page = signed_in(sari).get(reverse("unit_edit", args=[kitchen.pk])).content.decode()
    offered = [unit for unit in (kotikunta, kitchen, streets, below) if f'<option value="{unit.pk}"' in page]
    assert offered == [kotikunta, streets]


def test_the_tree_in_finnish_order(kotikunta, kitchen, streets, hr_unit, library):
    make_unit(name="Äitiysneuvola", parent=kotikunta)
    make_unit(name="Ateria", parent=kitchen)
    tree = [(unit.depth, unit.name) for unit in Unit.objects.all().in_tree_order()]
    assert tree == [
        (0, "Kotikunta"),
        (1, "Henkilöstöpalvelut"),
        (1, "Katu- ja puistoyksikkö"),
        (1, "Kirjasto"),
        (1, "Ruokapalvelut"),
        (2, "Ateria"),
        (1, "Äitiysneuvola"),
    ]


def test_removing_a_parent_is_refused(kotikunta, kitchen):
    from django.db.models.deletion import ProtectedError

    with pytest.raises(ProtectedError):
        kotikunta.delete()


def names_drawn(answer):
    """The units of a page, as it names them."""
    return re.findall(r'<a href="/ihmiset/yksikot/[^"]*/" translate="no">(.*?)</a>', answer.text)


def test_of_a_large_tree_a_branch_is_drawn_when_it_is_opened(signed_in, sari, kotikunta, kitchen, monkeypatch):
    monkeypatch.setattr("people.unit.views.ALL_OPEN", 3)
    make_unit(name="Aamuvuoro", parent=(below := make_unit(name="Keskuskeittiö", parent=kitchen)))
    hr = signed_in(sari)
    first = ["Kotikunta", "Henkilöstöpalvelut", "Ruokapalvelut"]
    assert names_drawn(hr.get(reverse("unit_list"))) == first
    assert names_drawn(hr.get(reverse("unit_list"), {"open": kitchen.pk})) == [*first, "Keskuskeittiö"]
    assert names_drawn(hr.get(reverse("unit_list"), {"open": below.pk})) == [*first, "Keskuskeittiö", "Aamuvuoro"]
    assert names_drawn(hr.get(reverse("unit_list"), {"q": "vuoro"})) == ["Aamuvuoro"]
    for nothing in ("", "x", str(sari.pk)):
        assert names_drawn(hr.get(reverse("unit_list"), {"open": nothing})) == first


def test_a_small_tree_is_drawn_whole(signed_in, sari, kotikunta, kitchen):
    make_unit(name="Aamuvuoro", parent=make_unit(name="Keskuskeittiö", parent=kitchen))
    assert names_drawn(signed_in(sari).get(reverse("unit_list")))[-2:] == ["Keskuskeittiö", "Aamuvuoro"]
