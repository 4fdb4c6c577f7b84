"""The two in one talk see each other, and what the other writes, as soon as it is a sentence."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.waiting import pause, until
from vatupassi.follow_up import actions as follow_ups
from vatupassi.memo import confirmation
from vatupassi.models import Agreement, Note, OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def begin(hers, his):
    hers.get_by_role("button", name="Aloitetaan").click()
    expect(hers.locator("#presence")).to_contain_text("Kun Matti painaa myös")
    expect(his.locator("#presence")).not_to_contain_text("Aino")
    his.get_by_role("button", name="Vi börjar").click()
    expect(his.locator("#presence")).to_contain_text("Aino är här")
    expect(hers.locator("#presence")).to_contain_text("Matti on täällä")


def area(page, slot):
    return page.locator(f'textarea[name="text-{slot}"]')


def writes_until(where, seen):
    """Writes on until the other's page shows it: it says so for some seconds after the last letter only."""
    for letter in "abcdefghij" * 20:
        where.press_sequentially(letter)
        pause(where.page, 100)
        if seen.count():
            break
    expect(seen).to_have_count(1)


def asks(page):
    """The page asks once more who is here."""
    with page.expect_response(re.compile("/lasna/")):
        pass


def at_own_pace(page):
    """Opened anew with a clock that the test can stop: no machine makes anybody write slowly."""
    page.clock.install()
    page.reload()
    page.wait_for_load_state()


def types(where, text, pace=70):
    """Letter by letter, each after so many milliseconds."""
    for letter in text:
        where.press_sequentially(letter)
        where.page.clock.run_for(pace)


def test_both_begin_see_each_other_and_go_to_the_same_place(pair, conversation, axe):
    hers, his = pair
    for page in pair:
        axe(page)
    begin(hers, his)
    for page, words in ((hers, "Matti on täällä."), (his, "Aino är här.")):
        expect(page.locator("#presence-said")).to_have_text(words)
        axe(page)
    hers.evaluate(
        "new MutationObserver(() => window.said = (window.said ?? 0) + 1)"
        ".observe(document.getElementById('presence-said'), { childList: true, characterData: true, subtree: true })"
    )
    his.locator("#steps a", has_text="Kan jag?").click()
    his.wait_for_url("**/vaihe/osaanko/")
    expect(hers.locator("#presence")).to_contain_text("Matti on täällä: Osaanko?")
    expect(hers.locator("#steps a[data-other]")).to_have_text("Osaanko?")
    expect(his.locator("#presence")).to_contain_text("Aino är här")  # begun once, not on each step
    expect(his.locator("#presence-said")).to_have_text("")  # and not read out again
    there = f"/keskustelut/{conversation.pk}/vaihe/osaanko/#field-osaanko.works"
    writes_until(area(his, "osaanko.works"), hers.locator(f'#presence a[href="{there}"]'))
    assert hers.evaluate("window.said ?? 0") == 0  # a screen reader hears the coming, and no step after it
    hers.get_by_role("link", name="Siirry samaan kohtaan").click()
    hers.wait_for_url("**/vaihe/osaanko/**")
    his_field = hers.locator("[id='field-osaanko.works'] [data-writes]")
    writes_until(area(his, "osaanko.works"), his_field.filter(has_text="Matti kirjoittaa…"))
    axe(hers)
    expect(his_field).to_have_text("")
    expect(hers.locator("#presence")).not_to_contain_text("Osaanko?")  # both are there


def test_presence_ends_when_the_other_closes_the_browser_in_mid_sentence(pair, conversation, aino):
    hers, his = pair
    begin(hers, his)
    place = area(his, "tiedanko.works")
    place.press_sequentially("Vi ändrar schemat så att ")
    writes_until(place, hers.locator("[data-writes]", has_text="Matti kirjoittaa…"))
    half = place.input_value()
    his.on("dialog", lambda dialog: dialog.accept())  # "leave the page?"
    his.close(run_before_unload=True)
    # within ten seconds: tests/vatupassi/presence
    expect(hers.locator("#presence")).not_to_contain_text("Matti on täällä")
    expect(hers.locator("#presence")).to_contain_text("Kun Matti painaa myös")
    expect(hers.locator("[data-writes]").first).to_have_text("")
    expect(area(hers, "tiedanko.works")).to_have_value(half)  # it went with the page
    assert Note.objects.get(slot="tiedanko.works").text.open(aino) == half


