"""Guessing: five tries for each account, which nothing pushes out, and the owner's own browser stays open."""

import threading

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from people.models import Activation, SignIn
from people.sign_in.known_browsers import COOKIE, LIVES, MOST
from tests.factories import make_person
from tests.people.conftest import totp_code
from tests.people_fixtures import PASSWORD, with_second_step

SIGN_IN, CODE, LETTER, AGAIN = "/kirjaudu/", "/kirjaudu/koodi/", "/aloita/", "/mina/varmista/"
WAIT = "viisi minuuttia"
DJANGOS = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "djangos_cache"}}


@pytest.fixture
def worker(kitchen):
    return make_person(name="Väinö Äyräpää", username="Vaino", password=PASSWORD, unit=kitchen)


def sign_in(client, login="vaino", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


def guess(times=5, login="vaino", client=None):
    """From a browser of somebody else's."""
    return [sign_in(client or Client(), login, "väärä salasana") for _time in range(times)]


def is_in(answer):
    return (answer.status_code, answer.headers.get("Location")) == (302, reverse("home"))


# ---- Nothing pushes a limit out


def flood(times):
    """Password-reset requests from everywhere, each with an address of its own."""
    for number in range(times):
        browser = Client(REMOTE_ADDR=f"10.{number // 250}.1.{number % 250}")
        assert browser.post(reverse("account_reset_password"), {"email": f"x{number}@y.example"}).status_code == 302


def test_five_guesses_stay_five_after_a_flood(worker):
    guess()
    assert WAIT in sign_in(Client()).text
    flood(400)
    assert WAIT in sign_in(Client()).text
    assert [WAIT in answer.text for answer in guess()] == [True] * 5


def test_djangos_own_cache_forgets_them(worker, settings):
    """The negative control."""
    settings.CACHES = DJANGOS
    call_command("createcachetable", verbosity=0)
    forgotten = False
    for round_of_guesses in range(3):  # which keys are the lowest is a matter of luck
        login = f"vaino{round_of_guesses}"
        make_person(name="Väinö Äyräpää", username=login, password=PASSWORD)
        guess(login=login)
        assert WAIT in sign_in(Client(), login).text
        flood(400)
        forgotten = forgotten or is_in(sign_in(Client(), login))
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM djangos_cache")
            assert cursor.fetchone()[0] < 400
    assert forgotten


def test_a_used_code_stays_used_after_a_flood(worker):
    with_second_step(worker)
    code, first, second = totp_code(), Client(), Client()
    for browser in (first, second):
        sign_in(browser)
    assert is_in(first.post(CODE, {"code": code}))
    flood(350)
    assert second.post(CODE, {"code": code}).status_code == 200


# ---- One allowance for each account


@pytest.mark.parametrize(
    "names",
    [
        ("vaino", "vaino@kotikunta.example"),
        ("VAINO", "Vaino", "vAINO@Kotikunta.EXAMPLE", " vaino "),
        ("vaino@kotikunta.example", "VAINO@KOTIKUNTA.EXAMPLE", "vaino"),
    ],
)
def test_however_the_account_is_named(worker, names):
    tried = [names[number % len(names)] for number in range(7)]
    answers = [sign_in(Client(), name, "väärä salasana") for name in tried]
    assert [WAIT in answer.text for answer in answers] == [False] * 5 + [True] * 2
    assert [WAIT in sign_in(Client(), name).text for name in names] == [True] * len(names)


@pytest.mark.parametrize(
    "names", [("vieno", "VIENO", "ｖｉｅｎｏ"), ("Ärjä@x.example", "ärjä@x.example", "A\u0308RJÄ@x.example")]
)
def test_an_account_that_does_not_exist_has_one_too(db, names):
    answers = [sign_in(Client(), names[number % len(names)], "väärä salasana") for number in range(7)]
    assert [WAIT in answer.text for answer in answers] == [False] * 5 + [True] * 2


def test_a_long_s_is_an_s(db):
    """PostgreSQL finds the account by it (UPPER of both is the same), so it must not have five tries of its own."""
    make_person(username="sisko", password=PASSWORD)
    names = ["sisko@kotikunta.example", "\u017fisko@kotikunta.example", "\u017fi\u017fko@kotikunta.example"]
    answers = [sign_in(Client(), names[number % len(names)], "väärä salasana") for number in range(7)]
    assert [WAIT in answer.text for answer in answers] == [False] * 5 + [True] * 2


def test_others_are_not_kept_out(worker):
    guess()
    make_person(username="toinen", password=PASSWORD)
    assert is_in(sign_in(Client(), "toinen"))


def test_a_right_password_uses_up_nothing(worker):
    for _time in range(8):
        assert is_in(sign_in(Client()))


def test_a_new_password_begins_anew(worker):
    guess()
    worker.set_password("kokonaan toinen salasana")
    worker.save()
    assert is_in(sign_in(Client(), password="kokonaan toinen salasana"))


@pytest.mark.parametrize("name", ["vaino", "VAINO", "Vaino", "vaino@kotikunta.example"])
def test_the_code_of_a_letter(worker, name):
    worker.set_unusable_password()
    worker.save()
    code = Activation.make(worker)
    names = ["Vaino", "vaino", "VAINO", " vaino", "vaino@kotikunta.example"]
    wrong = {"code": "ABCD-EFGH-JKLM", "password1": PASSWORD, "password2": PASSWORD}
    assert [Client().post(LETTER, wrong | {"username": each}).status_code for each in names] == [200] * 5
    assert Client().post(LETTER, wrong | {"username": name, "code": code}).status_code == 429
    assert Activation.objects.get().user == worker


def test_a_try_counts_even_when_the_request_fails(worker, monkeypatch):
    """It is counted outside of the transaction that goes back with a fault."""

    def fail(username, code):
        raise RuntimeError

    monkeypatch.setattr(Activation, "find", fail)
    browser = Client(raise_request_exception=False)
    data = {"username": "vaino", "code": "ABCD-EFGH-JKLM", "password1": PASSWORD, "password2": PASSWORD}
    assert [browser.post(LETTER, data).status_code for _time in range(6)] == [500] * 5 + [429]


# ---- The owner's own browser


@pytest.fixture
def own(worker):
    """The owner's browser, which has signed in before."""
    browser = Client()
    assert is_in(sign_in(browser))
    browser.post(reverse("account_logout"))
    return browser


def test_the_owner_gets_in_while_somebody_guesses(worker, own):
    guess(8)
    assert WAIT in sign_in(Client()).text
    assert is_in(sign_in(own))
    assert WAIT in sign_in(Client()).text


def test_the_known_browser_has_five_of_its_own(worker, own):
    answers = [sign_in(own, name, "väärä") for name in ("vaino", "VAINO", "vaino@kotikunta.example") * 2]
    assert [WAIT in answer.text for answer in answers] == [False] * 5 + [True]
    assert is_in(sign_in(Client()))  # elsewhere there are tries left


def test_another_person_s_known_browser_is_no_help(worker, own):
    make_person(username="toinen", password=PASSWORD)
    guess(login="toinen")
    assert WAIT in sign_in(own, "toinen").text


def test_the_second_step_in_the_known_browser(worker):
    with_second_step(worker)
    own = Client()
    sign_in(own)
    assert is_in(own.post(CODE, {"code": totp_code()}))
    own.post(reverse("account_logout"))
    cache.clear()  # the code has been used
    thief = Client()
    sign_in(thief)
    answers = [thief.post(CODE, {"code": "000000"}) for _time in range(6)]
    assert [WAIT in answer.text for answer in answers] == [False] * 5 + [True]
    sign_in(own)
    assert is_in(own.post(CODE, {"code": totp_code()}))


def test_asking_again_in_an_open_sign_in_has_its_own(worker):
    own = Client()
    sign_in(own)
    guess()
    assert WAIT in sign_in(Client()).text
    assert own.post(AGAIN, {"password": PASSWORD}).status_code == 302
    change = {"password1": "uusi pitkä salasana", "password2": "uusi pitkä salasana"}
    forms = [(AGAIN, {"password": "väärä"}), ("/mina/salasana/", change | {"oldpassword": "väärä"})] * 3
    answers = [own.post(path, data) for path, data in forms]
    assert [WAIT in answer.text for answer in answers] == [False] * 5 + [True]


# ---- What the cookie holds


def test_the_cookie(worker):
    own = Client()
    sign_in(own)
    cookie = own.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (SIGN_IN, True, "Lax", LIVES)
    number, marks = signing.loads(cookie.value, salt="people.known_browsers")
    assert (len(number), [len(mark) for mark in marks]) == (32, [32])
    assert str(worker.pk).replace("-", "") not in number + "".join(marks)


def test_a_cookie_that_is_not_ours_is_none(worker):
    guess()
    for value in ("", "x", "ä", signing.dumps(["x", ["y"]], salt="people.known_browsers"), signing.dumps("x")):
        browser = Client()
        browser.cookies[COOKIE] = value
        assert WAIT in sign_in(browser).text


def test_a_shared_device_remembers_nobody(worker):
    shared = Client()
    assert is_in(sign_in(shared, shared="on"))
    assert COOKIE not in shared.cookies


def test_who_says_so_later_is_taken_out(worker, own):
    make_person(username="toinen", password=PASSWORD)
    sign_in(own, "toinen")
    own.post(reverse("account_logout"))
    sign_in(own, shared="on")
    own.post(reverse("account_logout"))
    guess()
    guess(login="toinen")
    assert WAIT in sign_in(own).text
    assert is_in(sign_in(own, "toinen", shared="on"))
    assert own.cookies[COOKIE].value == ""


def test_the_last_few_are_remembered(own):
    first = own.cookies[COOKIE].value
    for number in range(MOST):
        make_person(username=f"toinen{number}", password=PASSWORD)
        sign_in(own, f"toinen{number}")
        own.post(reverse("account_logout"))
    before, after = (signing.loads(value, salt="people.known_browsers") for value in (first, own.cookies[COOKIE].value))
    assert before[0] == after[0]
    assert (len(after[1]), before[1][0] in after[1]) == (MOST, False)


def test_a_letter_with_a_code_does_not_ask_and_does_not_remember(worker):
    code, browser = Activation.make(worker), Client()
    data = {"username": "vaino", "code": code, "password1": "uusi pitkä salasana", "password2": "uusi pitkä salasana"}
    assert browser.post(LETTER, data).status_code == 302
    assert COOKIE not in browser.cookies


def test_the_page_offers_the_choice(client, db):
    assert "Tätä laitetta käyttävät muutkin" in client.get(SIGN_IN).text


# ---- At the same moment, on a database with row locks


def unlocked(key, value, timeout=300, version=None):
    """allauth's lock that locks nothing."""
    return True


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
@pytest.mark.parametrize("locked", [True, False])
def test_guesses_at_the_same_moment_count_one_by_one(worker, locked, monkeypatch):
    if not locked:
        monkeypatch.setattr("core.limits.LimitCache.add", staticmethod(unlocked))
    more = False
    for _turn in range(3):
        cache.clear()
        SignIn.objects.all().delete()
        gate, wrong = threading.Barrier(12), []

        def run(gate=gate, wrong=wrong):
            gate.wait()
            try:
                wrong.append(WAIT not in guess(1)[0].text)
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _thread in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if locked:
            assert sum(wrong) <= 5
        more = more or sum(wrong) > 5
    assert more is not locked
