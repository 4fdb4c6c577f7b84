"""The register as a file: brought back it changes nothing, whatever names it holds."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.cells import cell_to_read_back, unguarded
from core.texts.cleaning import clean
from people.models import SupervisionLine, Unit, User
from people.roster.export import roster_file
from people.roster.reading import plain
from tests.factories import make_line, make_unit
from tests.people.roster.bring import bring, plan

signs = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"))
words = st.text(signs, min_size=1, max_size=12).map(plain).filter(bool)
people = st.lists(
    st.tuples(words, words, st.booleans(), st.booleans(), st.integers(0, 3)), min_size=1, max_size=6
)  # last name, first name, with a number, with an address, unit


@given(st.text(signs, max_size=12))
def test_a_guard_is_taken_away_again(text):
    assert unguarded(cell_to_read_back(text)) == clean(text)


class TestRoundTrip(TestCase):
    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(rows=people, names=st.lists(words, min_size=3, max_size=3, unique_by=str.casefold), lead=st.integers(0, 5))
    def test_what_is_exported_comes_back_unchanged(self, rows, names, lead):
        by = User.objects.create_user("sari", first_name="Sari", last_name="Koskinen", is_hr=True)
        top = make_unit(name=names[0])
        units = [top, make_unit(name=names[1], parent=top), make_unit(name=names[2], parent=top), None]
        made = []
        for number, (last, first, has_number, has_address, unit) in enumerate(rows):
            person = User(last_name=last, first_name=first, username=f"nimi{number}", unit=units[unit])
            person.number = f"00{number + 1}" if has_number else ""
            person.email = f"nimi{number}@x.example" if has_address else ""
            person.save()
            made.append(person)
        if lead < len(made):
            make_line(supervisor=made[lead], unit=units[1])
            make_line(supervisor=made[0], unit=top)
        again = plan(roster_file(by), by)
        assert (again.changes, again.errors, again.questions, again.held) == (0, [], [], [])


@pytest.mark.django_db
def test_a_sample_comes_back(signed_in, sari):
    bring("1", sari)
    answer = signed_in(sari).get(reverse("roster_export"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="henkilot.csv"'
    again = plan(answer.content, sari)
    assert (again.changes, again.errors) == (0, [])
    assert (Unit.objects.count() >= 6, SupervisionLine.objects.count()) == (True, 4)
