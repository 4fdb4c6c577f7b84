"""Saving while people write: whatever happens on the way, no text is lost."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from people.models import User
from tests.browser.levels import mark
from tests.browser.waiting import all_saved, pause, press, until
from vatupassi.conversation import invitations
from vatupassi.models import LONGEST_TEXT, Assessment, AssessmentItem, Occasion

pytestmark = pytest.mark.browser
SAVED = re.compile(r"^Tallennettu klo\s\d{1,2}\.\d\d$")
ODD = "palkka < 3000 & > 2000 <ei tagi> Ş ŋ ﬁ 😀\n\n  – rivi"


@pytest.fixture
def open_page(aino: User, page_for: Callable) -> Callable[..., Page]:
    """Aino's own assessment on a page of its own browser."""

    def show(**options: object) -> Page:
        page = page_for(aino, **options)
        page.goto("/vatupassi/")
        return page

    return show


def text(user: User, question: str = "tiedanko") -> str:
    item = AssessmentItem.objects.filter(assessment__owner=user, question=question).first()
    return item.text.open(user) if item else ""


def area(page: Page, question: str = "tiedanko"):
    """The note, unfolded."""
    note = page.locator(f"#field-{question} .ask-note")
    if note.get_attribute("open") is None:
        note.locator("summary").click()
    return page.locator(f"#text-{question}")


def status(page: Page, question: str = "tiedanko"):
    return page.locator(f"#field-{question} [data-status]")


def provoked(problems: list[str], *words: str) -> None:
    """Take the complaints out that the test brought about, and let no other one through."""
    assert [line for line in problems if not any(word in line for word in words)] == []
    assert problems != []
    problems.clear()


def test_fast_typing_arrives_whole(aino, open_page, axe):
    page = open_page()
    words = "Tavoitteet ovat selvät, mutta aikataulu mietityttää. " * 3
    area(page).press_sequentially(words, delay=12)
    area(page, "osaanko").fill(ODD)
    for question in ("tiedanko", "osaanko"):
        expect(status(page, question)).to_have_text(SAVED)
        expect(page.locator(f"#field-{question}")).not_to_have_attribute("data-dirty", "")
    assert (text(aino), text(aino, "osaanko")) == (words, ODD)
    assert Assessment.objects.count() == 1
    axe(page)
    page.reload()
    expect(area(page, "osaanko")).to_have_value(ODD)


def test_the_caret_and_what_is_being_typed_stay(aino, open_page):
    page = open_page()
    area(page).fill("alku ja loppu")
    area(page).evaluate("area => area.setSelectionRange(4, 4)")
    area(page).press_sequentially(" keskellä", delay=150)  # saved in between
    all_saved(page)
    expect(status(page)).to_have_text(SAVED)
    assert text(aino) == "alku keskellä ja loppu"


def test_a_level_is_marked_by_keyboard_and_saved(aino, open_page):
    page = open_page()
    page.locator("#field-tiedanko .now .tube input[value='0']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator("#field-tiedanko")).not_to_have_attribute("data-dirty", "")
    assert AssessmentItem.objects.get(question="tiedanko").now == 2


def test_the_first_save_shows_the_day_of_deletion(aino, open_page, axe):
    """Where nothing had been saved, the page says without a reload what is true now."""
    page = open_page()
    page.evaluate("window.sameDocument = true")
    expect(page.locator("#assessment-seen-by")).not_to_contain_text("Poistetaan")
    area(page).fill("ensimmäinen")
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator("#assessment-seen-by")).to_contain_text("Poistetaan")
    assert page.evaluate("window.sameDocument") is True
    axe(page)


def test_a_link_waits_until_the_text_is_saved(aino, open_page):
    page = open_page()
    area(page).fill("ehtii mukaan")
    page.get_by_role("link", name="Sulje").click()
    page.wait_for_url(lambda url: url.endswith("/") and "vatupassi" not in url)
    assert text(aino) == "ehtii mukaan"


