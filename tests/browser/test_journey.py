"""The whole way of two people, from invitation to printed memo and follow-up, as they would walk it."""

import datetime
import re

import pypdf
import pytest
from django.utils import timezone, translation
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import all_saved, press
from tests.factories import make_person
from vatupassi.models import Agreement, Conversation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Walker:
    """One person at a browser: finds things by the words on the page, in the page's language."""

    def __init__(self, page: Page, language: str, axe) -> None:
        self.page, self.language, self.axe = page, language, axe

    def words(self, msgid: str, **values: str) -> str:
        with translation.override(self.language):
            return translation.gettext(msgid) % values

    def words_in(self, context: str, msgid: str) -> str:
        with translation.override(self.language):
            return translation.pgettext(context, msgid)

    def button(self, msgid: str, **values: str) -> Locator:
        return self.page.get_by_role("button", name=self.words(msgid, **values), exact=True)

    def link(self, msgid: str) -> Locator:
        return self.page.get_by_role("link", name=re.compile("^" + re.escape(self.words(msgid)))).first

    def field(self, msgid: str) -> Locator:
        return self.page.get_by_label(re.compile(r"^\s*" + re.escape(self.words(msgid)))).first

    def unfold(self, msgid: str) -> None:
        self.page.locator("summary", has_text=self.words(msgid)).first.click()

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.axe(self.page)

    def follow(self, msgid: str) -> None:
        self.link(msgid).click()
        self.page.wait_for_load_state()
        self.axe(self.page)


def in_days(days: int) -> str:
    day = timezone.localdate() + datetime.timedelta(days=days)
    return f"{day.day}.{day.month}.{day.year}"


@pytest.fixture
def johanna(streets):
    """Has an address here, so that letters are sent."""
    return make_person(name="Johanna Åberg", username="johanna", unit=streets, language="sv", title="gatuarbetare")


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390)])
def test_from_invitation_to_memo_and_follow_up(language, width, aino, matti, johanna, pekka, page_for, axe, tmp_path):
    employee, supervisor = (aino, matti) if language == "fi" else (johanna, pekka)
    hers = Walker(page_for(employee, language=language, width=width), language, axe)
    his = Walker(page_for(supervisor, language=language, width=width), language, axe)

    # she invites
    hers.go("/")
    hers.go("/keskustelut/")
    hers.follow("Invite to a conversation")
    expect(hers.page.locator("[data-picked]").first).to_have_text(supervisor.name)  # her own supervisor is chosen
    with translation.override(language):
        occasion = {"fi": "Varhaisen tuen keskustelu", "sv": "Samtal om tidigt stöd"}[language]
    hers.page.get_by_label(occasion).check()
    hers.field("Day").fill("31.2.2027")
    hers.field("Time").fill("9.75")
    hers.field("Place").fill("kahvihuone")
    hers.button("Send the suggestion").click()
    expect(hers.page.locator(".errorlist").first).to_be_visible()
    hers.axe(hers.page)
    expect(hers.field("Place")).to_have_value("kahvihuone")  # nothing already typed is lost
    hers.field("Day").fill(in_days(3))
    hers.field("Time").fill("9.15")
    hers.button("Send the suggestion").click()
    expect(hers.page.get_by_text(hers.words("The invitation is on its way."))).to_be_visible()
    base = f"/keskustelut/{Conversation.objects.get().pk}/"

    # he answers from his start page
    his.go("/")
    his.page.locator(".rows.first a").first.click()
    his.button("Suits me").click()
    expect(his.page.locator(".head .chip", has_text=his.words("time agreed"))).to_be_visible()

    # she thinks it through alone and shares one item
    hers.go("/vatupassi/")
    card = hers.page.locator("#q-tiedanko")
    card.locator(".now label").nth(5).click()
    card.locator(".ask-note summary").click()
    card.locator("textarea").fill("Tavoitteet ovat selvät.")
    expect(card.locator("[data-status]")).to_contain_text(hers.words("Saved %(when)s", when="").strip())
    his.go(base + "vaihe/tiedanko/")
    expect(his.page.get_by_text("Tavoitteet ovat selvät.")).to_have_count(0)
    hers.go(base + "jaa/")
    hers.page.locator("[name=share-tiedanko]").check()
    hers.page.locator("[name=note-tiedanko]").check()
    expect(hers.page.locator("[data-of=tiedanko] .sheet-text")).to_be_visible()
    hers.axe(hers.page)
    hers.button("Share 1 item").click()
    expect(hers.page.locator(".toast")).to_be_visible()
    hers.axe(hers.page)
    expect(his.page.get_by_text("Tavoitteet ovat selvät.")).to_be_visible()

    # they talk: three lines, an agreement, a date
    his.page.locator('textarea[name="text-tiedanko.works"]').fill("Viikkopalaveri auttaa.")
    his.page.locator("#agreement-new textarea").fill("Muutokset kirjataan taululle")
    his.page.locator("#agreement-new select").select_option("supervisor")
    his.field("By when").fill(in_days(10))
    his.page.locator("#agreement-new button.btn").click()
    expect(his.page.locator("#agreements tbody tr")).to_have_count(1)
    all_saved(his.page)
    his.axe(his.page)
    for step in ("osaanko", "kykenenko", "haluanko", "agreements", "follow-up"):
        his.go(f"{base}vaihe/{step}/")
    his.button("Plan the follow-up").click()
    expect(his.button("Change the time")).to_be_visible()
    his.go(base + "vaihe/memo/")
    hers.go(base + "vaihe/memo/")
    expect(hers.page.get_by_text("Viikkopalaveri auttaa.")).to_be_visible()

    # each confirms in their own sign-in
    press(hers.button("I confirm the memo"))
    hers.axe(hers.page)
    his.go(base + "vaihe/memo/")
    press(his.button("I confirm the memo"))
    expect(his.page.get_by_text(his.words("You have both confirmed the memo."))).to_be_visible()
    his.axe(his.page)
    assert Conversation.objects.get().status == "confirmed"

    # the memo as a PDF
    href = his.link("Memo as a PDF").get_attribute("href")
    answer = his.page.request.get(href)
    assert answer.headers["content-type"] == "application/pdf"
    (tmp_path / "memo.pdf").write_bytes(answer.body())
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "memo.pdf").pages)
    found = [word in text for word in (employee.name, "Viikkopalaveri auttaa.", "Muutokset kirjataan taululle")]
    assert found == [True, True, True]

    # the follow-up comes back to what was agreed
    his.go(f"{base}seuranta/1/")
    hers.go(f"{base}seuranta/1/")
    hers.page.locator(".reviewed").get_by_label(hers.words_in("promise", "Kept")).check()
    all_saved(hers.page)
    his.page.locator(".reviewed textarea").first.fill("Taulu on käytössä")
    expect(hers.page.locator(".reviewed textarea").first).to_have_value("Taulu on käytössä")
    level = hers.page.locator("#mark-tiedanko")
    level.locator(".now label").nth(6).click()
    expect(level.locator(".saved")).to_contain_text(hers.words("Shared %(time)s", time="").strip())
    hers.axe(hers.page)
    his.button("End together").click()
    expect(his.page.locator(".head .chip.amber")).to_be_visible()  # the other may open it again
    his.axe(his.page)
    assert (Agreement.objects.get().outcome, Conversation.objects.get().status) == ("done", "ending")


