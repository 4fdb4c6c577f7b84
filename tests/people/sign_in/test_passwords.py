"""A new password: by a link in a real letter, by the present one; nothing secret lies in the outbox."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from core.models import Mail
from core.outbox import letter, send
from people.models import SignIn
from tests.factories import make_person
from tests.jobs import run_jobs
from tests.people_fixtures import PASSWORD

NEW = "kesä tuli järven yli illalla"


@pytest.fixture
def worker(kitchen):
    return make_person(name="Väinö Äyräpää", username="vaino", password=PASSWORD, unit=kitchen)


def ask(client, address):
    return client.post(reverse("account_reset_password"), {"email": address})


@pytest.mark.django_db(transaction=True)
def test_the_link_comes_by_mail_and_works_once(client, worker, mailbox):
    assert ask(client, "Vaino@kotikunta.example").url == reverse("account_reset_password_done")
    run_jobs()
    [letter] = mailbox.letters
    text = letter.get_body().get_content()
    assert (letter["To"], letter["Subject"]) == ("vaino@kotikunta.example", "Uusi salasana")
    assert "vaino" in text
    path = re.search(r"http://localhost:8000(/salasana/\S+)", text)[1]
    answer = client.get(path)
    assert answer.status_code == 302
    assert path not in answer.url  # the key leaves the address bar at once
    form = client.get(answer.url)
    assert form.status_code == 200
    answer = client.post(answer.url, {"password1": NEW, "password2": NEW})
    assert answer.url == reverse("account_reset_password_from_key_done")
    worker.refresh_from_db()
    assert worker.check_password(NEW)
    assert "ei enää toimi" in client.get(path, follow=True).text
    run_jobs()
    assert [mail["Subject"] for mail in mailbox.letters] == ["Uusi salasana", "Salasanasi vaihdettiin"]


def test_an_unknown_address_and_a_leaver_get_the_same_reply_and_no_mail(client, worker):
    replies = []
    worker.is_active = False
    worker.save()
    for address in ("vieno@kotikunta.example", "vaino@kotikunta.example"):
        answer = ask(client, address)
        replies.append((answer.status_code, answer.url))
    assert replies == [(302, reverse("account_reset_password_done"))] * 2
    run_jobs()
    assert Mail.objects.count() == 0


def test_a_link_that_was_asked_for_before_an_upgrade_is_sent_after_it(client, worker):
    ask(client, worker.email)
    queued = DBTaskResult.objects.filter(task_path__endswith=".send_password_link")
    assert queued.update(task_path="people.jobs.send_password_link") == 1
    run_jobs()
    assert Mail.objects.get().kind == "password_reset"


def test_no_secret_lies_in_the_row_or_in_the_application(client, worker, signed_in):
    ask(client, worker.email)
    assert worker.email not in str(DBTaskResult.objects.values_list("args_kwargs", flat=True))
    run_jobs()
    row = Mail.objects.get()
    assert (row.kind, row.ids) == ("password_reset", {})
    key = re.search(r"/salasana/uusi/(\S+)/", letter(row).body)[1]
    page = signed_in(worker).get(reverse("notice_list"))
    assert "/salasana/uusi/" not in page.text
    assert key not in page.text + json.dumps(row.ids)


def test_asking_does_the_same_whether_or_not_there_is_such_a_person(client, worker, johanna):
    """Known, unknown, a leaver, and nobody's because its person signs in by a user name: the same statements."""
    gone = make_person(username="gone", is_active=False)
    asked = []
    for address in (worker.email, "vieno@kotikunta.example", gone.email, "johanna@kotikunta.example"):
        with CaptureQueriesContext(connection) as queries:
            ask(client, address)
        sent = [query["sql"] for query in queries]
        asked.append([sql.split("VALUES")[0] for sql in sent if not re.search("SAVEPOINT|core_limit|core_cache", sql)])
    assert [len(statements) for statements in asked] == [1] * 4  # and the throttle's own
    assert 'INSERT INTO "django_tasks_database_dbtaskresult"' in asked[0][0]
    assert asked[1:] == [asked[0]] * 3
    assert DBTaskResult.objects.count() == 4


def test_asking_is_throttled(client, worker):
    for _try in range(5):
        assert ask(client, worker.email).status_code == 302
    assert ask(client, worker.email).status_code == 429


def test_changing_keeps_this_session_and_ends_the_others(client, signed_in, worker):
    client.post("/kirjaudu/", {"login": "vaino", "password": PASSWORD})
    other = signed_in(worker)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), data).status_code == 302
    assert client.get(reverse("account_settings")).status_code == 200
    assert other.get(reverse("account_settings")).status_code == 302
    assert Mail.objects.get().kind == "password_changed"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"oldpassword": "väärä", "password1": NEW, "password2": NEW}, "Tämä ei ole nykyinen salasanasi."),
        ({"oldpassword": PASSWORD, "password1": "lyhyt", "password2": "lyhyt"}, "12"),
        ({"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "x"}, "samat"),
        ({"oldpassword": PASSWORD, "password1": "", "password2": ""}, "Kirjoita uusi salasana."),
    ],
)
def test_errors_say_what_to_do(client, worker, data, error):
    client.post("/kirjaudu/", {"login": "vaino", "password": PASSWORD})
    answer = client.post(reverse("account_change_password"), data)
    assert answer.status_code == 200
    assert error in answer.text
    worker.refresh_from_db()
    assert worker.check_password(PASSWORD)


def test_the_sign_in_after_a_reset_is_logged_as_any_other(client, worker):
    send("password_reset", to=worker)
    client.post("/kirjaudu/", {"login": "vaino", "password": PASSWORD})
    assert SignIn.objects.get().how == SignIn.How.PASSWORD
