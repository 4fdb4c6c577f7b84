"""When a directory does not answer as it should: a page that says what to do, never an error, and nobody gets in."""

import io
import json
import logging
import threading
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse
from werkzeug.test import Client as ProviderClient
from werkzeug.wrappers import Response

from people.work_account import asking, trouble
from people.work_account.asking import Trouble
from people.work_account.providers import find_provider
from people.work_account.trouble import WORDS
from tests.people.work_account.conftest import CLIENT_ID, SUBJECT, begin, come_back, sign_in, who

METADATA, TOKEN, KEYS = "/.well-known/openid-configuration", "/oauth2/token", "/jwks"
OWN = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SECRET_WORD = "kanarialintu"


def published(key, name="own"):
    """The provider's keys, as it publishes them."""
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return json.dumps({"keys": [public | {"kid": name, "use": "sig", "alg": "RS256"}]})


def sign_tokens(directory, change=None, *, key=OWN, algorithm="RS256", name="own"):
    """From now on the directory signs with a key of ours, and says what `change` makes of its claims."""
    directory.answer_with(KEYS, text=published(OWN))
    provider = directory.provider

    def answer(environ, start_response):
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        real = ProviderClient(provider).open(environ | {"wsgi.input": io.BytesIO(body)})
        told = json.loads(real.get_data())
        claims = jwt.decode(told["id_token"], options={"verify_signature": False, "verify_aud": False})
        changed = claims | (change(claims) if change else {})
        claims = {name: value for name, value in changed.items() if value is not None}
        told["id_token"] = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": name})
        return Response(json.dumps(told), 200, content_type="application/json")(environ, start_response)

    directory.faults[TOKEN] = answer
    asking.forget()


def refused(answer, kind, client):
    """The page for this kind of trouble, and nobody is in."""
    assert answer.status_code == (503 if kind in (Trouble.DOWN, Trouble.BUSY) else 400)
    assert str(WORDS[kind][0]) in answer.text
    assert str(WORDS[kind][1]) in answer.text
    assert who(client) is None


def press(client, directory):
    return client.post(reverse("work_account_sign_in", args=[directory.id]))


# ---- Before the person has left for the directory


def test_it_is_down(client, db, directory):
    directory.answer_with(METADATA, status=503)
    answer = press(client, directory)
    refused(answer, Trouble.DOWN, client)
    assert answer.headers["Retry-After"]
    assert "Refresh" not in answer.headers


def test_nothing_listens_there(client, db, directory, settings):
    settings.WORK_ACCOUNTS = [directory.setting | {"issuer": "http://localhost:9"}]
    refused(press(client, directory), Trouble.DOWN, client)


def test_one_that_has_failed_rests(client, db, directory):
    directory.answer_with(METADATA, status=500)
    press(client, directory)
    press(client, directory)
    assert directory.asked.count(METADATA) == 1


def drip(environ, start_response):
    """A byte now and then, for ever."""
    start_response("200 OK", [("Content-Type", "application/json")])
    for _each in range(100):
        time.sleep(0.1)
        yield b" "


def silence(environ, start_response):
    time.sleep(2)
    return Response("{}", 200)(environ, start_response)


@pytest.mark.parametrize("slow", [drip, silence])
def test_it_is_slow(client, db, directory, monkeypatch, slow):
    monkeypatch.setattr(asking, "PATIENCE", 0.5)
    directory.faults[METADATA] = slow
    began = time.monotonic()
    answer = press(client, directory)
    assert time.monotonic() - began < 1.8
    refused(answer, Trouble.DOWN, client)


