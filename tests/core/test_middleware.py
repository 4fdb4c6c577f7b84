"""What happens around every view."""

import logging

import pytest
from csp.constants import HEADER
from csp.decorators import csp_exempt, csp_update
from csp.utils import build_policy
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from core.guards import WRITES, WriteOnGet
from core.middleware import ContentSecurityPolicy
from core.models import AccessLog, Beat, Schedule
from tests.core.conftest import Note

pytestmark = [pytest.mark.urls("tests.core.urls"), pytest.mark.django_db]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client, aino):
    client.force_login(aino)
    return client


# What no page may use, and who may take our answers in


@pytest.mark.urls("config.urls")
@pytest.mark.parametrize(
    "path",
    ["/kirjaudu/", "/mina/", "/vastaa/abcdefghijklmnopqrstuv/", "/huone/CDFHJK/", "/huone/CDFHJK/elossa", "/nothing"],
)
def test_every_answer_closes_features_and_stays_on_this_site(client, path):
    for answer in (client.get(path), client.post(path), Client(enforce_csrf_checks=True).post(path)):
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", answer.status_code
        allowed = dict(each.split("=") for each in answer.headers["Permissions-Policy"].split(", "))
        assert {"camera", "microphone", "geolocation", "display-capture", "usb", "payment"} <= set(allowed)
        assert set(allowed.values()) == {"()"}


def test_also_an_answer_that_failed(client):
    def fail(*args):
        raise OperationalError

    with connection.execute_wrapper(fail):
        answer = client.get("/page")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


# A GET never writes


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/write", "/change", "/delete"])
@pytest.mark.both_databases
def test_a_get_that_writes_raises(signed_in, address):
    Beat.objects.create(pk="worker", at="2026-01-01T00:00Z")
    for method in (signed_in.get, signed_in.head):
        with pytest.raises(WriteOnGet):
            method(address)
    assert (Schedule.objects.count(), Beat.objects.count()) == (0, 1)


def test_a_post_may_write(signed_in):
    assert signed_in.post("/write").status_code == 200


@pytest.mark.both_databases
def test_a_get_may_write_the_access_log_and_the_session(client, matti, aino):
    client.force_login(matti)
    Note.objects.create(owner=aino, text="text")
    assert client.get("/read").content == b"text"
    assert AccessLog.objects.get().reader == matti
    assert client.session["seen"] is True


def test_the_guard_reads_every_way_of_writing():
    statements = {
        'INSERT INTO "people_user" (': "people_user",
        ' insert or ignore into "a" (': "a",
        "REPLACE INTO b VALUES": "b",
        'UPDATE "c" SET': "c",
        'DELETE FROM "d" WHERE': "d",
        'TRUNCATE TABLE "e"': "e",
        'TRUNCATE "f"': "f",
    }
    assert {sql: WRITES.match(sql)[1] for sql in statements} == statements
    assert [WRITES.match(sql) for sql in ('SELECT "update" FROM x', "SAVEPOINT s", "SELECT 1 FOR UPDATE")] == [None] * 3


# A POST is an action


@pytest.mark.both_databases
def test_an_action_takes_posts_only_and_does_all_or_nothing(signed_in):
    assert signed_in.put("/save").status_code == 405
    assert signed_in.get("/save?osa=2").url == "/?osa=2"  # where a page is
    with pytest.raises(ZeroDivisionError):
        signed_in.post("/save", {"name": "half", "divisor": "0"})
    signed_in.post("/save", {"name": "whole"})
    assert list(Schedule.objects.values_list("pk", flat=True)) == ["whole"]


# Redirects and expired sessions


def test_a_place_in_the_same_page_is_loaded_anew_and_one_in_another_is_gone_to(signed_in):
    """A browser that is sent to a fragment of its own page only scrolls: what was saved would not show."""
    for here, header in (("/page?a=1", ("HX-Refresh", "true")), ("/other", ("HX-Redirect", "/page#ideas"))):
        response = signed_in.post("/move?place=ideas", headers=HTMX | {"HX-Current-URL": f"http://testserver{here}"})
        told = {name: value for name, value in response.headers.items() if name in ("HX-Refresh", "HX-Redirect")}
        assert told == dict([header])