def test_both_are_here_again_after_a_tunnel(pair, browser_problems):
    """Without a network nobody is shown who may be gone; with one nobody needs to begin anew."""
    hers, his = pair
    begin(hers, his)
    hers.context.set_offline(True)
    expect(hers.locator(".presence-here")).to_be_hidden()
    expect(his.locator("#presence")).not_to_contain_text("Aino är här")
    hers.context.set_offline(False)
    expect(hers.locator("#presence .presence-here")).to_be_visible()
    expect(hers.locator("#presence")).to_contain_text("Matti on täällä")
    expect(his.locator("#presence")).to_contain_text("Aino är här")
    assert [line for line in browser_problems if "ERR_INTERNET_DISCONNECTED" not in line] == []
    browser_problems.clear()


def test_each_turns_it_off_without_a_trace(pair, conversation):
    hers, his = pair
    begin(hers, his)
    second = his.context.new_page()
    second.goto(his.url)
    second.get_by_role("button", name="Vi börjar").click()
    expect(second.locator("#presence")).to_contain_text("Aino är här")
    his.get_by_role("button", name="Visa mig inte").click()
    for page in (his, second):
        expect(page.get_by_role("button", name="Vi börjar")).to_be_visible()
    expect(hers.locator("#presence")).to_contain_text("Kun Matti painaa myös")
    for _time in range(2):  # in between his pages would have given a sign
        asks(hers)
    assert list(OpenPage.objects.values_list("side", flat=True)) == ["employee"]
    his.reload()
    asks(hers)
    expect(his.get_by_role("button", name="Vi börjar")).to_be_visible()  # it stays off
    kept = "[...Object.keys(sessionStorage), ...Object.keys(localStorage)].filter(key => key.startsWith('talk'))"
    assert his.evaluate(kept) == []


def test_the_others_text_is_seen_by_the_sentence_and_never_half_a_word(pair):
    hers, his = pair
    at_own_pace(his)
    begin(hers, his)
    his.clock.pause_at(his.evaluate("Date.now()") / 1000 + 5)
    seen = "() => document.querySelector('textarea[name=\"text-tiedanko.works\"]').value"
    hers.evaluate(
        f"window.seen = []; setInterval(() => {{ const now = ({seen})(); "
        "if (window.seen.at(-1) !== now) window.seen.push(now); }, 20)"
    )
    typed = "Scheman klaras kl. 9.30 varje morgon. Beställningarna går bra. "
    place = area(his, "tiedanko.works")
    types(place, typed)
    expect(area(hers, "tiedanko.works")).to_have_value(
        typed
    )  # a twentieth of a second after the sentence, by his clock
    types(place, "Vi provar")
    his.clock.run_for(300)
    types(place, " torsdagar")
    his.keyboard.press("Tab")  # the field is left
    his.clock.run_for(100)
    full = f"{typed}Vi provar torsdagar"
    expect(area(hers, "tiedanko.works")).to_have_value(full)
    for text in hers.evaluate("window.seen"):
        rest = full.removeprefix(text)
        assert full.startswith(text)
        assert not (text[-1:].isalnum() and rest[:1].isalnum()), text  # no word is cut
    assert len(hers.evaluate("window.seen")) <= 7  # and it does not come word by word


def test_the_others_sentence_comes_with_the_next_question(pair):
    """The bench measures the time, here the questions are counted."""
    hers, his = pair
    begin(hers, his)
    hers.evaluate(
        """() => {
            const [ask, place] = [window.fetch, document.querySelector('textarea[name="text-tiedanko.works"]')];
            Object.assign(window, { asked: 0, shown: [] });
            window.fetch = (...sent) => { window.asked += String(sent[0]).includes("/lasna/"); return ask(...sent); };
            setInterval(() => {
                const sentences = place.value.split(".").length - 1;
                while (window.shown.length < sentences) window.shown.push(window.asked);
            }, 20);
        }"""
    )
    for number in range(3):
        with his.expect_response(lambda answer: "/tallenna/" in answer.url and answer.ok):
            area(his, "tiedanko.works").press_sequentially(f" Mening {number}.")
        before = hers.evaluate("window.asked")
        expect(area(hers, "tiedanko.works")).to_have_value(re.compile(f"Mening {number}[.]"))
        until(hers, lambda: hers.evaluate("window.shown.length"), number + 1)
        assert hers.evaluate("window.shown.at(-1)") - before <= 2  # one may have been on its way