def test_the_conversation_works_without_javascript(aino, matti, page_for, axe):
    hers = Walker(page_for(aino, java_script_enabled=False, width=390), "fi", lambda page: None)
    his = Walker(page_for(matti, java_script_enabled=False), "fi", lambda page: None)
    his.go("/tiimi/")
    his.page.get_by_role("link", name=aino.name).click()
    his.follow("Invite to a conversation")
    his.page.get_by_label("Mitä kuuluu").check()
    his.field("Day").fill(in_days(1))
    his.field("Time").fill("13")
    press(his.button("Send the suggestion"))
    base = f"/keskustelut/{Conversation.objects.get().pk}/"
    hers.go(base)
    press(hers.button("Suits me"))
    hers.go(base + "vaihe/together/")
    hers.page.locator('textarea[name="text-together.works"]').fill("Porukka on mukava.")
    press(hers.page.locator(".writes-card [data-save] .btn"))
    his.go(base + "vaihe/together/")
    expect(his.page.locator('textarea[name="text-together.works"]')).to_have_value("Porukka on mukava.")
    hers.page.locator('textarea[name="text-together.works"]').fill("Porukka on hyvä.")
    his.page.locator('textarea[name="text-together.works"]').fill("Porukka auttaa.")
    press(hers.page.locator(".writes-card [data-save] .btn"))
    his.page.locator(".writes-card [data-save] .btn").click()
    expect(his.page.locator("[data-sentence] .quote")).to_have_text(["Porukka on hyvä.", "Porukka auttaa."])
    his.button("Keep both").click()
    expect(his.page.locator('textarea[name="text-together.works"]')).to_have_value("Porukka on hyvä. Porukka auttaa.")
    his.go(base + "vaihe/together/")
    his.unfold("More choices: a trial, helps at once, a measure")
    his.link("Open the form").click()
    his.field("What").fill("Kahvihetki perjantaisin")
    his.button("Add an agreement").click()  # by when?
    expect(his.page.locator("#agreement-new textarea")).to_have_value("Kahvihetki perjantaisin")
    his.page.locator("#agreement-new select[name=side]").select_option("supervisor")
    his.field("By when").fill(in_days(10))
    his.page.locator("#agreement-new button.btn").click()
    expect(his.page.locator("#agreements tbody tr")).to_have_count(1)
    for walker in (hers, his):
        walker.go(base + "vaihe/memo/")
        press(walker.button("I confirm the memo"))
    assert Conversation.objects.get().status == "confirmed"


def test_keyboard_alone_reaches_and_does_everything_on_a_step(aino, matti, page_for):
    """From the top of the page with Tab, Space, arrows and Enter only."""
    from vatupassi.conversation import invitations
    from vatupassi.models import Occasion

    conversation = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(hours=1),
        agreed=True,
    )
    page = page_for(matti)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/osaanko/")

    def tab_to(selector: str, most: int = 80) -> None:
        for _press in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                box = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert box != "none" or page.locator(":focus-visible").count() == 1
                return
        raise AssertionError(f"never reached {selector}")

    tab_to('textarea[name="text-osaanko.works"]')
    page.keyboard.type("Erikoisruokavaliot sujuvat")
    tab_to("#agreement-new textarea")
    page.keyboard.type("Kollegan työn seuraaminen")
    tab_to('#agreement-new select[name="side"]')
    page.keyboard.press("ArrowDown")
    tab_to('#agreement-new input[name="due_on"]')
    page.keyboard.type(in_days(14))
    tab_to("#agreement-new button.btn")
    page.keyboard.press("Enter")
    expect(page.locator("#agreements tbody tr")).to_have_count(1)
    assert (Agreement.objects.get().side, Agreement.objects.get().question) == ("supervisor", "osaanko")
