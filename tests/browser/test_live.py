"""Two people on two machines in the same conversation."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.waiting import all_saved, pause, until
from vatupassi.models import Agreement, Conversation, Note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def area(page, slot):
    return page.locator(f'textarea[name="text-tiedanko.{slot}"]')


def test_each_sees_the_others_text_and_keeps_caret_and_half_words(pair):
    hers, his = pair
    area(his, "change").press_sequentially("Puolikas sa")
    area(his, "change").evaluate("area => area.setSelectionRange(3, 3)")
    area(hers, "works").press_sequentially("Aamut sujuvat")
    expect(area(his, "works")).to_have_value("Aamut sujuvat")
    expect(area(his, "change")).to_be_focused()
    assert area(his, "change").evaluate("area => [area.value, area.selectionStart]") == ["Puolikas sa", 3]
    expect(area(hers, "change")).to_have_value("Puolikas sa")


def test_the_caret_stays_in_a_clean_field_that_the_other_continues(pair):
    hers, his = pair
    area(hers, "works").press_sequentially("Alku")
    expect(area(his, "works")).to_have_value("Alku")
    area(his, "works").evaluate("area => { area.focus(); area.setSelectionRange(2, 2) }")
    area(hers, "works").press_sequentially(" ja loppu")
    expect(area(his, "works")).to_have_value("Alku ja loppu")
    assert area(his, "works").evaluate("area => area.selectionStart") == 2


def test_who_reaches_things_by_keyboard_stays_where_they_are(pair, conversation):
    hers, his = pair
    hers.evaluate("document.querySelector('#agreements-title').made = 1")
    hers.locator("#agreement-more > summary").focus()
    area(his, "works").fill("Aamut sujuvat")
    expect(area(hers, "works")).to_have_value("Aamut sujuvat")
    expect(hers.locator("#agreement-more > summary")).to_be_focused()
    assert (
        hers.evaluate("document.querySelector('#agreements-title').made") == 1
    )  # what has not changed is not read out again
    his.locator("#agreement-new textarea").fill("Kaksi iltaa")
    his.locator("#agreement-new input[name=due_on]").fill(
        f"{timezone.localdate() + datetime.timedelta(days=9):%-d.%-m.%Y}"
    )
    his.locator("#agreement-new button.btn").click()
    expect(hers.locator("#agreements tbody tr")).to_have_count(1)
    expect(hers.locator("#agreement-more > summary")).to_be_focused()


def saved(conversation, aino, slot="tiedanko.works"):
    return Note.objects.get(conversation=conversation, slot=slot).text.open(aino)


def test_both_write_in_different_sentences_of_one_field(pair, conversation, aino):
    hers, his = pair
    area(hers, "works").fill("Aamut sujuvat. Illat ovat raskaita.")
    expect(area(his, "works")).to_have_value("Aamut sujuvat. Illat ovat raskaita.")
    area(hers, "works").evaluate("area => { area.focus(); area.setSelectionRange(13, 13) }")
    area(his, "works").evaluate("area => { area.focus(); area.setSelectionRange(35, 35) }")
    for her_letter, his_letter in zip(" hyvin ja", " Yöt ovat", strict=True):  # at the same time
        hers.keyboard.type(her_letter)
        his.keyboard.type(his_letter)
    together = "Aamut sujuvat hyvin ja. Illat ovat raskaita. Yöt ovat"
    for page in pair:
        expect(area(page, "works")).to_have_value(together)
        expect(page.locator("[data-sentence]")).to_have_count(0)
    hers.keyboard.type(" iloisesti")  # each caret has stayed in its own sentence
    his.keyboard.type(" hiljaisia.")
    together = "Aamut sujuvat hyvin ja iloisesti. Illat ovat raskaita. Yöt ovat hiljaisia."
    for page in pair:
        expect(area(page, "works")).to_have_value(together)
    assert saved(conversation, aino) == together


def test_both_begin_in_an_empty_field(pair, conversation, aino):
    hers, his = pair
    area(hers, "works").fill("Aino kirjoitti näin")
    area(his, "works").fill("Matti skrev så här")
    for page in pair:
        expect(area(page, "works")).to_have_value(re.compile("Aino kirjoitti näin"))
        expect(area(page, "works")).to_have_value(re.compile("Matti skrev så här"))
    assert sorted(saved(conversation, aino).split("\n")) == ["Aino kirjoitti näin", "Matti skrev så här"]


def test_of_one_sentence_both_versions_are_shown_with_names_and_either_chooses(pair, conversation, aino, axe):
    hers, his = pair
    area(hers, "works").fill("Alku. Tilaukset.")
    expect(area(his, "works")).to_have_value("Alku. Tilaukset.")
    for page, words in ((hers, "Alku. Tilaukset torstaisin."), (his, "Alku. Tilaukset Juhon kanssa.")):
        area(page, "works").fill(words)
    for page, mine, names in (
        (hers, " (sinä)", ["Aino Virtanen", "Matti Laine"]),
        (his, " (du)", ["Matti Laine", "Aino Virtanen"]),
    ):
        box = page.locator("[data-sentence]")
        expect(box).to_have_count(1)
        expect(box.locator(".label", has_text=names[0])).to_have_text(f"{names[0]}{mine}:")
        expect(box.locator(".label", has_text=names[1])).to_have_text(f"{names[1]}:")
        axe(page)
    for text in ("<<<", "=======", ">>>"):
        assert text not in saved(conversation, aino)
    his.get_by_role("button", name="Behåll den här: Aino Virtanen").click()
    for page in pair:
        expect(area(page, "works")).to_have_value("Alku. Tilaukset torstaisin.")
        expect(page.locator("[data-sentence]")).to_have_count(0)
    his.goto(f"/keskustelut/{conversation.pk}/omat-lauseet/")
    expect(his.get_by_text("Tilaukset Juhon kanssa.")).to_be_visible()
    axe(his)
    hers.goto(f"/keskustelut/{conversation.pk}/omat-lauseet/")
    expect(hers.get_by_text("Tilaukset Juhon kanssa.")).to_have_count(0)


def test_a_minute_in_the_same_sentence(pair, conversation, aino):
    """Shorter here, but each letter of both at the same time."""
    hers, his = pair
    area(hers, "works").fill("Tilaukset")
    expect(area(his, "works")).to_have_value("Tilaukset")
    for page in pair:
        area(page, "works").press("End")
    words = " tehdään torstaisin ja tarkistetaan "
    for one, other in zip(words, words.upper(), strict=True):
        hers.keyboard.type(one)
        his.keyboard.type(other)
        pause(hers, 120)
    together = sorted([f"Tilaukset{words}", f"Tilaukset{words.upper()}"])
    for page in pair:
        all_saved(page)
    until(hers, lambda: sorted(saved(conversation, aino).split("\n")), together)
    for page in pair:
        expect(area(page, "works")).to_have_value(saved(conversation, aino))
        expect(page.locator("[data-sentence]")).to_have_count(1)  # asked until one of them chooses
    hers.get_by_role("button", name="Pidetään tämä: Aino Virtanen").click()
    for page in pair:
        expect(area(page, "works")).to_have_value(f"Tilaukset{words}")
        expect(page.locator("[data-sentence]")).to_have_count(0)


def test_a_phone_on_a_train(pair, conversation, aino, browser_problems):
    """What is written without a network comes together with what the other has written meanwhile."""
    hers, his = pair
    area(hers, "works").fill("Alku.")
    expect(area(his, "works")).to_have_value("Alku.")
    hers.context.set_offline(True)
    area(hers, "works").press("End")
    area(hers, "works").press_sequentially(" Aino junassa.")
    expect(hers.locator("[data-notice=offline]")).to_be_visible()
    area(his, "works").press("End")
    area(his, "works").press_sequentially(" Matti toimistossa.")
    all_saved(his)
    area(hers, "works").press_sequentially(" Tunneli.")
    hers.context.set_offline(False)
    together = "Alku. Matti toimistossa. Aino junassa. Tunneli."
    for page in pair:
        expect(area(page, "works")).to_have_value(together)
    assert saved(conversation, aino) == together
    assert [line for line in browser_problems if "ERR_INTERNET_DISCONNECTED" not in line] == []
    browser_problems.clear()


def test_an_answer_that_is_lost_leaves_nothing_twice(pair, conversation, aino, browser_problems):
    hers, _his = pair
    lost = []

    def lose(route):
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)  # the server has saved it
            route.abort()

    hers.route("**/tallenna/", lose)
    area(hers, "works").press_sequentially("Tilaukset suj")
    expect(hers.locator("[data-notice=offline]")).to_be_visible()
    area(hers, "works").press_sequentially("uvat.")
    for page in pair:
        expect(area(page, "works")).to_have_value("Tilaukset sujuvat.")
    assert (saved(conversation, aino), lost) == ("Tilaukset sujuvat.", [200])
    browser_problems.clear()


def test_an_agreement_and_a_mark_appear_for_the_other(pair, conversation):
    hers, his = pair
    his.get_by_label("Vad", exact=True).fill("Kaksi iltaa peräkkäin")
    his.get_by_label("Vem", exact=True).select_option("supervisor")
    day = timezone.localdate() + datetime.timedelta(days=7)
    his.get_by_role("textbox", name="Senast").fill(f"{day.day}.{day.month}.{day.year}")
    his.get_by_role("button", name="Lägg till en överenskommelse").click()
    expect(his.locator("#agreements tbody tr")).to_have_count(1)
    expect(hers.locator("#agreements tbody tr")).to_have_count(1)
    assert Agreement.objects.get().text.open(conversation.employee) == "Kaksi iltaa peräkkäin"


def test_a_confirmed_text_locks_the_other_page(pair, conversation, matti):
    hers, his = pair
    for page in pair:
        page.goto(f"/keskustelut/{conversation.pk}/vaihe/memo/")
    hers.get_by_role("button", name="Vahvistan muistion").click()
    expect(his.locator("#confirmations .memo-done")).to_have_count(1)
    his.get_by_role("button", name="Jag bekräftar promemorian").click()
    expect(hers.get_by_role("button", name="Vahvistan muistion")).to_have_count(0)
    assert Conversation.objects.get().status == "confirmed"
