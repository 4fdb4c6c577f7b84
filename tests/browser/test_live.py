"""Two people on two machines in the same conversation."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from vatupassi.actions import invitations
from vatupassi.models import Agreement, Conversation, Note, Occasion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 3000  # ms: what the other saved is seen within three seconds of being saved
SAVE = 1500  # ms from the last key press to the save


@pytest.fixture
def conversation(aino, matti):
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(hours=1),
        agreed=True,
    )


@pytest.fixture
def pair(conversation, aino, matti, page_for):
    """Aino's and Matti's page on the first step."""
    pages = page_for(aino, width=390), page_for(matti, language="sv")
    for page in pages:
        page.goto(f"/keskustelut/{conversation.pk}/vaihe/tiedanko/")
    return pages


def area(page, slot):
    return page.locator(f'textarea[name="text-tiedanko.{slot}"]')


def test_each_sees_the_others_text_and_keeps_caret_and_half_words(pair):
    hers, his = pair
    area(his, "change").press_sequentially("Puolikas sa")
    area(his, "change").evaluate("area => area.setSelectionRange(3, 3)")
    area(hers, "works").press_sequentially("Aamut sujuvat")
    expect(area(his, "works")).to_have_value("Aamut sujuvat", timeout=SAVE + SOON)
    expect(area(his, "change")).to_be_focused()
    assert area(his, "change").evaluate("area => [area.value, area.selectionStart]") == ["Puolikas sa", 3]
    expect(area(hers, "change")).to_have_value("Puolikas sa", timeout=SAVE + SOON)


def test_the_caret_stays_in_a_clean_field_that_the_other_continues(pair):
    hers, his = pair
    area(hers, "works").press_sequentially("Alku")
    expect(area(his, "works")).to_have_value("Alku", timeout=SAVE + SOON)
    area(his, "works").evaluate("area => { area.focus(); area.setSelectionRange(2, 2) }")
    area(hers, "works").press_sequentially(" ja loppu")
    expect(area(his, "works")).to_have_value("Alku ja loppu", timeout=SAVE + SOON)
    assert area(his, "works").evaluate("area => area.selectionStart") == 2


def test_who_reaches_things_by_keyboard_stays_where_they_are(pair, conversation):
    hers, his = pair
    hers.evaluate("document.querySelector('#agreements-title').made = 1")
    hers.locator("#agreement-new > summary").focus()
    area(his, "works").fill("Aamut sujuvat")
    expect(area(hers, "works")).to_have_value("Aamut sujuvat", timeout=SAVE + SOON)
    expect(hers.locator("#agreement-new > summary")).to_be_focused()
    assert (
        hers.evaluate("document.querySelector('#agreements-title').made") == 1
    )  # what has not changed is not read out again
    his.locator("#agreement-new > summary").click()
    his.locator("#agreement-new textarea").fill("Kaksi iltaa")
    his.locator("#agreement-new input[name=side]").first.check()
    his.locator("#agreement-new input[name=due_on]").fill(
        f"{timezone.localdate() + datetime.timedelta(days=9):%-d.%-m.%Y}"
    )
    his.locator("#agreement-new button").click()
    expect(hers.locator("#agreements tbody tr")).to_have_count(1, timeout=SAVE + SOON)
    expect(hers.locator("#agreement-new > summary")).to_be_focused()


def test_both_in_the_same_field_keeps_both_texts(pair, conversation, aino, axe, browser_problems):
    hers, his = pair
    area(hers, "works").fill("Aino kirjoitti näin")
    area(his, "works").fill("Matti skrev så här")
    hers.wait_for_timeout(SAVE)
    his.wait_for_timeout(SAVE)
    slower = [one for one in pair if one.locator("[data-choose]").count()]
    assert len(slower) == 1
    page = slower[0]
    mine = "Aino kirjoitti näin" if page is hers else "Matti skrev så här"
    expect(page.locator("[data-choose] .quote")).to_have_count(2)
    axe(page)
    assert area(page, "works").input_value() == mine
    page.locator('[data-choose] button[value="both"]').click()
    other = his if page is hers else hers
    expect(area(other, "works")).to_have_value(area(page, "works").input_value(), timeout=SAVE + SOON)
    saved = Note.objects.get(conversation=conversation, slot="tiedanko.works").text.open(aino)
    assert sorted(saved.split("\n\n")) == ["Aino kirjoitti näin", "Matti skrev så här"]
    assert ["(Conflict)" in problem for problem in browser_problems] == [True]
    browser_problems.clear()


def test_an_agreement_and_a_mark_appear_for_the_other(pair, conversation):
    hers, his = pair
    his.get_by_text("Lägg till en överenskommelse").click()
    his.get_by_label("Vad", exact=True).fill("Kaksi iltaa peräkkäin")
    his.get_by_label("Matti Laine").check()
    day = timezone.localdate() + datetime.timedelta(days=7)
    his.get_by_label("Senast").fill(f"{day.day}.{day.month}.{day.year}")
    his.get_by_role("button", name="Kom överens om detta").click()
    expect(his.locator("#agreements tbody tr")).to_have_count(1)
    expect(hers.locator("#agreements tbody tr")).to_have_count(1, timeout=SOON)
    assert Agreement.objects.get().text.open(conversation.employee) == "Kaksi iltaa peräkkäin"


def test_a_confirmed_text_locks_the_other_page(pair, conversation, matti):
    hers, his = pair
    for page in pair:
        page.goto(f"/keskustelut/{conversation.pk}/vaihe/memo/")
    hers.get_by_role("button", name="Vahvistan muistion").click()
    expect(his.locator("#confirmations .chip.lime")).to_have_count(1, timeout=SOON)
    his.get_by_role("button", name="Jag bekräftar promemorian").click()
    expect(hers.get_by_role("button", name="Vahvistan muistion")).to_have_count(0, timeout=SOON)
    assert Conversation.objects.get().status == "confirmed"
