"""Every page of people opens for those it is for, in three languages, and says who sees it."""

import pytest
from django.urls import reverse

from people.models import SupervisionLine

OWN = [
    "account_settings",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "usersessions_list",
    "sign_in_list",
    "access_list",
    "notice_list",
]
REGISTER = ["person_list", "person_add", "unit_list", "unit_add"]
PUBLIC = [
    "account_login",
    "account_activate",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
LANGUAGES = ["fi", "sv", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages(client, db, name, language):
    client.cookies["django_language"] = language
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OWN)
def test_own_pages(signed_in, aino, name, language):
    aino.language = language
    aino.set_password("lumi satoi yöllä hiljaa")
    aino.save()
    answer = signed_in(aino).get(reverse(name))
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REGISTER)
def test_register_pages(signed_in, sari, aino, matti, name, language):
    sari.language = language
    sari.save()
    answer = signed_in(sari).get(reverse(name))
    assert answer.status_code == 200
    assert 'class="seen-by"' in answer.text


def objects(aino, matti, kitchen):
    line = SupervisionLine.objects.get(supervisor=matti)
    return [
        ("person_edit", aino.pk),
        ("person_leave", aino.pk),
        ("unit_edit", kitchen.pk),
        ("line_add", kitchen.pk),
        ("line_edit", line.pk),
    ]


@pytest.mark.parametrize("number", range(5))
def test_object_pages(signed_in, mikael, aino, matti, kitchen, number):
    name, pk = objects(aino, matti, kitchen)[number]
    answer = signed_in(mikael).get(reverse(name, args=[pk]))
    assert answer.status_code == 200
    assert 'class="seen-by"' in answer.text


POSTS = ["person_return", "person_invite", "person_letter", "person_second_step_off", "unit_remove", "line_end"]


@pytest.mark.parametrize("who", ["aino", "matti", "leena", "timo", "stranger"])
def test_the_register_does_not_exist_for_others(request, signed_in, who, aino, matti, kitchen):
    browser = signed_in(request.getfixturevalue(who))
    for name in REGISTER:
        assert browser.get(reverse(name)).status_code == 404
        assert browser.post(reverse(name)).status_code in {404, 405}
    for name, pk in objects(aino, matti, kitchen):
        for ask in (browser.get, browser.post):
            assert ask(reverse(name, args=[pk])).status_code == 404
    for name in POSTS:
        pk = {"unit_remove": kitchen.pk, "line_end": objects(aino, matti, kitchen)[4][1]}.get(name, aino.pk)
        assert browser.post(reverse(name, args=[pk])).status_code == 404


def test_hr_does_not_look_after_their_own_sign_in(signed_in, sari):
    browser = signed_in(sari)
    for name in ["person_leave", "person_letter", "person_invite", "person_second_step_off"]:
        assert browser.post(reverse(name, args=[sari.pk])).status_code == 404
