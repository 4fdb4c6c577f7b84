"""What the operator and the system administrator see of a directory."""

import json

import pytest

from core.running.doctor import Kind
from people.work_account.examine import directories_answer
from tests.html import flat
from tests.people.work_account.test_trouble import METADATA, metadata


def kinds():
    return [finding.kind for finding in directories_answer()]


def test_a_directory_in_order(directory):
    assert kinds() == [Kind.GOOD]


def test_none_is_in_order_too(settings):
    settings.WORK_ACCOUNTS = []
    assert kinds() == [Kind.GOOD]


@pytest.mark.parametrize("change", [{"issuer": ""}, {"client_id": ""}, {"issuer": "http://directory.example"}])
def test_a_setting_is_missing(directory, settings, change):
    settings.WORK_ACCOUNTS = [directory.setting | change]
    assert kinds() == [Kind.WRONG]


def test_it_is_down_or_another(directory):
    directory.answer_with(METADATA, status=500)
    assert kinds() == [Kind.WRONG]
    directory.answer_with(METADATA, text=json.dumps(metadata(directory) | {"issuer": "https://other.example"}))
    assert kinds() == [Kind.WRONG]


def test_it_offers_no_signing_out(directory):
    directory.answer_with(METADATA, text=json.dumps(metadata(directory)))
    assert kinds() == [Kind.GOOD, Kind.NOTE]


def test_a_second_step_that_counts_is_told(directory, settings):
    settings.WORK_ACCOUNTS = [directory.setting | {"second_step": ["mfa"]}]
    assert "(mfa)" in list(directories_answer())[-1].text


def test_the_state_of_the_site(directory, signed_in, mikael):
    mikael.language = "en"
    mikael.save()
    page = flat(signed_in(mikael).get("/yllapito/tila/").content)
    assert "Work account: Kotikunnan tunnus" in page
    assert "Answers in" in page
    assert "5 of one account in 5 min" in page
    assert "120 from one address in 1 min" in page
    assert "Your own address is seen as 127.0.0.1" in page
    directory.answer_with(METADATA, status=500)
    page = flat(signed_in(mikael).get("/yllapito/tila/").content)
    assert "The work account’s own sign-in does not answer" in page
