"""Signing in: by user name or e-mail, equal replies at equal cost, throttles, the log."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from core.models import Mail
from people.models import SignIn
from tests.factories import make_person
from tests.people.hashers import CountingHasher
from tests.people_fixtures import PASSWORD

SIGN_IN = "/kirjaudu/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.fixture
def worker(kitchen):
    """Somebody with a password."""
    return make_person(name="Väinö Äyräpää", username="vaino", password=PASSWORD, unit=kitchen)


def sign_in(client, login, password=PASSWORD, **options):
    return client.post(SIGN_IN, {"login": login, "password": password}, **options)


def page_of(answer, login):
    """The page without what differs by nature: the token and what was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text).replace(login, "LOGIN")


@pytest.mark.parametrize("login", ["vaino", "VAINO", " vaino ", "vaino@kotikunta.example", "Vaino@Kotikunta.EXAMPLE"])
def test_user_name_or_email(client, worker, login):
    answer = sign_in(client, login)
    assert (answer.status_code, answer.url) == (302, reverse("home"))
    assert client.get(reverse("account_settings")).context["user"] == worker


@pytest.mark.parametrize("wanted", ["http://[", "//[x", "https://[::1"])
@pytest.mark.parametrize("address", [SIGN_IN, "/salasana/uusi/x-y-z/", "/salasana/"])
def test_an_address_that_is_none_leads_nowhere(client, worker, address, wanted):
    """allauth's own check of ?next= breaks on half an IPv6 address."""
    assert client.get(address, {"next": wanted}).status_code < 500
    answer = client.post(f"{SIGN_IN}?{urlencode({'next': wanted})}", {"login": "vaino", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, reverse("home"))


def test_the_session_gets_a_new_id(client, worker):
    client.get(SIGN_IN)
    client.session["x"] = 1
    client.session.save()
    before = client.session.session_key
    sign_in(client, "vaino")
    assert client.session.session_key != before
    assert client.session.get_expire_at_browser_close() is True


@pytest.mark.parametrize(
    ("known", "unknown"), [("vaino", "vieno"), ("vaino@kotikunta.example", "vieno@kotikunta.example")]
)
@pytest.mark.parametrize("password", [PASSWORD, None], ids=["with a password", "without a password yet"])
def test_a_wrong_password_and_an_unknown_person_get_the_same_reply_at_the_same_cost(
    client, kitchen, settings, known, unknown, password
):
    settings.PASSWORD_HASHERS = ["tests.people.hashers.CountingHasher"]
    make_person(name="Väinö Äyräpää", username="vaino", password=password, unit=kitchen)
    pages, costs = [], []
    for login in (known, unknown):
        CountingHasher.count = 0
        answer = sign_in(client, login, "väärä salasana tässä")
        assert answer.status_code == 200
        pages.append(page_of(answer, login))
        costs.append(CountingHasher.count)
    assert pages[0] == pages[1]
    assert costs == [1, 1]


def test_throttle_after_five_wrong_tries_also_for_the_right_password(client, worker):
    for _try in range(5):
        sign_in(client, "vaino", "väärä")
    answer = sign_in(client, "vaino")
    assert answer.status_code == 200
    assert "viisi minuuttia" in answer.text or "five minutes" in answer.text
    assert SignIn.objects.count() == 0
    other = make_person(username="toinen", password=PASSWORD)
    assert sign_in(client, "toinen").status_code == 302
    assert client.get(reverse("account_settings")).context["user"] == other


def test_a_leaver_with_the_right_password_is_told_so(client, worker):
    worker.is_active = False
    worker.save()
    assert sign_in(client, "vaino").url == reverse("account_inactive")
    assert client.get(reverse("account_settings")).status_code == 302


def test_a_leaver_is_signed_out_at_the_next_request(signed_in, aino):
    browser = signed_in(aino)
    assert browser.get(reverse("account_settings")).status_code == 200
    aino.is_active = False
    aino.save()
    assert browser.get(reverse("account_settings")).status_code == 302


def test_next_stays_on_this_site(client, worker):
    assert client.post(SIGN_IN + "?next=//evil.example/", {"login": "vaino", "password": PASSWORD}).url == reverse(
        "home"
    )
    client.logout()
    data = {"login": "vaino", "password": PASSWORD, "next": reverse("access_list")}
    assert client.post(SIGN_IN, data).url == reverse("access_list")


def test_sign_out(client, worker):
    sign_in(client, "vaino")
    assert client.get(reverse("account_logout")).status_code == 200
    answer = client.post(reverse("account_logout"))
    assert answer.url == reverse("account_login")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(reverse("account_settings")).status_code == 302


def test_the_log_is_the_person_s_own(client, signed_in, worker, sari, mikael):
    sign_in(client, "vaino", headers={"User-Agent": FIREFOX})
    row = SignIn.objects.get()
    assert (row.user, row.how, row.browser) == (worker, SignIn.How.PASSWORD, "Firefox, Linux")
    assert [row.browser for row in client.get(reverse("sign_in_list")).context["page"]] == ["Firefox, Linux"]
    for other in (sari, mikael):
        assert list(signed_in(other).get(reverse("sign_in_list")).context["page"]) == []


def test_a_new_browser_is_told_and_a_known_one_is_not(client, worker):
    for agent in (FIREFOX, FIREFOX, EDGE, FIREFOX):
        sign_in(client, "vaino", headers={"User-Agent": agent})
        client.logout()
    assert SignIn.objects.count() == 4
    told = Mail.objects.get()
    assert (told.to, told.kind) == (worker, "new_sign_in")
    page = sign_in(client, "vaino", headers={"User-Agent": FIREFOX}) and client.get(reverse("notice_list"))
    assert "Edge, Windows" in page.text


def test_nobody_signs_up(client, db):
    assert client.get("/signup/").status_code == 404
    assert "signup" not in client.get(SIGN_IN).text
