"""Nobody makes themselves somebody's supervisor."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import SupervisionLine
from tests.factories import make_line


@pytest.mark.parametrize("kind", ["supervisor", "deputy"])
def test_nobody_gives_themselves_a_line(signed_in, sari, kitchen, aino, kind):
    data = {"supervisor": sari.pk, "kind": kind, "starts_on": "1.1.2026", "ends_on": ""}
    answer = signed_in(sari).post(reverse("line_add", args=[kitchen.pk]), data)
    assert "supervisor" in answer.context["form"].errors
    assert not SupervisionLine.objects.filter(supervisor=sari).exists()


def test_nobody_edits_or_ends_their_own_line_or_takes_over_another(signed_in, sari, matti, kitchen, hr_unit):
    own = make_line(unit=hr_unit, supervisor=sari)
    browser = signed_in(sari)
    assert browser.get(reverse("line_edit", args=[own.pk])).status_code == 404
    assert browser.post(reverse("line_end", args=[own.pk])).status_code == 404
    line = SupervisionLine.objects.get(supervisor=matti)
    data = {"supervisor": sari.pk, "kind": "supervisor", "starts_on": "1.1.2020", "ends_on": ""}
    assert "supervisor" in browser.post(reverse("line_edit", args=[line.pk]), data).context["form"].errors
    line.refresh_from_db()
    assert line.supervisor == matti


ASK = "Pyydä työkaveriasi tekemään tämä"


@pytest.fixture
def above(sari, kotikunta):
    """HR's Sari leads the whole employer: whoever loses a supervisor below her gets her."""
    return make_line(unit=kotikunta, supervisor=sari)


def test_nobody_becomes_a_supervisor_by_ending_a_line_below_their_own(signed_in, sari, mikael, above, matti, aino):
    line = SupervisionLine.objects.get(supervisor=matti)
    assert ASK in signed_in(sari).post(reverse("line_end", args=[line.pk]), follow=True).text
    line.refresh_from_db()
    assert (line.ends_on, aino.supervisor) == (None, matti)
    signed_in(mikael).post(reverse("line_end", args=[line.pk]))
    line.refresh_from_db()
    assert line.ends_on == timezone.localdate()


@pytest.mark.parametrize("change", ["kind", "starts_on", "ends_on"])
def test_nor_by_changing_one(signed_in, sari, above, matti, aino, change):
    line = SupervisionLine.objects.get(supervisor=matti)
    later = timezone.localdate() + datetime.timedelta(days=40)
    data = {"supervisor": matti.pk, "kind": "supervisor", "starts_on": "1.1.2020", "ends_on": ""}
    data[change] = "deputy" if change == "kind" else f"{later.day}.{later.month}.{later.year}"
    assert ASK in signed_in(sari).post(reverse("line_edit", args=[line.pk]), data).text
    after = SupervisionLine.objects.get(pk=line.pk)
    assert (after.kind, after.starts_on, after.ends_on) == (line.kind, line.starts_on, None)
    assert aino.supervisor == matti


def test_what_makes_nobody_their_own_is_done(signed_in, sari, above, matti, timo, aino):
    line = SupervisionLine.objects.get(supervisor=timo)
    assert signed_in(sari).post(reverse("line_end", args=[line.pk]), follow=True).status_code == 200
    line.refresh_from_db()
    assert line.ends_on == timezone.localdate()