def test_a_slow_one_takes_no_more_than_its_share_of_the_process(directory, monkeypatch):
    monkeypatch.setattr(asking, "TURN", 0.05)
    directory.faults[METADATA] = silence
    provider, kinds = find_provider(directory.id), []

    def ask():
        try:
            asking.ask(provider, provider.metadata_url)
        except Trouble as trouble:
            kinds.append(trouble.kind)

    threads = [threading.Thread(target=ask) for _each in range(asking.AT_ONCE + 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kinds == [Trouble.BUSY] * 3


NO_SENSE = {
    "html": "<html>Kirjaudu</html>",
    "empty": "",
    "a list": "[]",
    "a number": "7",
    "half": '{"issuer": "htt',
    "large": json.dumps({"issuer": "x" * asking.LARGEST}),
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("text", NO_SENSE.values(), ids=NO_SENSE.keys())
@pytest.mark.parametrize("path", [METADATA, TOKEN, KEYS])
def test_it_answers_nonsense(linked, directory, path, text):
    asking.forget()
    directory.answer_with(path, text=text)
    answer = press(linked, directory) if path == METADATA else sign_in(linked, directory, SUBJECT)
    refused(answer, Trouble.NONSENSE, linked)


@pytest.mark.parametrize("change", [{"issuer": "https://elsewhere.example"}, {"issuer": None}])
def test_it_says_that_it_is_somebody_else(client, db, directory, change):
    directory.answer_with(METADATA, text=json.dumps(metadata(directory) | change))
    refused(press(client, directory), Trouble.SETTINGS, client)


@pytest.mark.parametrize("address", ["http://directory.example/x", "ftp://x/", 7, None, "", "javascript:alert(1)"])
@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_its_addresses_are_https(client, db, directory, name, address):
    directory.answer_with(METADATA, text=json.dumps(metadata(directory) | {name: address}))
    refused(press(client, directory), Trouble.NONSENSE, client)


def metadata(directory):
    return {
        "issuer": directory.issuer,
        "authorization_endpoint": f"{directory.issuer}/oauth2/authorize",
        "token_endpoint": f"{directory.issuer}/oauth2/token",
        "jwks_uri": f"{directory.issuer}/jwks",
    }


# ---- On the way back


def test_a_token_signed_by_its_new_key_is_good(linked, directory):
    sign_tokens(directory)
    assert sign_in(linked, directory, SUBJECT).url == reverse("home")


def test_new_keys_are_looked_for_when_one_is_unknown(linked, directory, monkeypatch):
    sign_tokens(directory)
    sign_in(linked, directory, SUBJECT)
    linked.post(reverse("account_logout"))
    directory.answer_with(KEYS, text=published(OTHER, "newer"))
    kept = dict(directory.faults)
    sign_tokens(directory, key=OTHER, name="newer")
    directory.faults[KEYS] = kept[KEYS]
    monkeypatch.setattr(asking, "KEYS_AGAIN", 0)
    assert sign_in(linked, directory, SUBJECT).url == reverse("home")


def test_a_wrong_signature(linked, directory):
    sign_tokens(directory, key=OTHER)
    refused(sign_in(linked, directory, SUBJECT), Trouble.NONSENSE, linked)


def test_no_signature_and_a_shared_secret_are_none(linked, directory):
    sign_tokens(directory, key=None, algorithm="none")
    refused(sign_in(linked, directory, SUBJECT), Trouble.NONSENSE, linked)
    sign_tokens(directory, key="salaisuus" * 8, algorithm="HS256")
    refused(sign_in(linked, directory, SUBJECT), Trouble.NONSENSE, linked)


WRONG = {
    "another issuer": lambda claims: {"iss": "https://elsewhere.example"},
    "another site": lambda claims: {"aud": "another-site"},
    "another site as well": lambda claims: {"aud": [CLIENT_ID, "another-site"]},
    "for another site": lambda claims: {"aud": [CLIENT_ID, "another-site"], "azp": "another-site"},
    "another sign-in": lambda claims: {"nonce": "0" * 64},
    "no sign-in": lambda claims: {"nonce": None},
    "nobody": lambda claims: {"sub": None},
    "an empty name": lambda claims: {"sub": ""},
    "a number": lambda claims: {"sub": 7},
    "a long name": lambda claims: {"sub": "x" * 300},
    "no end": lambda claims: {"exp": None},
    "no beginning": lambda claims: {"iat": None},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_a_token_that_is_not_for_this_sign_in(linked, directory, change):
    sign_tokens(directory, change)
    refused(sign_in(linked, directory, SUBJECT), Trouble.NONSENSE, linked)


@pytest.mark.parametrize(("seconds", "good"), [(-100, True), (100, True), (-4000, False), (4000, False)])
def test_clocks_may_differ_by_two_minutes(linked, directory, seconds, good):
    now = time.time()
    sign_tokens(directory, lambda claims: {"iat": int(now + seconds), "exp": int(now + seconds + 60)})
    answer = sign_in(linked, directory, SUBJECT)
    if good:
        assert answer.url == reverse("home")
    else:
        refused(answer, Trouble.CLOCK, linked)


def test_a_code_is_used_once(linked, directory):
    back = directory.approve(begin(linked, directory), SUBJECT)
    assert come_back(linked, back).url == reverse("home")
    linked.post(reverse("account_logout"))
    refused(come_back(linked, back), Trouble.STALE, linked)


def test_another_browsers_way_back_is_none_here(linked, directory, client, db):
    from django.test import Client

    attacker = Client()
    back = directory.approve(begin(attacker, directory), SUBJECT)
    victim = Client()
    refused(come_back(victim, back), Trouble.STALE, victim)


def test_a_used_code_in_a_new_sign_in(linked, directory):
    back = directory.approve(begin(linked, directory), SUBJECT)
    come_back(linked, back)
    linked.post(reverse("account_logout"))
    state = begin(linked, directory).split("state=")[1].split("&")[0]
    code = back.split("code=")[1].split("&")[0]
    answer = come_back(linked, f"{back.split('?')[0]}?code={code}&state={state}")
    refused(answer, Trouble.STALE, linked)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("access_denied", trouble.CANCELLED),
        ("temporarily_unavailable", Trouble.DOWN),
        ("login_required", Trouble.REFUSED),
        (SECRET_WORD, Trouble.REFUSED),
    ],
)
def test_it_gives_an_error_instead_of_a_code(linked, directory, error, kind):
    state = begin(linked, directory).split("state=")[1].split("&")[0]
    answer = come_back(linked, f"/kirjaudu/tunnus/kotikunta/paluu/?error={error}&state={state}")
    refused(answer, kind, linked)
    assert SECRET_WORD not in answer.text.partition("<main")[2].partition("</main>")[0]


def test_we_are_not_known_there(linked, directory):
    directory.answer_with(TOKEN, status=401, text='{"error": "invalid_client"}')
    refused(sign_in(linked, directory, SUBJECT), Trouble.SETTINGS, linked)


def test_it_goes_down_before_it_is_asked_anything(linked, directory):
    back = directory.approve(begin(linked, directory), SUBJECT)
    asking.forget()
    directory.answer_with(METADATA, status=502)
    refused(come_back(linked, back), Trouble.DOWN, linked)


def test_it_goes_down_in_the_middle(linked, directory):
    back = directory.approve(begin(linked, directory), SUBJECT)
    directory.answer_with(TOKEN, status=502)
    refused(come_back(linked, back), Trouble.DOWN, linked)


def test_the_log_holds_no_word_of_theirs(linked, directory, caplog):
    caplog.set_level(logging.INFO)
    directory.answer_with(TOKEN, status=400, text=json.dumps({"error": SECRET_WORD, "error_description": SECRET_WORD}))
    sign_in(linked, directory, SUBJECT)
    ours = [record.getMessage() for record in caplog.records if record.name == "work_account"]
    assert len(ours) == 1
    assert "kotikunta" in ours[0]
    assert SECRET_WORD not in ours[0]


def test_the_page_is_in_the_readers_language(client, db, directory):
    directory.answer_with(METADATA, status=503)
    address = reverse("work_account_sign_in", args=[directory.id])
    answer = client.post(address, headers={"Accept-Language": "sv"})
    assert "Arbetskontots inloggningstjänst svarar inte" in answer.text