def test_htmx_gets_a_change_of_page_instead_of_a_page_inside_a_page(signed_in):
    response = signed_in.post("/move", headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"], response.content) == (200, "/page", b"")
    assert response.cookies["left"].value == "here"
    assert signed_in.post("/move").status_code == 302
    assert signed_in.post("/move", headers={**HTMX, "HX-Boosted": "true"}).status_code == 302


@pytest.mark.parametrize("by", [HTMX, {"X-User": "6f0c"}], ids=["htmx", "fetch"])
def test_an_expired_session_keeps_the_text_in_the_page(client, by):
    current = {"HX-Current-URL": "http://testserver/page?osa=2"}
    response = client.post("/save", {"name": "x"}, headers={**by, **current})
    assert (response.status_code, response.headers["X-Sign-In"]) == (401, "/accounts/login/?next=/page%3Fosa%3D2")
    assert client.get("/page", headers=by).headers["X-Sign-In"] == "/accounts/login/?next=/page"


def test_the_way_back_stays_on_this_site(client):
    response = client.post("/save", headers={**HTMX, "HX-Current-URL": "https://evil.example/page"})
    assert response.headers["X-Sign-In"] == "/accounts/login/?next=/"


def test_without_a_script_an_expired_session_leads_to_the_sign_in_page(client):
    assert client.get("/page").url == "/accounts/login/?next=/page"


def test_a_form_sent_after_the_session_comes_back_to_the_page_that_it_stood_in(client):
    came_from = {"Referer": "http://testserver/page?osa=2"}
    assert client.post("/save", {"name": "x"}, headers=came_from).url == "/accounts/login/?next=/page%3Fosa%3D2"
    assert client.post("/save", headers={"Referer": "https://evil.example/"}).url == "/accounts/login/?next=/"


def test_signing_out_leads_the_next_person_to_no_page_of_the_former(signed_in, settings):
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
    response = signed_in.post("/accounts/logout/", headers={"Referer": "http://testserver/page"})
    assert response.url == "/accounts/login/"


EVIL = [
    "https://evil.example/",
    "//evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
    "",
]


@pytest.mark.parametrize("address", EVIL)
def test_next_cannot_leave_the_site(client, address):
    assert client.get("/follow", {"next": address}).url == "/page"
    assert client.post("/follow", {"next": address}).url == "/page"


def test_next_within_the_site(client):
    assert client.get("/follow", {"next": "/keskustelu/1?osa=2"}).url == "/keskustelu/1?osa=2"


# Private pages


def test_signed_in_pages_are_not_kept_anywhere(signed_in):
    response = signed_in.get("/page")
    assert response.headers["Cache-Control"] == "no-store, private"
    assert {"Cookie", "HX-Request"} <= set(response.headers["Vary"].split(", "))
    assert "Clear-Site-Data" not in response.headers


def test_nobody_acts_in_anothers_name(signed_in, aino, matti):
    assert signed_in.post("/save", {"name": "own"}, headers={"X-User": str(aino.pk)}).status_code == 200
    refused = signed_in.post("/save", {"name": "other"}, headers={"X-User": str(matti.pk)})
    assert (refused.status_code, refused.headers["Clear-Site-Data"]) == (409, '"cache", "storage"')
    assert list(Schedule.objects.values_list("pk", flat=True)) == ["own"]


def test_signing_out_clears_the_browser(signed_in):
    response = signed_in.post("/accounts/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert signed_in.get("/page").status_code == 302


def test_public_pages_may_be_kept(client):
    assert "Cache-Control" not in client.get("/robots.txt").headers


# Languages


def test_a_persons_own_language_wins(signed_in, aino):
    aino.language = "sv"
    aino.save()
    signed_in.cookies["django_language"] = "en"
    response = signed_in.get("/page", headers={"Accept-Language": "fi"})
    assert (response.content, response.headers["Content-Language"]) == (b"page in sv", "sv")


def test_changing_the_language_signed_in(signed_in, aino):
    assert signed_in.post("/kieli/", {"language": "sv", "next": "/page"}).url == "/page"
    aino.refresh_from_db()
    assert aino.language == "sv"
    assert signed_in.get("/page").content == b"page in sv"


def test_changing_the_language_signed_out(client):
    client.post("/kieli/", {"language": "sv", "next": "/page"})
    assert client.cookies["django_language"].value == "sv"
    client.post("/kieli/", {"language": "xx", "next": "/page"})
    assert client.cookies["django_language"].value == "sv"
    assert client.get("/kieli/").url == "/"


# Trouble


@pytest.mark.both_databases
def test_a_database_that_does_not_answer_gives_a_clean_503(signed_in):
    response = signed_in.get("/broken")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "hunter2" not in response.text
    assert 'lang="sv"' in response.text


def test_a_failure_outside_the_view_gives_the_same(aino, caplog):
    client = Client(raise_request_exception=False)
    client.force_login(aino)

    def refuse(*_args):
        raise OperationalError("the server closed the connection")

    with caplog.at_level(logging.CRITICAL), connection.execute_wrapper(refuse):
        response = client.get("/page")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")


@pytest.mark.both_databases
def test_healthz(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")

    def refuse(*_args):
        raise OperationalError("gone")

    with connection.execute_wrapper(refuse):
        assert client.get("/healthz").status_code == 503


def test_robots(client):
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_form_without_its_proof_gets_a_page_that_says_what_to_do(aino, language):
    aino.language = language
    aino.save()
    client = Client(enforce_csrf_checks=True)
    client.force_login(aino)
    response = client.post("/save", {"name": "x"})
    assert response.status_code == 403
    assert f'lang="{language}"' in response.text


def test_the_policy_is_django_csps_own(client):
    assert client.get("/kirjaudu/").headers[HEADER] == build_policy()


def test_a_view_with_a_policy_of_its_own_keeps_it(rf):
    changed = csp_update({"img-src": ["'self'", "data:"]})(lambda request: HttpResponse())
    exempt = csp_exempt()(lambda request: HttpResponse())
    assert "img-src 'self' data:" in ContentSecurityPolicy(changed)(rf.get("/")).headers[HEADER]
    assert HEADER not in ContentSecurityPolicy(exempt)(rf.get("/")).headers
