"""A supervisor whose line has ended and who leads again: what was opened before is opened anew or not at all."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.models import Mail
from people.models import SupervisionLine, Unit
from tests.factories import make_line
from tests.people.register_form import edit
from tests.vatupassi.opening.conftest import NOTE
from vatupassi.models import Opening
from vatupassi.opening.actions import end_by_date

pytestmark = pytest.mark.django_db


def change_dates(client, line, **days):
    data = {"supervisor": line.supervisor_id, "kind": line.kind, "starts_on": line.starts_on.isoformat()} | days
    assert client.post(reverse("line_edit", args=[line.pk]), data).status_code == 302


def corrected_back(client, aino, timo):
    """HR ends the line as of yesterday, and takes that back."""
    line = SupervisionLine.objects.get(supervisor=timo)
    change_dates(client, line, ends_on=(timezone.localdate() - datetime.timedelta(days=1)).isoformat())
    change_dates(client, line, ends_on="")


def left_and_returned(client, aino, timo):
    """On the same day: the line lasts until its evening."""
    client.post(reverse("person_leave", args=[timo.pk]))
    client.post(reverse("person_return", args=[timo.pk]))


def moved_and_back(client, aino, timo):
    """The employee works elsewhere for a while."""
    home, other = aino.unit_id, Unit.objects.create(name_fi="Toinen yksikkö", parent=None)
    edit(client, aino, unit=other.pk)
    aino.refresh_from_db()
    assert aino.unit_id == other.pk
    edit(client, aino, unit=home)


@pytest.fixture
def opened(page, aino, timo, signed_in):
    """The whole, to the deputy."""
    signed_in(aino).post(page + "avaa/esihenkilo/", {"reader": timo.pk, "scope": "whole"})
    assert NOTE in signed_in(timo).get(page + "vaihe/tiedanko/").content.decode()
    Mail.objects.all().delete()
    return Opening.objects.get()


def told():
    return sorted((mail.kind, mail.to.first) for mail in Mail.objects.filter(kind__regex="open|readers"))


@pytest.mark.both_databases
@pytest.mark.parametrize("again", [corrected_back, left_and_returned, moved_and_back])
def test_a_line_that_ends_by_hand_and_comes_back_opens_nothing(opened, page, aino, timo, sari, signed_in, again):
    again(signed_in(sari), aino, timo)
    timo.refresh_from_db()
    assert timo.supervises
    his, hers = signed_in(timo), signed_in(aino)
    assert [his.get(path).status_code for path in (page, page + "vaihe/tiedanko/")] == [404, 404]
    assert page not in his.get("/avatut/").content.decode() + his.get("/").content.decode()
    assert ("readers_changed", "Aino") in told()
    leads_meanwhile = again is not moved_and_back  # who does not hears nothing of it
    assert (("readers_changed", "Matti") in told()) is leads_meanwhile
    hers.post(page + "avaa/esihenkilo/", {"reader": timo.pk, "scope": "whole"})  # anew, if she wants it
    assert his.get(page).status_code == 200


def test_a_line_that_ends_by_its_date_and_comes_back_opens_nothing(opened, page, aino, timo, kitchen, signed_in):
    SupervisionLine.objects.filter(supervisor=timo).update(ends_on=timezone.localdate())
    end_by_date.func()
    assert signed_in(timo).get(page).status_code == 200  # the last day counts
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        assert signed_in(timo).get(page).status_code == 404
        end_by_date.func()
        assert told() == [("opening_ended", "Timo"), ("readers_changed", "Aino"), ("readers_changed", "Matti")]
        end_by_date.func()
        assert len(told()) == 3
    with time_machine.travel(timezone.now() + datetime.timedelta(days=40)):
        make_line(unit=kitchen, supervisor=timo, kind=SupervisionLine.Kind.DEPUTY)
        assert signed_in(timo).get(page).status_code == 404
        assert "Timo Ääri" not in signed_in(aino).get(page).content.decode()


def test_a_line_that_goes_on_under_another_keeps_it_open(opened, page, timo, sari, kitchen, signed_in):
    """From deputy to the unit above, without a day between: no break, nobody asked anew."""
    old = SupervisionLine.objects.get(supervisor=timo)
    make_line(unit=kitchen.parent, supervisor=timo, kind=SupervisionLine.Kind.DEPUTY)
    signed_in(sari).post(reverse("line_end", args=[old.pk]))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        end_by_date.func()
        assert signed_in(timo).get(page).status_code == 200