def test_leaving_with_unsaved_text_asks_first_and_saves(aino, open_page):
    page = open_page()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    area(page).press_sequentially("kesken")
    page.close(run_before_unload=True)
    until(page, lambda: asked, ["beforeunload"])
    all_saved(page)
    expect(status(page)).to_have_text(SAVED)
    assert text(aino) == "kesken"


def test_the_network_is_gone_for_a_while(aino, open_page, browser_problems):
    page = open_page()
    area(page).fill("ennen")
    expect(status(page)).to_have_text(SAVED)
    page.context.set_offline(True)
    area(page).fill("ilman yhteyttä")
    expect(page.locator("[data-notice=offline]")).to_be_visible()
    expect(status(page)).to_have_text("Ei vielä tallennettu. Teksti on tallessa tällä sivulla.")
    area(page).press_sequentially(" ja lisää")
    assert text(aino) == "ennen"
    page.context.set_offline(False)
    all_saved(page)
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator("[data-notice=offline]")).to_have_count(0)
    assert text(aino) == "ilman yhteyttä ja lisää"
    provoked(browser_problems, "ERR_INTERNET_DISCONNECTED")


def test_a_server_that_answers_503_is_asked_again(aino, open_page, browser_problems):
    page = open_page()
    answers = [503, 503]

    def sometimes(route: Route) -> None:
        if answers:
            route.fulfill(status=answers.pop(), body="", headers={"Retry-After": "10"})
        else:
            route.continue_()

    page.route("**/tallenna/", sometimes)
    area(page).fill("sitkeä")
    expect(status(page)).to_have_text(SAVED)
    assert text(aino) == "sitkeä"
    provoked(browser_problems, "503")


def test_the_session_ends_while_typing(aino, open_page, browser_problems):
    aino.set_password("lumi satoi yöllä hiljaa")
    aino.save()
    page = open_page()
    area(page).fill("ennen")
    expect(status(page)).to_have_text(SAVED)
    Session.objects.all().delete()
    area(page).fill("istunnon päätyttyä")
    notice = page.locator("[data-notice=signed-out]")
    expect(notice).to_be_visible()
    with page.context.expect_page() as opened:
        notice.get_by_role("link").click()
    other = opened.value
    other.locator("input[name=login]").fill("aino")
    other.locator("input[name=password]").fill("lumi satoi yöllä hiljaa")
    other.locator("main form button[type=submit], main form button:not([type])").first.click()
    other.wait_for_url("**/vatupassi/")
    area(page).press_sequentially("!")
    expect(status(page)).to_have_text(SAVED)
    expect(notice).to_have_count(0)
    assert text(aino) == "istunnon päätyttyä!"
    provoked(browser_problems, "401")


@pytest.mark.parametrize(
    "button, kept", [("Säilytä kumpikin", "toinen\n\neka jatkuu"), ("Säilytä oma tekstini", "eka jatkuu")]
)
def test_two_tabs_keep_both_texts(button, kept, aino, open_page, browser_problems, axe):
    first = open_page()
    second = first.context.new_page()
    second.goto("/vatupassi/")
    area(second).fill("toinen")
    expect(status(second)).to_have_text(SAVED)
    area(first).fill("eka")
    expect(status(first)).to_have_text("Ei vielä tallennettu: valitse alta.")
    axe(first)
    area(first).press_sequentially(" jatkuu")  # typing goes on and saves nothing over the other
    pause(first, 1200)
    assert text(aino) == "toinen"
    first.get_by_role("button", name=button).click()
    all_saved(first)
    expect(status(first)).to_have_text(SAVED)
    expect(first.locator("[data-choose]")).to_have_count(0)
    assert text(aino) == kept
    expect(area(first)).to_have_value(kept)
    provoked(browser_problems, "409")


