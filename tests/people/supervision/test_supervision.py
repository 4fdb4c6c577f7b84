"""Who supervises whom: nearest upwards, dates, deputies, oneself; told when it changes."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.models import Mail
from people.jobs import tell_of_lines_by_date
from people.models import SupervisionLine, User
from tests.factories import make_line, make_person, make_unit

pytestmark = pytest.mark.both_databases

DAY = datetime.timedelta(days=1)


@pytest.fixture
def today(db):
    return timezone.localdate()


def nearest(person):
    return User.objects.filter(pk=person.pk).nearest_supervisors()[person.pk]


def test_the_nearest_unit_upwards_that_has_one(kotikunta, kitchen, leena, matti):
    deep = make_unit(parent=make_unit(parent=make_unit(parent=kitchen)))
    person = make_person(unit=deep)
    assert nearest(person) == matti.pk
    SupervisionLine.objects.filter(supervisor=matti).delete()
    assert nearest(person) == leena.pk
    SupervisionLine.objects.all().delete()
    assert nearest(person) is None
    assert person.supervisor is None


def test_a_supervisor_further_down_or_beside_is_nobody_s(kitchen, streets, aino):
    make_line(unit=make_unit(parent=kitchen), supervisor=make_person())
    make_line(unit=streets, supervisor=make_person())
    assert nearest(aino) is None


def test_nobody_is_their_own_supervisor(matti, leena, kotikunta):
    assert nearest(matti) == leena.pk
    assert nearest(leena) is None
    assert list(User.objects.supervised_by(matti)) == []


def test_who_leads_two_levels_of_the_same_tree(kitchen, aino, leena):
    make_line(unit=kitchen, supervisor=leena)
    assert nearest(aino) == leena.pk
    assert nearest(leena) is None
    assert list(User.objects.supervised_by(leena)) == [aino]


def test_a_deputy_is_a_partner_and_not_the_supervisor(aino, timo, leena):
    assert nearest(aino) == leena.pk
    assert list(User.objects.partners_for(aino)) == [leena, timo]
    assert list(User.objects.supervised_by(timo)) == []
    assert list(User.objects.in_line_of(timo)) == [aino]


def test_a_leaver_is_passed_over_at_once(aino, matti, leena):
    matti.is_active = False
    matti.save()
    assert nearest(aino) == leena.pk


@pytest.mark.parametrize(
    ("starts", "ends", "live"),
    [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False), (-9, 9, True), (0, 0, True)],
)
def test_both_days_are_included(aino, kitchen, today, starts, ends, live):
    boss = make_person()
    line = make_line(
        unit=kitchen,
        supervisor=boss,
        starts_on=today + starts * DAY,
        ends_on=None if ends is None else today + ends * DAY,
    )
    assert (nearest(aino) == boss.pk, line.is_live) == (live, live)


def test_of_a_day_in_the_past(aino, kitchen, today):
    old, new = make_person(), make_person()
    make_line(unit=kitchen, supervisor=old, starts_on=today - 9 * DAY, ends_on=today - DAY)
    make_line(unit=kitchen, supervisor=new, starts_on=today)
    assert User.objects.filter(pk=aino.pk).nearest_supervisors(today - DAY) == {aino.pk: old.pk}
    assert nearest(aino) == new.pk


@pytest.mark.parametrize(
    ("starts", "ends", "fits"),
    [(-20, -10, True), (-20, -9, False), (10, None, True), (9, None, False), (-20, None, False), (-5, 5, False)],
)
def test_one_supervisor_at_a_time(kitchen, today, starts, ends, fits):
    make_line(unit=kitchen, supervisor=make_person(), starts_on=today - 9 * DAY, ends_on=today + 9 * DAY)
    line = SupervisionLine(
        unit=kitchen,
        supervisor=make_person(),
        starts_on=today + starts * DAY,
        ends_on=None if ends is None else today + ends * DAY,
    )
    if fits:
        line.full_clean()
    else:
        with pytest.raises(ValidationError):
            line.full_clean()
    line.kind = SupervisionLine.Kind.DEPUTY
    line.full_clean()


def add(browser, unit, person, starts="1.1.2026", ends="", kind="supervisor"):
    data = {"supervisor": person.pk, "kind": kind, "starts_on": starts, "ends_on": ends}
    return browser.post(reverse("line_add", args=[unit.pk]), data)


def test_a_new_line_is_told_to_those_who_get_another_supervisor(signed_in, sari, kitchen, aino, leena, timo, johanna):
    boss = make_person(name="Uuno Uusi")
    below = make_person(unit=make_unit(parent=kitchen))
    assert add(signed_in(sari), kitchen, boss).status_code == 302
    people = set(Mail.objects.filter(kind="supervisor_changed").values_list("to__username", flat=True))
    assert people == {"aino", "timo", below.username}


def test_a_deputy_changes_nobody_s_supervisor(signed_in, sari, kitchen, aino, matti):
    assert add(signed_in(sari), kitchen, make_person(), kind="deputy").status_code == 302
    assert Mail.objects.count() == 0


ENDS = "kuukauden viimeinen päivä on"


@pytest.mark.parametrize(
    ("starts", "ends", "field", "message"),
    [
        ("31.2.2026", "", "starts_on", f"Päivää 31.2.2026 ei ole: {ENDS} 28.2.2026. Kirjoita toinen päivä."),
        ("2.2.2026", "1.2.2026", "ends_on", None),
        ("", "", "starts_on", "Anna ensimmäinen päivä muodossa 18.5.2016."),
        ("1.1.2026", "", "starts_on", None),
    ],
)
def test_errors_say_what_to_do(signed_in, sari, kitchen, matti, starts, ends, field, message):
    answer = add(signed_in(sari), kitchen, make_person(), starts, ends)
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert message is None or errors[field] == [message]


def test_ending_a_line_today_is_told_the_next_morning(signed_in, sari, aino, matti, leena, today):
    line = SupervisionLine.objects.get(supervisor=matti)
    signed_in(sari).post(reverse("line_end", args=[line.pk]))
    line.refresh_from_db()
    assert (line.ends_on, line.is_live) == (today, True)
    assert Mail.objects.count() == 0
    line.ends_on = today - DAY  # and so it is tomorrow
    line.save()
    tell_of_lines_by_date.func()
    assert [row.to for row in Mail.objects.all()] == [aino]


def test_a_line_that_starts_by_its_date_is_told(aino, kitchen, leena, today):
    make_line(unit=kitchen, supervisor=make_person(), starts_on=today)
    tell_of_lines_by_date.func()
    assert [row.to for row in Mail.objects.all()] == [aino]


def test_moving_a_unit_is_told_below_it(signed_in, sari, kitchen, streets, pekka, leena, stranger):
    part = make_unit(name="Keittiö", parent=kitchen)
    person = make_person(unit=part)
    data = {"name_fi": "Keittiö", "parent": streets.pk, "revision": "0"}
    assert signed_in(sari).post(reverse("unit_edit", args=[part.pk]), data).status_code == 302
    assert [row.to for row in Mail.objects.all()] == [person]


def test_two_who_come_to_lead_each_other_are_told_of(signed_in, sari, aino, johanna, kitchen, streets):
    make_line(unit=kitchen, supervisor=johanna)
    data = {"supervisor": "Aino Virtanen", "kind": "supervisor", "starts_on": "1.11.2026"}
    page = signed_in(sari).post(reverse("line_add", args=[streets.pk]), data, follow=True)
    assert "Nyt toistensa esihenkilöitä: Aino Virtanen ja Johanna Åberg." in page.text
    assert SupervisionLine.objects.filter(unit=streets, supervisor=aino).exists()
