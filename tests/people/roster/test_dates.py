"""Employments begin and end by the days that a file has said."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from people.jobs import begin_and_end_by_date
from people.models import User
from tests.factories import make_person, make_unit
from tests.people.register_form import told
from tests.people.roster.bring import bring, people

pytestmark = pytest.mark.django_db
HEAD = "Henkilönumero;Sukunimi;Etunimi;Sähköposti;Yksikkö;Alkaa;Päättyy\n"
DAY = datetime.timedelta(days=1)


def written(day: datetime.date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def test_the_night_begins_and_ends(sari):
    make_unit(name="Avoin")
    today = timezone.localdate()
    rows = f"1;A;A;a@x.example;Avoin;{written(today + 2 * DAY)};\n2;B;B;b@x.example;Avoin;;{written(today + DAY)}\n"
    bring(HEAD + rows, sari)
    assert (told(people()["1"]), told(people()["2"])) == ([], ["activation"])
    state = []
    for days in (1, 2):
        with time_machine.travel(timezone.now() + days * DAY, tick=False):
            begin_and_end_by_date.call()
            begin_and_end_by_date.call()
            state.append([people()[number].is_active for number in "12"])
    assert state == [[False, True], [True, False]]
    assert (told(people()["1"]), people()["1"].is_coming) == (["activation"], False)


def test_the_last_of_hr_stays_at_night(sari):
    User.objects.filter(pk=sari.pk).update(ends_on=timezone.localdate() - DAY)
    begin_and_end_by_date.call()
    sari.refresh_from_db()
    assert sari.is_active
    make_person(name="Toinen Henkilöstö", username="toinen", is_hr=True)
    begin_and_end_by_date.call()
    sari.refresh_from_db()
    assert not sari.is_active
