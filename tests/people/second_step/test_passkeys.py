"""Passkeys without a device: what counts, what stays, and what anybody may send. (With one: tests/browser.)"""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from core.models import Mail
from tests.factories import make_person
from tests.people_fixtures import PASSWORD, with_second_step

MADE_UP = [
    *("", "x", "{}", "[]", "7", "null", '"x"', '{"response": 7}', '{"response": {"userHandle": 7}}'),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "AAAA"}}),
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": "MTIz"},
        }
    ),
    json.dumps({"id": "AA", "response": {"clientDataJSON": "AA", "attestationObject": "oA"}}),
]


def with_passkey(person, name="Puhelin"):
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}}
    )


@pytest.fixture
def hr(hr_unit):
    """HR, with a password, who has signed in with it a moment ago."""
    return make_person(name="Sari Koskinen", username="sari", password=PASSWORD, unit=hr_unit, is_hr=True)


@pytest.fixture
def worker(kitchen):
    return make_person(name="Väinö Äyräpää", username="vaino", password=PASSWORD, unit=kitchen)


def sign_in(client, login):
    return client.post(reverse("account_login"), {"login": login, "password": PASSWORD})


def test_a_passkey_is_a_second_step(client, hr):
    sign_in(client, "sari")
    assert client.get(reverse("account_settings")).url == reverse("mfa_activate_totp")
    with_passkey(hr)
    assert client.get(reverse("account_settings")).status_code == 200


def test_whoever_must_have_one_can_make_a_passkey_instead_of_an_app(client, hr):
    sign_in(client, "sari")
    assert reverse("mfa_add_webauthn") in client.get(reverse("mfa_activate_totp")).text
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_the_last_one_stays_where_tasks_ask_for_it(client, hr):
    sign_in(client, "sari")
    passkey = with_passkey(hr)
    address = reverse("mfa_remove_webauthn", args=[passkey.pk])
    client.post(address)
    assert Authenticator.objects.filter(pk=passkey.pk).exists()
    with_second_step(hr)
    client.post(address)
    assert not Authenticator.objects.filter(pk=passkey.pk).exists()
    assert Mail.objects.filter(to=hr, kind="passkey_removed").count() == 1


def test_nobody_takes_anothers_away(client, worker, stranger):
    sign_in(client, "vaino")
    passkey = with_passkey(stranger)
    assert client.post(reverse("mfa_remove_webauthn", args=[passkey.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


@pytest.mark.parametrize("sent", MADE_UP)
def test_what_anybody_may_send_opens_nothing(client, worker, sent):
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": sent})
    assert answer.url == reverse("account_login")
    assert "Tämä pääsyavain ei avaa täällä mitään." in client.get(answer.url).text
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize("sent", MADE_UP)
def test_what_is_no_passkey_is_not_kept(client, worker, sent):
    sign_in(client, "vaino")
    client.get(reverse("mfa_add_webauthn"))
    answer = client.post(reverse("mfa_add_webauthn"), {"name": "Puhelin", "credential": sent})
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


def test_a_page_may_ask_for_a_passkey(client, db):
    assert "publickey-credentials-get" not in client.get(reverse("account_login")).headers["Permissions-Policy"]