def test_a_text_that_is_too_long_stays_until_it_is_shortened(aino, open_page, browser_problems):
    page = open_page()
    area(page).fill("ä" * (LONGEST_TEXT + 7))
    expect(status(page)).to_contain_text("Ei tallennettu: 7 merkkiä liikaa")
    expect(page.locator(f"#{area(page).get_attribute('id')}-over")).to_have_text("7 merkkiä liikaa")
    expect(area(page)).to_have_value("ä" * (LONGEST_TEXT + 7))
    area(page).fill("ä" * LONGEST_TEXT)
    all_saved(page)
    expect(status(page)).to_have_text(SAVED)
    assert text(aino) == "ä" * LONGEST_TEXT
    provoked(browser_problems, "422")


def test_an_assessment_deleted_in_another_tab_says_so_and_keeps_the_text(aino, open_page, browser_problems):
    page = open_page()
    area(page).fill("ensin")
    expect(status(page)).to_have_text(SAVED)
    Assessment.objects.all().delete()
    area(page).fill("vielä")
    expect(status(page)).to_contain_text("Ei tallennettu")
    expect(area(page)).to_have_value("vielä")
    provoked(browser_problems, "404")


def test_without_javascript_the_form_saves_everything(aino, open_page):
    page = open_page(java_script_enabled=False)
    area(page).fill(ODD)
    area(page, "haluanko").fill("Pidän työstäni.")
    mark(page, "kykenenko-now", -1)
    press(page.get_by_role("button", name="Valmis", exact=True))
    assert (text(aino), text(aino, "haluanko")) == (ODD, "Pidän työstäni.")
    assert AssessmentItem.objects.get(question="kykenenko").now == -1
    page.goto("/vatupassi/")
    expect(area(page)).to_have_value(ODD)


@pytest.mark.parametrize("language, width", [("fi", 1280), ("sv", 390), ("en", 390)])
def test_the_first_visit_is_accessible(language, width, open_page, axe):
    page = open_page(language=language, width=width)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


def test_sharing_takes_along_what_was_typed_just_before(aino, matti, open_page, browser_problems):
    occasion = Occasion.objects.first() or Occasion.objects.create(
        code="how-are-you", name_fi="Mitä kuuluu", name_sv="Hur mår du", name_en="How are you", steps=["together"]
    )
    conversation = invitations.start(
        employee=aino, supervisor=matti, by=aino, occasion=occasion, starts_at=timezone.now() + timedelta(days=1)
    )
    page = open_page()
    area(page).fill("tämä mukaan")
    page.get_by_role("button", name="Valmis", exact=True).click()
    page.get_by_role("link", name="Jaa kohtia keskusteluun").click()
    page.get_by_label("Jaa: Tiedänkö?").check()
    page.get_by_label("teksti mukaan Tiedänkö?").check()
    page.get_by_role("button", name="Jaa 1 kohta").click()
    expect(page.get_by_text("Matti Laine näkee muistiinpanonkin")).to_be_visible()
    mark = conversation.marks.get()
    assert (mark.question, mark.side, mark.text.open(matti)) == ("tiedanko", "employee", "tämä mukaan")
    page.goto("/vatupassi/")
    page.locator("#field-osaanko .now input[value='1']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # saves, and shares nothing
    expect(status(page, "osaanko")).to_have_text(SAVED)
    assert conversation.marks.count() == 1
    area(page).fill("muuttuu vielä")
    all_saved(page)  # the line about the save before says the same words
    expect(status(page)).to_have_text(SAVED)
    page.goto(f"/keskustelut/{conversation.pk}/jaa/")
    expect(page.get_by_text("Olet muuttanut tätä jakamisen jälkeen.")).to_be_visible()
    page.get_by_label("Jaa: Tiedänkö?").uncheck()
    page.get_by_role("button", name="Peru kaikki").click()
    expect(page.get_by_text("Matti Laine ei näe enää kohtiasi")).to_be_visible()
    assert conversation.marks.count() == 0
