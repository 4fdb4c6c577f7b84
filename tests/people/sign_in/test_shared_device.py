"""A device that others use as well: two minutes without use sign out, and the browser remembers nothing."""

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from people.sign_in.shared_device import USED_AT
from tests.factories import make_person
from tests.people_fixtures import PASSWORD

pytestmark = pytest.mark.django_db
BEGUN = 1_793_000_000  # some moment, in seconds


@pytest.fixture
def at():
    """Go to so many seconds after the beginning."""
    with time_machine.travel(BEGUN, tick=False) as clock:
        yield lambda seconds: clock.move_to(BEGUN + seconds)


@pytest.fixture
def worker(db):
    return make_person(name="Väinö Mäki", username="vaino", password=PASSWORD)


def sign_in(**more):
    browser = Client()
    browser.post(reverse("account_login"), {"login": "vaino", "password": PASSWORD} | more)
    return browser


def is_in(browser, **more):
    return browser.get("/", **more).status_code == 200


def test_whoever_goes_away_is_signed_out_and_nothing_stays(worker, at):
    browser = sign_in(shared="on")
    at(120)
    assert is_in(browser)
    at(240)
    assert is_in(browser)  # a page that is asked for is use
    at(376)
    gone = browser.get("/")
    assert (gone.status_code, gone.headers["Clear-Site-Data"]) == (302, '"cache", "storage"')
    assert (Session.objects.count(), is_in(browser)) == (0, False)


def test_what_a_page_asks_by_itself_is_no_use_and_a_sign_of_life_is(worker, at):
    browser = sign_in(shared="on")
    script = {"headers": {"X-User": str(worker.pk)}}
    at(100)
    assert is_in(browser, **script)
    assert browser.post(reverse("still_here"), **script).status_code == 204
    at(200)
    assert is_in(browser, **script)
    at(236)
    assert browser.get("/", **script).status_code == 401


def test_ones_own_device_stays_signed_in(worker, at):
    browser = sign_in()
    at(7 * 3600)
    assert is_in(browser)
    assert USED_AT not in browser.session
    assert "js/shared.js" not in browser.get("/").text


def test_the_page_carries_what_signs_out(worker, at):
    page = sign_in(shared="on").get("/").text
    assert ("js/shared.js" in page, 'data-idle="120"' in page, 'data-sign-out="/kirjaudu-ulos/"' in page) == (True,) * 3


def test_the_cookie_ends_with_the_browser(worker, at):
    cookie = sign_in(shared="on").cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
