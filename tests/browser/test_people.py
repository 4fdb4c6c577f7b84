"""Pages of sign-in, of one's own account and of the register in a real browser: accessible, in three languages."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AccessLog
from core.outbox import send
from people.models import SignIn, SupervisionLine
from tests.browser.waiting import press
from tests.factories import make_person, make_unit
from tests.people_fixtures import PASSWORD

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS")  # a folder: look at what was made
VIEWS = [("fi", 1280), ("sv", 390), ("en", 390)]
PUBLIC = [
    "account_login",
    "account_activate",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
]
OWN = [
    "account_settings",
    "account_set_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "work_account_list",
    "mfa_add_webauthn",
    "usersessions_list",
    "sign_in_list",
]
OWN += ["access_list", "notice_list", "my_data", "account_logout"]
REGISTER = ["person_list", "person_add", "unit_list", "unit_add"]


def look(page, axe, name, path, language, width):
    page.goto(path)
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}-{language}-{width}.png", full_page=True)
    axe(page)
    scrolled = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert scrolled == 0, f"{name} scrolls sideways"


@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_public_pages(page_for, axe, language, width):
    page = page_for(None, language=language, width=width)
    for name in PUBLIC:
        look(page, axe, name, reverse(name), language, width)
    page.goto(reverse("account_login"))
    page.locator("#id_login").fill("nobody")
    press(page.locator("main form[action='/kirjaudu/'] button"))
    page.locator(".errorlist, .error-text, .summary").first.wait_for()
    axe(page)


@pytest.fixture
def lively(aino, matti, leena, timo, sari, johanna, pekka, stranger, kitchen):
    """People with something to show on each page."""
    for number in range(3):
        SignIn.objects.create(user=aino, how=SignIn.How.PASSWORD, browser="Firefox, Android")
        item = make_unit().pk
        day = timezone.localdate() - timezone.timedelta(days=number)
        fields = {"reader_role": "supervisor", "kind": "conversation", "item": item, "day": day, "at": timezone.now()}
        AccessLog.objects.create(reader=matti, subject=aino, party=number < 2, **fields)
    send("supervisor_changed", to=aino)
    send("password_changed", to=aino)
    make_person(
        name="Maija-Liisa Hautamäki-Kortesoja-Vanhanpellontaustanen-Mäkitalonpoikanen-Äijälänniemi-Ökölä", unit=kitchen
    )
    make_person(name="Seppo Särkkä", unit=None)


@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_own_pages(page_for, axe, lively, aino, language, width):
    page = page_for(aino, language=language, width=width)
    for name in OWN:
        look(page, axe, name, reverse(name), language, width)


@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_register(page_for, axe, lively, sari, aino, matti, kitchen, language, width):
    page = page_for(sari, language=language, width=width)
    for name in REGISTER:
        look(page, axe, name, reverse(name), language, width)
    line = SupervisionLine.objects.get(supervisor=matti)
    for name, pk in [
        ("person_edit", aino.pk),
        ("person_leave", aino.pk),
        ("unit_edit", kitchen.pk),
        ("line_add", kitchen.pk),
        ("line_edit", line.pk),
    ]:
        look(page, axe, name, reverse(name, args=[pk]), language, width)
    page.goto(reverse("person_add"))
    page.locator("form.stack button.btn").click()
    page.locator(".summary").wait_for()
    axe(page)


def test_recovery_codes_page(page_for, axe, aino):
    aino.set_password(PASSWORD)
    aino.save()
    page = page_for(None)
    page.goto(reverse("mfa_activate_totp"))
    page.locator("#id_login").fill("aino")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form[action='/kirjaudu/'] button").click()
    page.locator(".qr").wait_for()
    from tests.people.conftest import totp_code

    secret = page.locator(".key-text").text_content()
    code = totp_code(secret)
    page.locator("#id_code").fill(code)
    page.locator("main button.btn").click()
    page.locator(".codes").wait_for()
    axe(page)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/codes.png", full_page=True)


@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_the_demo_s_list(page_for, axe, settings, lively, mikael, language, width):
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.people.sign_in.test_demo_tour"
    page = page_for(None, language=language, width=width)
    look(page, axe, "demo", reverse("account_login"), language, width)
    page.get_by_role("button", name="Pekka Öhman").click()
    page.locator("#nav").wait_for(state="attached")  # on a phone behind a button
    axe(page)


def test_sessions_page(page_for, axe, aino):
    aino.set_password(PASSWORD)
    aino.save()
    for _browser in range(2):
        page = page_for(None, width=390)
        page.goto(reverse("account_login"))
        page.locator("#id_login").fill("aino")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form[action='/kirjaudu/'] button").click()
        page.locator("#nav").wait_for(state="attached")  # on a phone behind a button
    look(page, axe, "sessions", reverse("usersessions_list"), "fi", 390)
