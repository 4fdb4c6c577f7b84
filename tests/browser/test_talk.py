"""A step of the talk: the level that both change in place, the memo beside it, the keys."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from vatupassi.models import Agreement, BoardMark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def marked(conversation):
    """The talk with Aino's mark of one question."""
    BoardMark.objects.create(conversation=conversation, side="employee", question="osaanko", now=1)
    return conversation


def test_each_moves_their_own_mark_and_sees_the_others(marked, aino, matti, page_for, axe):
    hers, his = page_for(aino, width=390), page_for(matti)
    for page in (hers, his):
        page.goto(f"/keskustelut/{marked.pk}/vaihe/osaanko/")
    hers.locator("#board .now .scale label").nth(6).click()
    expect(his.locator("#board .bubble")).to_have_attribute("data-at", "3")
    expect(his.locator("#draft .here")).to_contain_text("selvästi plussan puolella")
    expect(hers.locator("#board .level-word :visible")).to_have_text("selvästi plussan puolella")  # beside her name
    his.locator("#board .now .scale label").nth(2).click()
    expect(hers.locator("#board .ring")).to_have_attribute("data-at", "-1")  # while hers has the focus
    for page in (hers, his):
        expect(page.locator("#board [data-save]:visible")).to_have_count(0)
        axe(page)
    his.locator('textarea[name="text-osaanko.works"]').fill("Erikoisruokavaliot sujuvat.")
    expect(his.locator("#draft .here")).to_contain_text("Erikoisruokavaliot sujuvat.")


def test_the_keys_go_between_steps_add_an_agreement_and_are_turned_off(conversation, matti, page_for, axe):
    page = page_for(matti)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/osaanko/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/vaihe/kykenenko/")
    page.locator('textarea[name="text-kykenenko.works"]').press("ArrowLeft")
    page.locator('textarea[name="text-kykenenko.works"]').press("Control+Enter")
    text = page.locator("#agreement-new textarea")
    expect(text).to_be_focused()
    assert page.url.endswith("/vaihe/kykenenko/")  # in a field an arrow is the field's own
    text.fill("Tauko iltapäivällä")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#agreement-new input[name=due_on]")).to_be_focused()  # what is missing
    day = timezone.localdate() + datetime.timedelta(days=9)
    page.locator("#agreement-new input[name=due_on]").fill(f"{day.day}.{day.month}.{day.year}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#agreements tbody tr")).to_have_count(1)
    assert (Agreement.objects.get().question, Agreement.objects.get().side) == ("kykenenko", "employee")
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Pikanäppäimet")
    expect(sheet).to_be_visible()
    axe(page)
    sheet.get_by_role("switch").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("?")
    page.evaluate("() => new Promise((ready) => setTimeout(ready, 300))")  # after whatever a key would have begun
    assert page.url.endswith("/vaihe/kykenenko/")
    expect(sheet).to_have_count(0)
