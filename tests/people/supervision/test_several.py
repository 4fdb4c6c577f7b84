"""One supervisor for many units: shown first, done to what was shown, and nobody becomes a supervisor by it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Mail
from people.models import SupervisionLine, User
from people.supervision import several
from tests.factories import make_line, make_person, make_unit
from tests.jobs import run_jobs

pytestmark = pytest.mark.both_databases
PAGE = "units_several"
TODAY = "tänään"


def look(browser, *units, **more):
    return browser.get(reverse(PAGE), {"u": [unit.pk for unit in units], **more})


def press(browser, leader, *units, day=TODAY, looked=None, **more):
    sent = {"u": [unit.pk for unit in units], "supervisor": leader.pk, "starts_on": day, **more}
    digest = look(browser, *units, **more).context["found"].digest if looked is None else looked
    return browser.post(reverse(PAGE), sent | {"looked": digest})


def reasons(page):
    return {code: {unit.pk for unit in units} for code, units in page.context["found"].left_out.items()}


def lines(unit):
    """Who leads it from when until when, as days from today."""
    today = timezone.localdate()
    found = SupervisionLine.objects.filter(unit=unit, kind="supervisor").order_by("starts_on")
    return [
        (line.supervisor, (line.starts_on - today).days, line.ends_on and (line.ends_on - today).days) for line in found
    ]


@pytest.fixture
def new(library):
    """Somebody who leads nothing yet."""
    return make_person(name="Liisa Laakso", unit=library)


def test_looking_changes_nothing(signed_in, sari, kitchen, streets, matti):
    before = list(SupervisionLine.objects.values())
    page = look(signed_in(sari), kitchen, streets)
    assert {unit.pk for unit in page.context["found"].units} == {kitchen.pk, streets.pk}
    assert matti.name in page.text
    assert list(SupervisionLine.objects.values()) == before


def test_the_earlier_line_ends_the_day_before_and_people_are_told(signed_in, sari, kitchen, streets, matti, aino, new):
    [(_matti, began, _until)] = lines(kitchen)
    deputy = make_line(unit=kitchen, supervisor=make_person(), kind="deputy")
    told = set(User.objects.active().filter(unit__in=[kitchen, streets]).values_list("pk", flat=True))
    assert press(signed_in(sari), new, kitchen, streets).url == reverse("unit_list")
    assert lines(kitchen) == [(matti, began, -1), (new, 0, None)]
    assert lines(streets)[-1] == (new, 0, None)
    deputy.refresh_from_db()
    assert deputy.ends_on is None
    assert aino.supervisor == new
    assert set(Mail.objects.filter(kind="supervisor_changed").values_list("to", flat=True)) == told


def test_from_a_later_day(signed_in, sari, kitchen, matti, aino, new):
    day = timezone.localdate() + datetime.timedelta(days=20)
    press(signed_in(sari), new, kitchen, day=f"{day.day}.{day.month}.{day.year}")
    assert lines(kitchen)[-2:] == [(matti, lines(kitchen)[-2][1], 19), (new, 20, None)]
    assert aino.supervisor == matti
    assert not Mail.objects.filter(kind="supervisor_changed").exists()  # the night tells when it begins


def test_a_person_and_a_day_are_needed_and_nothing_typed_is_lost(signed_in, sari, kitchen, new):
    browser, before = signed_in(sari), list(SupervisionLine.objects.values())
    for sent in (
        {"supervisor": "", "starts_on": TODAY},
        {"supervisor": "Laa", "starts_on": "31.2.2027"},
        {"supervisor": str(new.pk), "starts_on": "1.1.2020"},
        {"supervisor": str(sari.pk), "starts_on": TODAY},  # nobody makes themselves a supervisor
    ):
        page = browser.post(reverse(PAGE), {"u": kitchen.pk, "looked": "", **sent})
        assert page.context["form"].errors
        assert f'name="u" value="{kitchen.pk}"' in page.text
        assert not sent["starts_on"] or sent["starts_on"] in page.text
    assert list(SupervisionLine.objects.values()) == before


def test_only_what_was_shown(signed_in, sari, kitchen, streets, new):
    """Another leader, or a unit that the chosen person and day leave out: it is shown again before anything is done."""
    browser = signed_in(sari)
    digest = look(browser, kitchen, streets).context["found"].digest
    make_line(unit=streets, supervisor=make_person(), starts_on=timezone.localdate() + datetime.timedelta(days=9))
    page = press(browser, new, kitchen, streets, looked=digest)
    assert page.context["wrong"]
    assert reasons(page) == {"later": {streets.pk}}
    assert new not in [leader for leader, _from, _until in lines(kitchen)]
    press(browser, new, kitchen, streets, looked=page.context["found"].digest)
    assert lines(kitchen)[-1][0] == new
    assert new not in [leader for leader, _from, _until in lines(streets)]
    again = press(browser, new, kitchen, streets)
    assert reasons(again) == {"later": {kitchen.pk, streets.pk}}
    assert len([leader for leader, _from, _until in lines(kitchen) if leader == new]) == 1


def test_ones_own_line_is_a_colleagues(signed_in, sari, mikael, hr_unit, new):
    make_line(unit=hr_unit, supervisor=sari)
    assert reasons(look(signed_in(sari), hr_unit)) == {"self": {hr_unit.pk}}
    press(signed_in(sari), new, hr_unit)
    assert [leader for leader, _from, _until in lines(hr_unit)] == [sari]
    press(signed_in(mikael), new, hr_unit)
    assert lines(hr_unit)[-1][0] == new


def test_nobody_comes_to_lead_the_new_supervisor(signed_in, sari, mikael, kotikunta, kitchen, matti, aino):
    """Aino is led by Matti; if she led the kitchen, Sari, who leads all, would lead her."""
    make_line(unit=kotikunta, supervisor=sari)
    page = press(signed_in(sari), aino, kitchen)
    assert reasons(page) == {"own_line": {kitchen.pk}}
    press(signed_in(sari), aino, kitchen, looked=page.context["found"].digest)
    assert aino.supervisor == matti
    press(signed_in(mikael), aino, kitchen)
    assert lines(kitchen)[-1][0] == aino


def test_the_guard_of_every_change_of_lines_stands_behind(sari, kotikunta, kitchen, matti, aino, monkeypatch):
    """Even if the page did not see it."""
    make_line(unit=kotikunta, supervisor=sari)
    monkeypatch.setattr(several, "_own", lambda *_: set())
    several.do_all.func([str(kitchen.pk)], str(sari.pk), str(aino.pk), timezone.localdate().isoformat())
    assert aino.supervisor == matti


def test_of_many_people_it_is_the_workers(signed_in, sari, aino, pekka, kitchen, streets, new, monkeypatch):
    monkeypatch.setattr(several, "AT_ONCE", 1)
    press(signed_in(sari), new, kitchen, streets)
    assert not SupervisionLine.objects.filter(supervisor=new).exists()
    run_jobs()
    assert (lines(kitchen)[-1][0], lines(streets)[-1][0]) == (new, new)


def test_the_worker_asks_whether_whoever_asked_still_keeps_the_register(sari, kitchen, matti, new):
    User.objects.filter(pk=sari.pk).update(is_hr=False)
    several.do_all.func([str(kitchen.pk)], str(sari.pk), str(new.pk), timezone.localdate().isoformat())
    assert lines(kitchen)[-1][0] == matti


def test_units_are_found_by_who_leads_them(signed_in, sari, kitchen, streets, matti):
    browser = signed_in(sari)
    found = browser.get(reverse("unit_list"), {"q": matti.last_name}).text
    assert (str(kitchen.pk) in found, str(streets.pk) in found) == (True, False)
    page = look(browser, all="1", q=matti.last_name)
    assert [unit.pk for unit in page.context["found"].units] == [kitchen.pk]


def test_what_is_no_unit_and_too_many(signed_in, sari, kitchen, streets, monkeypatch):
    browser = signed_in(sari)
    assert browser.get(reverse(PAGE)).url == reverse("unit_list")
    assert browser.get(reverse(PAGE), {"u": ["x", "'"]}).context["found"].units == []
    monkeypatch.setattr(several, "MOST", 1)
    page = look(browser, all="1")
    assert page.context["found"].too_many > 1
    assert page.context["found"].units == []


def test_thirty_cost_as_many_statements_as_one(signed_in, sari, kotikunta, kitchen, new):
    browser, counts = signed_in(sari), []
    units = [make_unit(parent=kotikunta) for _number in range(30)]
    for unit in units:
        make_line(unit=unit, supervisor=make_person(unit=unit))
    look(browser, kitchen)
    for some in (units[:1], units):
        with CaptureQueriesContext(connection) as queries:
            page = look(browser, *some)
        assert len(page.context["found"].units) == len(some)
        counts.append(len(queries))
    assert counts[0] == counts[1]