def test_a_text_comes_without_its_page_and_an_agreement_with_it(pair):
    """The rest of the page is fetched later, unless more than texts has changed."""
    hers, his = pair
    begin(hers, his)
    hers.evaluate(
        """() => {
            const ask = window.fetch;
            window.pages = 0;
            window.fetch = (...sent) => {
                window.pages += /since=/.test(sent[0]) && !/lasna/.test(sent[0]);
                return ask(...sent);
            };
            const wait = window.setTimeout;
            window.setTimeout = (go, time, ...more) =>
                time === 8000 ? (window.later = go) && 1 : wait(go, time, ...more);
        }"""
    )
    area(his, "tiedanko.works").press_sequentially("Schemat klaras bra. ")
    expect(area(hers, "tiedanko.works")).to_have_value(re.compile("Schemat klaras bra[.]"))
    assert hers.evaluate("window.pages") == 0
    expect(hers.locator("#steps .done")).to_have_count(0)
    until(hers, lambda: hers.evaluate("typeof window.later"), "function")
    hers.evaluate("window.later()")
    expect(hers.locator("#steps .done")).to_have_count(1)
    assert hers.evaluate("window.pages") == 1
    his.locator("#agreement-new textarea").fill("Vi provar torsdagar")
    his.locator("#agreement-new input[name=due_on]").fill("imorgon")
    his.keyboard.press("Control+Enter")
    expect(hers.locator("main")).to_contain_text("Vi provar torsdagar")
    assert hers.evaluate("window.pages") >= 2


def test_a_page_asks_more_often_while_the_other_writes(pair):
    hers, his = pair
    begin(hers, his)
    hers.evaluate(
        """() => {
            const wait = window.setTimeout;
            window.waits = [];
            window.setTimeout = (go, time, ...more) => { window.waits.push(time); return wait(go, time, ...more); };
        }"""
    )
    until(hers, lambda: 1500 in hers.evaluate("window.waits"), True)
    assert 600 not in hers.evaluate("window.waits")
    writes_until(area(his, "tiedanko.works"), hers.locator("[data-writes]", has_text="Matti kirjoittaa…"))
    until(hers, lambda: 600 in hers.evaluate("window.waits"), True)


def test_in_a_follow_up_the_two_see_each_other_and_where_they_write(conversation, aino, matti, page_for, axe):
    agreed = Agreement.objects.create(
        conversation=conversation, text="Kaksi iltavuoroa", side="employee", due_on=timezone.localdate()
    )
    follow_ups.plan(conversation, starts_at=timezone.now(), minutes=30)
    for person in (aino, matti):
        confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)
    hers, his = page_for(aino, width=390), page_for(matti, language="sv")
    for page in (hers, his):
        page.goto(f"/keskustelut/{conversation.pk}/seuranta/1/")
    begin(hers, his)
    for page in (hers, his):
        axe(page)
    slot = f"follow-up.1.{agreed.pk.hex}"
    his_field = hers.locator(f"[id='field-{slot}'] [data-writes]")
    writes_until(area(his, slot), his_field.filter(has_text="Matti kirjoittaa…"))
    axe(hers)
    place = area(his, slot)
    place.fill("Schemat är ändrat. ")
    expect(area(hers, slot)).to_have_value("Schemat är ändrat. ")
    expect(his_field).to_have_text("")
    his.get_by_role("button", name="Visa mig inte").click()
    expect(hers.locator("#presence")).to_contain_text("Kun Matti painaa myös")
    assert list(OpenPage.objects.values_list("side", "sitting")) == [("employee", 1)]
    his.get_by_role("button", name="Vi börjar").click()
    expect(hers.locator("#presence")).to_contain_text("Matti on täällä")
