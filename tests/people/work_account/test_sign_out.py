"""Signing out here, and then at the directory."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from people.work_account import asking
from tests.people.work_account.conftest import CLIENT_ID, SUBJECT, address_in, sign_in
from tests.people.work_account.test_trouble import METADATA, metadata
from tests.people_fixtures import PASSWORD


def test_it_is_offered_and_done_there(linked, directory):
    sign_in(linked, directory, SUBJECT)
    answer = linked.post(reverse("account_logout"))
    assert answer.url == reverse("work_account_signed_out", args=["kotikunta"])
    page = linked.get(answer.url)
    address = page.text.split('class="btn" href="')[1].split('"')[0].replace("&amp;", "&")
    assert urlsplit(address).path == "/oauth2/end_session"
    query = parse_qs(urlsplit(address).query)
    assert query["client_id"] == [CLIENT_ID]
    assert urlsplit(query["post_logout_redirect_uri"][0]).path == reverse("account_login")
    assert linked.get(reverse("account_settings")).status_code == 302


def test_it_is_done_at_once_where_others_use_the_device(linked, directory):
    sign_in(linked, directory, SUBJECT, shared="on")
    assert urlsplit(address_in(linked.post(reverse("account_logout")))).path == "/oauth2/end_session"


@pytest.mark.parametrize("said", ["always", "never"])
def test_as_the_setting_says(linked, directory, settings, said):
    settings.WORK_ACCOUNTS = [directory.setting | {"sign_out": said}]
    sign_in(linked, directory, SUBJECT)
    answer = linked.post(reverse("account_logout"))
    if said == "always":
        assert urlsplit(address_in(answer)).path == "/oauth2/end_session"
    else:
        assert answer.url == reverse("account_login")


def test_where_it_offers_none_or_is_down_one_is_out_here_all_the_same(linked, directory):
    for status in (200, 503):
        sign_in(linked, directory, SUBJECT)
        directory.answer_with(METADATA, status=status, text=json.dumps(metadata(directory)))
        asking.forget()
        answer = linked.post(reverse("account_logout"))
        page = linked.get(answer.url)
        assert "end_session" not in page.text
        assert linked.get(reverse("account_settings")).status_code == 302
        directory.faults.clear()
        asking.forget()


def test_with_a_password_it_is_no_matter_of_the_directory(linked, directory):
    linked.post(reverse("account_login"), {"login": "vaino", "password": PASSWORD})
    asked = list(directory.asked)
    assert linked.post(reverse("account_logout")).url == reverse("account_login")
    assert directory.asked == asked


def test_the_page_is_of_no_use_to_others(client, db, directory):
    assert client.get(reverse("work_account_signed_out", args=["unknown"])).status_code == 404
