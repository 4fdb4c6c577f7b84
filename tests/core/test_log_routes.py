"""Logs name the route: an address may hold a secret that still opens something."""

import io
import logging
import logging.config

import pytest
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import OperationalError, connection
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, UUIDConverter

from core.management.commands.serve import Command
from people.sign_in.activation import make_token
from rooms.models import Room
from tests.factories import make_person
from tests.people_fixtures import PASSWORD
from tests.verme.conftest import make_season
from verme.models import Survey, Ticket

# What words stand in addresses: secrets that still open something (tried below), and others
SECRET = {"token", "uidb36", "key", "secret", "code"}
OPEN = {"language"}
PLAIN = (IntConverter, SlugConverter, UUIDConverter)


def words_in_addresses(resolver=None):
    """The names of what is neither an id nor one of our own words, through all routes."""
    for pattern in (resolver or get_resolver()).url_patterns:
        converters = pattern.pattern.converters
        for name in pattern.pattern.regex.groupindex:
            if not isinstance(converters.get(name), PLAIN):
                yield name
        if isinstance(pattern, URLResolver):
            yield from words_in_addresses(pattern)


def test_every_word_in_an_address_is_known() -> None:
    """A new one is looked at: is it a secret, and is it tried below?"""
    assert set(words_in_addresses()) == SECRET | OPEN


@pytest.fixture
def log():
    """What the configured handler writes."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(
        logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
            dict(settings.LOGGING["formatters"]["plain"])
        )
    )
    root, django = logging.getLogger(), logging.getLogger("django")
    levels = root.level, django.level
    root.setLevel(logging.INFO), django.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler.stream
    root.removeHandler(handler)
    root.setLevel(levels[0]), django.setLevel(levels[1])


def activation():
    person = make_person(username="vaino")
    secret = make_token(person)
    return f"/aloita/{secret}/", secret, "account_activate_link"


def new_password():
    person = make_person(username="vaino", password=PASSWORD)
    secret = default_token_generator.make_token(person)
    return f"/salasana/uusi/{user_pk_to_url_str(person)}-{secret}/", secret, "account_reset_password_from_key"


def survey():
    secret = Ticket.secret()
    row = Survey.objects.create(season=make_season(), kind="feedback", state="open", asked=[])
    Ticket.objects.create(hash=Ticket.hashed(secret), survey=row)
    return f"/vastaa/{secret}/", secret, "survey_answer"


def room():
    secret = Room.begin("test", by=make_person(username="vaino")).code
    return f"/huone/{secret}/", secret, "room"


def fail_with(error):
    def fail(execute, sql, params, many, context):
        raise error

    return connection.execute_wrapper(fail)


@pytest.mark.parametrize("kind", [activation, new_password, survey, room])
def test_no_line_holds_the_secret(db, log, kind, settings) -> None:
    address, secret, name = kind()
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    loose = Client(raise_request_exception=False)
    elsewhere = {"Referer": f"https://else.example{address}", "Host": "testserver"}
    data = {"password1": "x", "email": secret, "code": "x"}
    strict.post(address, data)  # no cookie
    strict.get("/kirjaudu/")
    strict.post(address, data)  # no token
    strict.post(address, data | {"csrfmiddlewaretoken": "x"})
    strict.post(address, data, secure=True)  # no referrer
    strict.post(address, data, secure=True, headers=elsewhere)
    strict.post(address, data, secure=True, headers={"Referer": f"https:/{address}"})
    strict.post(address, data, headers={"Origin": f"https://else.example{address}"})
    lines = log.getvalue().splitlines()
    assert [line.split(" WARNING ")[1].rpartition(" (")[0] for line in lines] == [
        f"django.security.csrf 403 POST {name}"
    ] * 7
    assert "(CSRF cookie not set.)" in lines[0]
    assert "(Referer checking failed)" in lines[4]
    for path in (f"{address}x/{secret}", address[:-1] + "x/", f"/x{address}", f"{address}?x={secret}", address[1:]):
        loose.get("/" + path.removeprefix("/"), headers={"Referer": f"http://testserver{address}"})
    loose.generic("SECRET", address)
    loose.generic("PUT", address)
    loose.get(address, headers={"Host": f"x{secret}.example"})
    loose.post(address, data, content_type="multipart/form-data; boundary=x")
    said = log.getvalue()
    with fail_with(OperationalError(f"could not connect: {address}")):
        loose.get(address)
    with fail_with(RuntimeError(f"it fails at {address}")):
        for path in (address, f"/kirjaudu/?next={address}"):
            loose.get(path, headers={"Referer": f"http://testserver{address}"})
            loose.post(path, data, headers={"Referer": f"http://testserver{address}"})
    failed = log.getvalue().removeprefix(said)
    if name != "room":  # the door asks the database only when a phone has joined
        assert f"503 GET {name}" in failed
        assert f"500 GET {name}" in failed
        assert "RuntimeError" in failed
    assert "404 GET no route" in said
    assert "400 GET" in said
    assert secret not in log.getvalue()
    assert max(secret.split("-"), key=len) not in log.getvalue()


def test_the_negative_control(db, log) -> None:
    """Django's own line, which the formatter changes, has the whole address."""
    address, secret, _name = activation()
    plain = logging.StreamHandler(io.StringIO())
    logging.getLogger().addHandler(plain)
    Client(enforce_csrf_checks=True).post(address, {})
    logging.getLogger().removeHandler(plain)
    assert secret in plain.stream.getvalue()


def test_the_servers_write_no_addresses() -> None:
    assert "--no-access-log" in Command.server("127.0.0.1", 8000, 2)
    assert settings.LOGGING["loggers"]["django.server"] == {"handlers": [], "level": "INFO", "propagate": False}
