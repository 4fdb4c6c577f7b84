"""A wrong count of proxies is found by the deployment check, by a request that goes through what stands in front."""

import http.client
import http.server
import logging
import threading

import pytest
from django.core.checks import run_checks
from django.test import Client

from core import proxies

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def in_front(live_server, settings):
    """So many proxies, each of which adds an address to X-Forwarded-For; SITE_URL leads to the first."""
    servers = []

    def stand(count: int, adds: int | None = None, **changes: str) -> None:
        adds = count if adds is None else adds
        host = live_server.url.removeprefix("http://")

        class Proxy(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                headers = dict(self.headers.items()) | {"Host": host} | changes
                if adds:
                    headers["X-Forwarded-For"] = ", ".join(f"10.0.0.{number}" for number in range(1, adds + 1))
                behind = http.client.HTTPConnection(host)
                behind.request("GET", self.path, headers=headers)
                answer = behind.getresponse()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.read())
                behind.close()

            def log_message(self, *args):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        settings.SITE_URL = f"http://127.0.0.1:{server.server_port}"
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = count

    yield stand
    for server in servers:
        server.shutdown()
        server.server_close()


def told() -> list[str]:
    found = [message.id for message in run_checks(include_deployment_checks=True)]
    return [each for each in found if each in ("core.I020", *(f"core.E0{number}" for number in range(21, 25)))]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_right_count_is_silent(in_front, count):
    in_front(count)
    assert told() == []


@pytest.mark.parametrize(
    ("count", "adds", "found"), [(1, 0, "core.E021"), (2, 1, "core.E021"), (0, 1, "core.E022"), (1, 2, "core.E022")]
)
def test_a_wrong_count_is_found(in_front, count, adds, found):
    in_front(count, adds)
    assert told() == [found]


def test_a_server_that_does_not_answer_yet_is_said(settings):
    settings.SITE_URL = "http://127.0.0.1:9"
    assert told() == ["core.I020"]


def test_a_proxy_that_hides_tls_is_found(in_front, settings):
    settings.SECURE, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    in_front(1)
    assert told() == ["core.E023"]
    in_front(1, **{"X-Forwarded-Proto": "https"})
    assert told() == []


def test_a_proxy_that_changes_the_host_is_found(in_front):
    in_front(0, Host="inside.example")
    assert told() == ["core.E024"]


def test_nobody_else_learns_the_count(client):
    asked = {"X-Forwarded-For": "10.0.0.1, 10.0.0.2"}
    for question in ({}, {proxies.QUESTION: "x"}, {proxies.QUESTION: ""}):
        assert proxies.SEEN not in client.get("/healthz", headers=asked | question).headers


def test_the_first_sign_in_says_in_the_log_what_is_wrong(settings, caplog):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    with caplog.at_level(logging.ERROR, "sign_in"):
        data = {"login": "aino", "password": "x"}
        answer = Client().post("/kirjaudu/", data, headers={"X-Forwarded-For": "10.1.2.3"})
    assert answer.status_code == 200
    assert set(caplog.messages) == {
        "PROXIES is 2, but a request came with 1 addresses in X-Forwarded-For: run check --deploy"
    }
