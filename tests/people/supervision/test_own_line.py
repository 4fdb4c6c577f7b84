"""Nobody makes themselves somebody's supervisor."""

import pytest
from django.urls import reverse

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
