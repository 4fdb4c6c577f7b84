"""The data protection officer: given in the register like the other roles, behind a second step, never HR."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.models import Mail
from core.outbox import letter
from people.models import User
from tests.html import flat
from tests.people.register_form import edit, told

NOT_BOTH = "Tietosuojavastaava ei voi olla HR eikä järjestelmän ylläpitäjä: valitse tehtävään joku muu."


def test_hr_gives_the_role_and_all_who_keep_the_register_hear(signed_in, sari, mikael, aino):
    edit(signed_in(sari), aino, is_data_protection_officer="on")
    aino.refresh_from_db()
    assert aino.is_data_protection_officer
    assert told(aino) == ["role_changed"]
    assert told(mikael) == ["register_tasks"]
    found = letter(Mail.objects.get(to=mikael))
    assert found
    assert "Aino Virtanen: tehtävät henkilörekisterissä ovat nyt: tietosuojavastaava." in found.body
    page = signed_in(sari).get(reverse("person_list")).text
    assert '<span class="chip blue">tietosuojavastaava</span>' in page


def test_the_role_asks_for_a_second_step(signed_in, aino):
    assert not aino.needs_second_step
    User.objects.filter(pk=aino.pk).update(is_data_protection_officer=True)
    answer = signed_in(aino).get(reverse("officer"))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("mfa_activate_totp"))


@pytest.mark.parametrize("role", ["is_hr", "is_admin"])
def test_nobody_watches_over_themselves(signed_in, sari, aino, role):
    answer = edit(signed_in(sari), aino, is_data_protection_officer="on", **{role: "on"})
    assert answer.context["form"].errors == {"is_data_protection_officer": [NOT_BOTH]}
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=aino.pk).update(is_data_protection_officer=True, **{role: True})


def test_nobody_gives_it_to_themselves(signed_in, sari, mikael):
    for keeper in (sari, mikael):
        edit(signed_in(keeper), keeper, is_data_protection_officer="on")
        keeper.refresh_from_db()
        assert not keeper.is_data_protection_officer


def test_the_page_is_theirs_alone_and_the_register_is_not_theirs(signed_in, liisa, sari, mikael, aino):
    answer = signed_in(liisa).get(reverse("officer"))
    assert (answer.status_code, answer.text.count("<h1")) == (200, 1)
    assert [signed_in(one).get(reverse("officer")).status_code for one in (sari, mikael, aino)] == [404] * 3
    pages = ("person_list", "desk", "inbox", "site_status")
    assert [signed_in(liisa).get(reverse(name)).status_code for name in pages] == [404] * 4


def test_one_who_leaves_has_the_role_no_more(signed_in, sari, mikael, liisa):
    signed_in(sari).post(reverse("person_leave", args=[liisa.pk]))
    assert not User.objects.all().data_protection_officers().exists()
    assert Mail.objects.filter(to=mikael, kind="register_tasks").count() == 1


def test_everybody_sees_whom_to_ask(signed_in, aino, liisa):
    page = flat(signed_in(aino).get(reverse("my_data")).text)
    assert '<b translate="no">Liisa Aho</b><br> tietosuojavastaava' in page
