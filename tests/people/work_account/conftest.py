"""A real OpenID Connect provider on this machine, which can be made to answer otherwise."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import oidc_provider_mock
import pytest
import requests
from django.test import Client
from django.urls import reverse
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from people.work_account import asking
from tests.factories import make_person
from tests.people_fixtures import PASSWORD

CLIENT_ID = "varhainen-tuki"
SUBJECT = "8f3d-aino"


@dataclass
class Directory:
    """The organisation's directory. What stands in `faults` answers in its place: path → WSGI application."""

    issuer: str = ""
    faults: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    id: str = "kotikunta"
    provider: Any = None  # the real one, for what changes its answers

    def knows(self, subject: str, **claims: Any) -> None:
        """An account of the directory, and what it tells of it."""
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()

    def answer_with(self, path: str, status: int = 200, text: str = "", **headers: str) -> None:
        """From now on this path gives this."""
        self.faults[path] = Response(text, status, headers, content_type="application/json")

    def approve(self, address: str, subject: str, **form: str) -> str:
        """The person signs in there; returns the address at which they come back, without the host."""
        answer = requests.post(address, data={"sub": subject} | form, allow_redirects=False, timeout=5)
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"

    @property
    def setting(self) -> dict[str, Any]:
        """As config/settings.py reads it from the environment."""
        return {
            "id": self.id,
            "issuer": self.issuer,
            "client_id": CLIENT_ID,
            "secret": "salaisuus",
            "title": "Kotikunnan tunnus",
            "scope": ["openid", "profile"],
            "token_auth": "",
            "second_step": [],
            "sign_out": "offer",
        }


@pytest.fixture(scope="session")
def running_directory() -> Iterator[Directory]:
    """One server for all tests of a process."""
    directory = Directory()
    provider = oidc_provider_mock.app(require_nonce=True)
    provider.debug = False
    directory.provider = provider

    def meddled(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        path = environ["PATH_INFO"]
        directory.asked.append(path)
        return directory.faults.get(path, provider)(environ, start_response)

    server = make_server("localhost", 0, meddled, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    directory.issuer = f"http://localhost:{server.server_port}"
    yield directory
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture
def directory(running_directory, settings, monkeypatch) -> Directory:
    """The directory as it should be, and named in the settings."""
    running_directory.faults.clear()
    running_directory.asked.clear()
    asking.forget()
    settings.WORK_ACCOUNTS = [running_directory.setting]
    return running_directory


def address_in(answer: Any) -> str:
    """Where a page leads on to by itself."""
    assert answer.status_code == 200, answer.status_code
    address = answer.headers["Refresh"].removeprefix("0; url=")
    assert unescape(re.search(r'class="btn" href="([^"]+)"', answer.text)[1]) == address
    return address


def begin(client: Client, directory: Directory, **data: str) -> str:
    """Press the button on the sign-in page; returns the provider's address."""
    return address_in(client.post(reverse("work_account_sign_in", args=[directory.id]), data))


def come_back(client: Client, back: str) -> Any:
    """The browser comes back: a page that goes on by itself."""
    page = client.get(back)
    assert page.status_code == 200
    assert unescape(re.search(r'action="([^"]+)"\s+class="stack slim"\s+data-go-on', page.text)[1]) == back
    return client.post(back)


def sign_in(client: Client, directory: Directory, subject: str, **data: str) -> Any:
    """All of it, as far as the answer to coming back."""
    return come_back(client, directory.approve(begin(client, directory, **data), subject))


def link(client, directory, subject=SUBJECT):
    """From my account, signed in a moment ago."""
    answer = client.post(reverse("work_account_link", args=[directory.id]))
    answer = come_back(client, directory.approve(address_in(answer), subject))
    assert answer.url == reverse("work_account_confirm")
    return client.post(answer.url)


@pytest.fixture
def worker(kitchen):
    return make_person(name="Väinö Äyräpää", username="vaino", password=PASSWORD, unit=kitchen)


@pytest.fixture
def here(client, worker):
    """A browser in which the worker has signed in with the password."""
    client.post(reverse("account_login"), {"login": "vaino", "password": PASSWORD})
    return client


@pytest.fixture
def linked(here, directory, worker):
    """The worker's work account is linked; the browser is signed out again."""
    link(here, directory)
    here.post(reverse("account_logout"))
    return here


def who(client):
    return client.session.get("_auth_user_id")
