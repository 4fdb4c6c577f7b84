"""The second step: turned on with a computed code, asked at sign-in, forced where the tasks ask for it."""

import base64
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from core.models import Mail
from people.models import SignIn
from people.second_steps import reseal_second_steps
from tests.factories import make_line, make_person
from tests.people.conftest import totp_code
from tests.people_fixtures import PASSWORD, SECRET, with_second_step

TURN_ON = "/mina/toinen-vaihe/kayttoon/"


@pytest.fixture
def worker(kitchen):
    return make_person(name="Väinö Äyräpää", username="vaino", password=PASSWORD, unit=kitchen)


def sign_in(client, username="vaino"):
    return client.post("/kirjaudu/", {"login": username, "password": PASSWORD})


def turn_on(client):
    page = client.get(TURN_ON)
    secret = re.search(r'class="key-text">(\w+)<', page.text)[1]
    return client.post(TURN_ON, {"code": totp_code(secret)})


@pytest.mark.django_db(transaction=True)
def test_turning_on_signing_in_with_a_code_and_with_a_recovery_code(client, worker):
    sign_in(client)
    assert turn_on(client).url == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code>(\w+)</code>", client.get(reverse("mfa_view_recovery_codes")).text)
    assert len(codes) == 10
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file.headers["Content-Disposition"] == 'attachment; filename="codes.txt"'
    assert file.text.splitlines()[2:] == codes
    client.post(reverse("account_logout"))
    assert sign_in(client).url == reverse("mfa_authenticate")
    assert client.get(reverse("account_settings")).status_code == 302  # not in yet
    assert "Koodi ei täsmää" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).text
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).url == reverse("home")
    assert SignIn.objects.first().how == SignIn.How.SECOND_STEP
    client.post(reverse("account_logout"))
    sign_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200  # each works once
    assert client.post(reverse("mfa_authenticate"), {"code": codes[1]}).status_code == 302
    kinds = set(Mail.objects.values_list("kind", flat=True))
    assert kinds == {"second_step_on"}


def test_guessing_codes_is_throttled(client, worker):
    with_second_step(worker)
    sign_in(client)
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": totp_code()})
    assert answer.status_code == 200
    assert client.get(reverse("account_settings")).status_code == 302


def test_the_secret_is_encrypted(worker):
    with_second_step(worker)
    stored = Authenticator.objects.get(user=worker, type="totp")
    assert SECRET not in str(stored.data)
    assert stored.wrap().validate_code(totp_code())


def test_the_picture_passes_the_strict_csp(client, worker):
    sign_in(client)
    svg = re.search(r"<svg class=\"qr\".*?</svg>", client.get(TURN_ON).text, re.DOTALL)[0]
    assert "style" not in svg
    assert "data:" not in svg
    assert "<title>QR-koodi" in svg


@pytest.mark.django_db(transaction=True)
def test_turning_off(client, worker):
    sign_in(client)
    turn_on(client)
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.filter(user=worker).exists()
    assert list(Mail.objects.order_by("created_at").values_list("kind", flat=True)) == [
        "second_step_on",
        "second_step_off",
    ]


@pytest.fixture(params=["hr", "admin", "supervisor", "deputy"])
def keeper(request, worker, kitchen):
    """Somebody whose tasks ask for a second step that they do not have yet."""
    if request.param in {"hr", "admin"}:
        setattr(worker, f"is_{request.param}", True)
        worker.save()
    else:
        make_line(unit=kitchen, supervisor=worker, kind=request.param)
    return worker


def test_who_must_have_it_is_led_there_before_anything_else(client, keeper):
    sign_in(client)
    for name in ("home", "account_settings", "access_list", "person_list", "mfa_index", "account_change_password"):
        assert client.get(reverse(name)).url == TURN_ON
    assert client.post(reverse("notices_read")).url == TURN_ON
    assert client.get(TURN_ON).status_code == 200
    assert client.post(reverse("set_language"), {"language": "sv"}).status_code == 302
    assert client.get(reverse("account_logout")).status_code == 200
    turn_on(client)
    assert client.get(reverse("account_settings")).status_code == 200
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_who_must_have_it_cannot_turn_it_off(client, keeper):
    sign_in(client)
    turn_on(client)
    assert "pysyy käytössä" in client.post(reverse("mfa_deactivate_totp")).text
    assert Authenticator.objects.filter(user=keeper, type="totp").exists()


def test_not_in_the_demo(client, keeper, settings):
    settings.DEMO = True
    sign_in(client)
    assert client.get(reverse("account_settings")).status_code == 200


def test_it_costs_no_query(client, worker, django_assert_num_queries, kitchen):
    sign_in(client)
    with django_assert_num_queries(2):  # session and user
        client.get(reverse("account_logout"))


def test_whoever_gets_such_a_task_signs_in_anew(client, signed_in, worker, sari, kitchen):
    sign_in(client)
    assert client.get(reverse("account_settings")).status_code == 200
    data = {"supervisor": worker.pk, "kind": "supervisor", "starts_on": "1.1.2026", "ends_on": ""}
    assert signed_in(sari).post(reverse("line_add", args=[kitchen.pk]), data).status_code == 302
    assert client.get(reverse("account_settings")).url.startswith(reverse("account_login"))
    sign_in(client)
    assert client.get(reverse("account_settings")).url == TURN_ON


def test_hr_removes_it_from_who_lost_the_phone_and_the_person_is_told(client, signed_in, worker, sari, matti):
    page, off = (reverse(name, args=[worker.pk]) for name in ("person_edit", "person_second_step_off"))
    assert off not in signed_in(sari).get(page).text  # nothing to remove yet
    with_second_step(worker)
    assert off in signed_in(sari).get(page).text
    assert signed_in(matti).post(off).status_code == 404
    assert signed_in(sari).post(off).status_code == 302
    assert not Authenticator.objects.filter(user=worker).exists()
    assert Mail.objects.get(to=worker).kind == "second_step_removed"
    assert sign_in(client).url == reverse("home")


def test_without_a_second_step_there_are_no_codes(client, worker):
    sign_in(client)
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 404


def test_an_old_session_asks_for_the_password_before_the_codes(client, worker):
    with_second_step(worker)
    session_of = client
    session_of.force_login(worker)
    assert session_of.get(reverse("mfa_view_recovery_codes")).url.startswith(reverse("account_reauthenticate"))
    answer = session_of.post(
        reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("mfa_generate_recovery_codes")}
    )
    assert answer.url == reverse("mfa_generate_recovery_codes")
    assert session_of.post(reverse("mfa_generate_recovery_codes")).url == reverse("mfa_view_recovery_codes")


def test_a_new_key_takes_over_and_the_old_one_can_go(worker, settings):
    old, new = (base64.b64encode(letter * 32).decode() for letter in (b"a", b"b"))
    settings.TEXT_KEYS = [old]
    with_second_step(worker)
    RecoveryCodes.activate(worker)
    settings.TEXT_KEYS = [new, old]
    assert (reseal_second_steps(), reseal_second_steps()) == (2, 0)
    settings.TEXT_KEYS = [new]
    totp, codes = Authenticator.objects.filter(user=worker).order_by("-type")
    assert totp.wrap().validate_code(totp_code())
    assert len(codes.wrap().get_unused_codes()) == 10
