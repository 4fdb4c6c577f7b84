"""A supervisor practises: from the start page through the talk to the memo, on a phone and at a desk."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.waiting import all_saved, press
from vatupassi.models import Conversation, Practice
from vatupassi.practice.content import Content

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "language"), [(390, "fi"), (1280, "sv")])
def test_from_the_start_page_to_the_memo(width, language, aino, matti, page_for, axe):
    page = page_for(matti, width=width, language=language)
    page.goto("/")
    page.locator('a[href="/harjoitus/"]').click()
    page.wait_for_url("**/harjoitus/")
    axe(page)
    press(page.locator("button.case").first)
    page.wait_for_url("**/valmistelu/")
    axe(page)
    page.locator("main a.btn").last.click()
    page.wait_for_url("**/vaihe/tiedanko/")
    said = page.locator(".says-answer")
    expect(said).to_have_count(0)
    press(page.locator("#says form button"))
    expect(said).to_have_count(1)
    press(page.locator("#says form button"))
    expect(said).to_have_count(2)
    expect(page.locator("#says form")).to_have_count(0)
    page.locator("#board .now .scale label").nth(5).click()
    page.locator('textarea[name="text-tiedanko.works"]').fill("Aamun lista auttaa kaikkia.")
    all_saved(page)
    axe(page)
    day = timezone.localdate() + datetime.timedelta(days=9)
    form = page.locator("#agreement-new")
    form.locator("textarea").fill("Lista seinälle illalla")
    form.locator("input[name=due_on]").fill(f"{day.day}.{day.month}.{day.year}")
    press(form.locator(".agree-line button.btn"))
    expect(page.locator("#agreements tbody tr")).to_have_count(1)
    page.goto("/harjoitus/vaihe/kykenenko/")
    expect(page.locator("#board .bubble")).to_have_count(0)  # not shared before one asks
    press(page.locator("#says form button"))
    expect(page.locator("#board .bubble")).to_have_count(1)
    axe(page)
    page.goto("/harjoitus/vaihe/follow-up/")
    press(page.locator('form[action="/harjoitus/seuranta/aika/"] .actions button'))
    page.goto("/harjoitus/vaihe/memo/")
    expect(page.locator("#memo-text")).to_contain_text("Aamun lista auttaa kaikkia.")
    axe(page)
    press(page.locator('#confirm-memo button:visible, [form="confirm-memo"]:visible'))
    page.wait_for_url("**/valmis/")
    axe(page)
    kept = Content.loads(Practice.objects.get().content.open(matti))
    assert (kept.marks, kept.notes["tiedanko.works"].text) == ({"tiedanko": 2}, "Aamun lista auttaa kaikkia.")
    press(page.locator('main form[action="/harjoitus/lopeta/"] button'))
    page.wait_for_url("**/harjoitus/")
    assert (Practice.objects.count(), Conversation.objects.count()) == (0, 0)
