"""What somebody writes into an ordinary form outlives the other party's acts, an ended session and a careless click."""

import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_trusted_types import wait_for_htmx
from tests.browser.waiting import press, until
from vatupassi.conversation import ending
from vatupassi.memo import confirmation
from vatupassi.models import Conversation, DifferingView

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Näen tämän hieman toisin, nimittäin"


@pytest.fixture
def page(conversation, matti, page_for):
    """Matti at the memo, with a half-written differing view."""
    page = page_for(matti)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/memo/")
    page.locator("#text-differing").fill(TEXT)
    return page


def sign_in(page, person):
    visitor = Client()
    visitor.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": visitor.cookies[name].value, "url": page.url.split("/keskustelut")[0]}]
    )


def saved(conversation, reader):
    return [view.text.open(reader) for view in DifferingView.objects.filter(conversation=conversation)]


def test_the_other_partys_confirmation_takes_no_half_written_text_away(page, conversation, aino, matti, axe):
    for person in (matti, aino):
        conversation.refresh_from_db()
        confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)
    expect(page.locator('[data-notice="changed"]')).to_be_visible()
    axe(page)
    expect(page.locator("#text-differing")).to_have_value(TEXT)
    press(page.get_by_role("button", name="Tallenna eriävä näkemykseni"))
    expect(page.get_by_text("Kumpikin on vahvistanut").or_(page.get_by_text("Avaa muutoksia varten"))).to_be_visible()
    assert saved(conversation, matti) == [TEXT]


def test_an_ended_session_leaves_the_text_in_the_page(page, conversation, matti, browser_problems):
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    save = page.get_by_role("button", name="Tallenna eriävä näkemykseni")
    save.click()
    expect(page.locator('[data-notice="signed-out"]')).to_be_visible()
    expect(page.locator("#text-differing")).to_have_value(TEXT)
    assert saved(conversation, matti) == []
    sign_in(page, matti)
    save.dblclick()
    expect(page.locator("#messages")).to_contain_text("Tallennettu")
    assert saved(conversation, matti) == [TEXT]
    until(page, lambda: {"401" in problem for problem in browser_problems}, {True})
    browser_problems.clear()


def test_an_ended_session_leaves_the_fields_of_an_invitation(aino, matti, page_for, browser_problems):
    page = page_for(matti)
    page.goto(f"/keskustelut/uusi/?with={aino.pk}")
    page.get_by_label("Mitä kuuluu").check()
    for label, text in (("Päivä", "31.2.2027"), ("Kellonaika", "9.15"), ("Paikka", "kahvihuone")):
        page.get_by_role("textbox", name=label).fill(text)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    send = page.get_by_role("button", name="Lähetä ehdotus")
    with page.expect_response(lambda answer: answer.request.method == "POST"):  # the fields ask, too
        send.click()
    expect(page.locator('[data-notice="signed-out"]')).to_be_visible()
    sign_in(page, matti)
    send.click()
    expect(page.locator(".errorlist").first).to_contain_text("31.2.2027")
    day = timezone.localdate() + datetime.timedelta(days=9)
    page.get_by_role("textbox", name="Päivä").fill(f"{day.day}.{day.month}.{day.year}")
    send.dblclick()
    expect(page.locator("h1")).to_have_text("Ehdotus on lähetetty.")
    [made] = Conversation.objects.all()
    assert (made.place, made.employee) == ("kahvihuone", aino)
    until(page, lambda: {"401" in problem for problem in browser_problems}, {True})
    browser_problems.clear()


def test_leaving_asks_first(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Keskustelut").first.click(no_wait_after=True)
    until(page, lambda: asked, ["beforeunload"])
    expect(page.locator("#text-differing")).to_have_value(TEXT)


def test_a_press_that_cannot_be_saved_says_so(page, conversation, aino, browser_problems):
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/agreements/")
    page.get_by_label("Mitä", exact=True).fill(TEXT)
    conversation.refresh_from_db()
    ending.end(conversation, by=aino)
    page.get_by_role("button", name="Lisää sovittu asia").click()
    expect(page.locator('[data-notice="failed"]')).to_be_visible()
    expect(page.get_by_label("Mitä", exact=True)).to_have_value(TEXT)
    until(page, lambda: {"404" in problem for problem in browser_problems}, {True})
    browser_problems.clear()


def test_a_page_just_opened_begins_at_its_top(conversation, matti, page_for):
    page = page_for(matti)
    for path in ("/", "/vatupassi/", f"/keskustelut/{conversation.pk}/vaihe/agreements/"):
        page.goto(path)
        if page.locator('script[src*="htmx"]').count():
            wait_for_htmx(page)  # it comes after the page, and could take the focus along
        page.evaluate("() => new Promise((ready) => requestAnimationFrame(() => requestAnimationFrame(ready)))")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_class("skip")
