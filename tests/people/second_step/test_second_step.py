"""The second step: turned on with a computed code, asked at sign-in, forced where the tasks ask for it."""

import base64
import datetime
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import Mail
from people.models import SignIn, SignInChange
from people.second_step.authenticator import reseal_second_steps
from tests.factories import make_line, make_person
from tests.people.conftest import totp_code
from tests.people_fixtures import PASSWORD, SECRET, with_recovery_codes, with_second_step
from tests.verme.conftest import make_group, make_season, name_mentor
from verme.models import Mentor

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


@pytest.mark.parametrize("leads", [False, True])
def test_it_costs_no_query(client, worker, django_assert_num_queries, kitchen, leads):
    if leads:
        make_line(unit=kitchen, supervisor=worker)
    sign_in(client)
    with django_assert_num_queries(2):  # session and user
        client.get(reverse("account_logout"))


def given_hr(worker, kitchen):
    worker.is_hr = True
    worker.save()


def given_line(worker, kitchen):
    make_line(unit=kitchen, supervisor=worker)


def given_line_of_deputy(worker, kitchen):
    make_line(unit=kitchen, supervisor=worker, kind="deputy")


def given_line_from_today(worker, kitchen):
    """Planned long ago; nobody does anything today."""
    make_line(unit=kitchen, supervisor=worker, starts_on=timezone.localdate())


def named_mentor(worker, kitchen):
    Mentor.objects.create(person=worker)


def leading_out_of_the_register(worker, kitchen):
    """HR has ticked off that they lead groups; the one that they lead goes on."""
    name_mentor(make_group(make_season()), Mentor.objects.create(person=worker, in_use=False))


LINES = [given_line, given_line_of_deputy, given_line_from_today]


@pytest.mark.parametrize("give", [given_hr, *LINES, named_mentor, leading_out_of_the_register])
def test_a_task_that_comes_during_a_session_asks_from_the_next_request(client, worker, kitchen, give):
    sign_in(client)
    assert client.get(reverse("home")).status_code == 200
    give(worker, kitchen)
    for name in ("home", "verme", "conversation_list"):
        assert client.get(reverse(name)).url == TURN_ON
    turn_on(client)
    assert client.get(reverse("home")).status_code == 200


def test_the_text_on_the_page_waits_until_the_step_is_on(client, worker, kitchen):
    sign_in(client)
    given_line(worker, kitchen)
    for header in ({"X-User": str(worker.pk)}, {"HX-Request": "true"}):
        answer = client.post(reverse("notices_read"), headers=header)
        assert (answer.status_code, answer.headers["X-Sign-In"]) == (401, TURN_ON)


def test_a_code_is_used_up_when_the_second_step_is_turned_on(client, worker):
    sign_in(client)
    secret = re.search(r'class="key-text">(\w+)<', client.get(TURN_ON).text)[1]
    code = totp_code(secret)
    assert client.post(TURN_ON, {"code": code}).status_code == 302
    client.post(reverse("account_logout"))
    sign_in(client)
    for typed in (code, f"{code[:3]} {code[3:]}"):
        assert "Koodi ei täsmää" in client.post(reverse("mfa_authenticate"), {"code": typed}).text
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize("seconds", [1, 31, 45])
def test_a_code_is_used_up_for_as_long_as_it_would_do(client, worker, seconds):
    """allauth forgets after 30 seconds that it was used, and takes it for 90."""
    with_second_step(worker)
    start = datetime.datetime(2026, 11, 24, 10, 0, 0, tzinfo=datetime.UTC)  # a new half minute
    with time_machine.travel(start, tick=False) as clock:
        code = totp_code()
        sign_in(client)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
        clock.shift(seconds)
        client.post(reverse("account_logout"))
        sign_in(client)
        assert code in [totp_code(later=later) for later in (-1, 0, 1)]  # by the clock it would still do
        assert "Koodi ei täsmää" in client.post(reverse("mfa_authenticate"), {"code": code}).text


@pytest.mark.parametrize("used_at", ["mfa_authenticate", "mfa_reauthenticate"])
def test_a_used_code_is_no_proof_before_something_that_matters(client, worker, used_at):
    """Half a minute later, when allauth has forgotten that it was used."""
    with_second_step(worker)
    again = reverse("mfa_reauthenticate")
    start = datetime.datetime(2026, 11, 24, 10, 0, 0, tzinfo=datetime.UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": totp_code()})
        if used_at == "mfa_reauthenticate":
            clock.shift(60)
            assert client.post(again, {"code": totp_code()}).status_code == 302
        code = totp_code()
        clock.shift(31)
        assert code in [totp_code(later=later) for later in (-1, 0, 1)]
        assert "Koodi ei täsmää" in client.post(again, {"code": code}).text
        clock.shift(60)
        assert client.post(again, {"code": totp_code()}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_turning_it_on_signs_out_who_is_in_by_the_password_alone(client, worker):
    other = Client()
    for browser in (client, other):
        sign_in(browser)
        assert browser.get(reverse("account_settings")).status_code == 200
    turn_on(client)
    assert client.get(reverse("account_settings")).status_code == 200
    assert other.get(reverse("account_settings")).status_code == 302


def test_two_remove_it_from_who_lost_the_phone_and_the_person_is_told(client, signed_in, worker, sari, hr_unit, matti):
    page, off = (reverse(name, args=[worker.pk]) for name in ("person_edit", "person_second_step_off"))
    assert off not in signed_in(sari).get(page).text  # nothing to remove yet
    with_second_step(worker)
    assert off in signed_in(sari).get(page).text
    assert signed_in(matti).post(off).status_code == 404
    assert signed_in(sari).post(off).status_code == 302
    assert Authenticator.objects.filter(user=worker).exists()
    second = with_second_step(make_person(unit=hr_unit, is_hr=True))
    signed_in(second).post(reverse("change_agree", args=[SignInChange.objects.get().pk]))
    assert not Authenticator.objects.filter(user=worker).exists()
    kinds = Mail.objects.filter(to=worker).order_by("created_at").values_list("kind", flat=True)
    assert list(kinds) == ["sign_in_change_asked", "sign_in_change_done"]
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
    with_recovery_codes(worker)
    settings.TEXT_KEYS = [new, old]
    assert (reseal_second_steps(), reseal_second_steps()) == (2, 0)
    settings.TEXT_KEYS = [new]
    totp, codes = Authenticator.objects.filter(user=worker).order_by("-type")
    assert totp.wrap().validate_code(totp_code())
    assert len(codes.wrap().get_unused_codes()) == 10
