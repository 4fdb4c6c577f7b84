"""A change of the way to sign in, in a real browser: agreed to, told and taken away; accessible and fitting."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from people.models import SignInChange
from people.second_person.actions import ask
from tests.browser.test_people import look
from tests.browser.waiting import press
from tests.factories import make_person
from tests.people.conftest import in_use
from tests.people_fixtures import PASSWORD, with_second_step

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390), ("fi", 390)])
def test_a_change_is_agreed_to_and_its_person_takes_the_notice_away(
    page_for, axe, settings, sari, mikael, pekka, johanna, hr_unit, language, width
):
    settings.PRIVACY_CONTACT = "tietosuoja@kotikunta.example"
    second = with_second_step(make_person(name="Kirsi Holm", username="kirsi", unit=hr_unit, is_hr=True))
    in_use(johanna)
    ask(SignInChange.Kind.NAMES, person=johanna, by=sari, username="johanna", email="johanna@kotikunta.example")
    ask(SignInChange.Kind.SECOND_STEP, person=johanna, by=second)
    hers, page = (page_for(person, language=language, width=width) for person in (johanna, second))
    look(hers, axe, "own_changes", reverse("own_changes"), language, width)
    look(hers, axe, "home_with_news", reverse("home"), language, width)
    look(page, axe, "start_of_second", reverse("home"), language, width)
    look(page, axe, "person_edit_waits", reverse("person_edit", args=[johanna.pk]), language, width)
    look(page, axe, "changes", reverse("change_list"), language, width)
    agree = reverse("change_agree", args=[SignInChange.objects.get(kind="names").pk])
    press(page.locator(f'form[action="{agree}"] button'))
    axe(page)
    johanna.refresh_from_db()
    assert johanna.email == "johanna@kotikunta.example"
    hers.goto(reverse("own_changes"))
    hers.locator("#id_password").fill(PASSWORD)
    press(hers.locator('form:has(input[name="shown"]) button'))
    expect(hers.locator(".sign-in-news")).to_have_count(0)
    look(hers, axe, "own_changes_seen", reverse("own_changes"), language, width)
