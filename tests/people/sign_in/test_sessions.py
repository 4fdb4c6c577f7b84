"""Sessions: listed, ended one by one or all others; what is old is forgotten."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.retention import dispose
from people.jobs import forget_what_has_expired
from people.models import Activation, SignIn
from tests.factories import make_person
from tests.people_fixtures import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def worker(kitchen):
    return make_person(name="Väinö Äyräpää", username="vaino", password=PASSWORD, unit=kitchen)


def browser_of(username="vaino"):
    client = Client(headers={"User-Agent": FIREFOX})
    client.post("/kirjaudu/", {"login": username, "password": PASSWORD})
    return client


def is_in(client):
    return client.get(reverse("account_settings")).status_code == 200


def test_ending_one(worker):
    here, there = browser_of(), browser_of()
    page = here.get(reverse("usersessions_list"))
    assert page.text.count("Firefox, Linux") == 2
    pk = UserSession.objects.exclude(session_key=here.session.session_key).get().pk
    assert reverse("session_end", args=[pk]) in page.text
    assert here.post(reverse("session_end", args=[pk])).url == reverse("usersessions_list")
    assert (is_in(here), is_in(there)) == (True, False)


def test_the_page_names_this_browser_when_no_other_row_is_left(worker):
    here = browser_of()
    UserSession.objects.all().delete()
    page = here.get(reverse("usersessions_list"))
    assert (page.text.count("Firefox, Linux"), page.text.count("tämä selain")) == (1, 1)


def test_ending_all_others(worker):
    here, first, second = browser_of(), browser_of(), browser_of()
    here.post(reverse("usersessions_list"))
    assert [is_in(client) for client in (here, first, second)] == [True, False, False]


def test_nobody_ends_another_s(worker, stranger):
    there = browser_of()
    stranger.set_password(PASSWORD)
    stranger.save()
    other = browser_of("outi")
    other.post(reverse("session_end", args=[UserSession.objects.get(user=worker).pk]))
    assert is_in(there)


def test_expired_sessions_and_codes_are_forgotten(worker, johanna):
    browser_of()
    Activation.make(johanna)
    past = timezone.now() - datetime.timedelta(days=1)
    Session.objects.update(expire_date=past)
    Activation.objects.update(expires_at=past)
    forget_what_has_expired.func()
    assert (Session.objects.count(), UserSession.objects.count(), Activation.objects.count()) == (0, 0, 0)


def test_the_log_of_sign_ins_is_kept_for_twelve_months(aino):
    for days in (0, 300, 400):
        at = timezone.now() - datetime.timedelta(days=days)
        SignIn.objects.create(user=aino, how=SignIn.How.PASSWORD, at=at)
    assert dispose()["people.retention.old_sign_ins"] == 1
    assert SignIn.objects.count() == 2


NO_KEYS = [
    '"http://a\\000b"',
    '"' + "\\000" * 32 + '"',
    "x" * 5000,
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345",
]


@pytest.mark.parametrize("cookie", NO_KEYS)
@pytest.mark.both_databases
def test_a_cookie_that_is_no_key_of_ours_is_nobodys(cookie, db, django_assert_num_queries):
    """A quoted cookie may hold a NUL, written \\000, which PostgreSQL refuses in a statement: it was a 500."""
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        answer = client.get("/vatupassi/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/kirjaudu/")
