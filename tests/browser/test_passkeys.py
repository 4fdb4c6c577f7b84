"""Passkeys in a real browser, whose own virtual authenticator makes and opens them."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from people.models import SignIn
from tests.browser.waiting import press
from tests.factories import make_person
from tests.people_fixtures import PASSWORD

pytestmark = pytest.mark.browser
SIGN_IN = "main form[action='/kirjaudu/'] button"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_made_and_is_enough(transactional_db, kitchen, page_for, axe):
    worker = make_person(name="Väinö Äyräpää", username="vaino", password=PASSWORD, unit=kitchen)
    page = page_for(None, width=390)
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    device = browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    page.goto(reverse("account_login"))
    page.locator("#id_login").fill("vaino")
    page.locator("#id_password").fill(PASSWORD)
    press(page.locator(SIGN_IN))
    expect(page.locator("body[data-user]")).to_have_count(1)
    page.goto(reverse("mfa_add_webauthn"))
    axe(page)
    page.locator("#id_name").fill("Oma puhelin")
    press(page.get_by_role("button", name="Luo pääsyavain"))
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_text("Oma puhelin").first).to_be_visible()
    axe(page)
    passkey = Authenticator.objects.get(user=worker, type=Authenticator.Type.WEBAUTHN)
    assert passkey.data["name"] == "Oma puhelin"

    def sign_out():
        page.goto(reverse("account_logout"))
        press(page.locator("main button.btn"))
        expect(page.locator("body[data-user]")).to_have_count(0)

    # as the second step, after the password
    sign_out()
    page.goto(reverse("account_login"))
    page.locator("#id_login").fill("vaino")
    page.locator("#id_password").fill(PASSWORD)
    press(page.locator(SIGN_IN))
    page.wait_for_url(f"**{reverse('mfa_authenticate')}")
    axe(page)
    press(page.get_by_role("button", name="Käytä pääsyavainta"))
    expect(page.locator("body[data-user]")).to_have_count(1)

    # as the only step
    sign_out()
    page.goto(reverse("account_login"))
    press(page.get_by_role("button", name="Kirjaudu pääsyavaimella"))
    expect(page.locator("body[data-user]")).to_have_count(1)
    assert SignIn.objects.order_by("-at").first().how == SignIn.How.PASSKEY

    # whoever holds the device but cannot open it is told, and is not in
    sign_out()
    browser.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Kirjaudu pääsyavaimella").click()
    expect(page.locator("[data-passkey-failed]:visible")).to_have_count(1)
    expect(page.locator("body[data-user]")).to_have_count(0)
