"""The two hold a follow-up in two browsers, and each sees what the other saves."""

import datetime
import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.waiting import all_saved, press
from vatupassi.conversation import invitations
from vatupassi.follow_up import actions as follow_ups
from vatupassi.memo import confirmation
from vatupassi.models import Agreement, BoardMark, Conversation, FollowUp, Note, Occasion

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def followed(aino, matti):
    """A confirmed conversation with two agreements, six weeks old; its follow-up is now."""
    conversation = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() - datetime.timedelta(weeks=6),
    )
    day = timezone.localdate()
    Agreement.objects.create(
        conversation=conversation,
        text="Enintään kaksi iltavuoroa peräkkäin",
        side="supervisor",
        question="kykenenko",
        due_on=day,
        helps_now=True,
    )
    Agreement.objects.create(
        conversation=conversation,
        text="Seuraan päivän kollegan tilaustyötä",
        side="employee",
        question="osaanko",
        due_on=day,
        kind="trial",
    )
    for question, now, target in [("tiedanko", 1, 2), ("osaanko", 0, 2), ("kykenenko", -2, 1)]:
        BoardMark.objects.create(conversation=conversation, side="employee", question=question, now=now, target=target)
    follow_ups.plan(conversation, starts_at=timezone.now(), minutes=30)
    for person in (aino, matti):
        confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)
    return Conversation.objects.get(pk=conversation.pk)


def path(conversation, number=1):
    return f"/keskustelut/{conversation.pk}/seuranta/{number}/"


def picture(page, name):
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_the_two_hold_a_follow_up_and_plan_the_next(followed, aino, matti, page_for, axe):
    hers, his = page_for(aino, width=390), page_for(matti)
    for page in (hers, his):
        page.goto(path(followed))
        axe(page)
    evenings = "Enintään kaksi iltavuoroa"
    agreed = his.locator(".reviewed", has_text=evenings)
    agreed.get_by_role("textbox").fill("Vuorolista on muutettu")
    promised = hers.locator(".reviewed", has_text=evenings)
    expect(promised.get_by_role("textbox")).to_have_value("Vuorolista on muutettu")
    promised.get_by_label("Pidettiin").check()
    all_saved(hers)
    hers.locator("#board-tiedanko").get_by_role("link", name="Osaanko?").click()  # one question to a screen
    hers.locator("#board-osaanko").get_by_role("link", name="Kykenenkö?").click()
    expect(hers.locator("#board-kykenenko h3")).to_be_in_viewport()
    hers.locator("#mark-kykenenko .now label").nth(4).click()  # saved by this very act
    expect(hers.locator("#said-kykenenko")).to_contain_text("Jaettu")
    expect(hers.locator("#board-kykenenko h3")).to_be_in_viewport()  # and nothing moves by it
    clear, tube = (hers.locator(f"#board-kykenenko {one}").bounding_box() for one in (".now .unmarked", ".tube"))
    assert clear["y"] + clear["height"] <= tube["y"]  # on the question's line
    expect(hers.locator("#board-haluanko h3")).not_to_be_in_viewport()
    expect(his.locator("#board-kykenenko")).to_contain_text("Aino: hieman plussan puolella")
    for page, name in ((hers, "sitting-390"), (his, "sitting-1280")):
        axe(page)
        picture(page, name)
    his.get_by_role("button", name="Sovi seuranta").click()
    expect(his.locator(".messages, [role=status]").first).to_contain_text("seuraava on sovittu")
    axe(his)
    picture(his, "conversation-1280")
    expect(hers.locator("#finished")).to_be_visible()  # her page turns by itself
    axe(hers)
    picture(hers, "held-390")
    assert [bool(row.held_at) for row in FollowUp.objects.all()] == [True, False]
    assert Agreement.objects.first().outcome == "done"
    hers.goto(path(followed, 2))
    axe(hers)
    picture(hers, "second-390")


def test_without_scripts_in_swedish(followed, aino, matti, page_for, axe):
    page = page_for(aino, language="sv", width=390, java_script_enabled=False)
    page.goto(path(followed))
    picture(page, "sitting-sv-390")
    first = page.locator(".reviewed").first
    first.get_by_label("Hölls").check()
    first.get_by_role("textbox").fill("Det fungerar")
    press(page.get_by_role("button", name="Spara", exact=True).first)
    assert Agreement.objects.first().outcome == "done"
    assert Note.objects.exclude(slot="follow-up.1.word").latest("edited_at").text.open(aino) == "Det fungerar"
    page.locator("#mark-haluanko .now label").nth(5).click()
    press(page.locator("#mark-haluanko").get_by_role("button", name="Markera och dela"))
    assert BoardMark.objects.get(sitting=1).now == 2
    page = page_for(matti, language="sv")
    page.goto(f"/keskustelut/{followed.pk}/")
    axe(page)
    picture(page, "conversation-sv-1280")


def test_the_step_where_a_follow_up_is_planned(aino, matti, page_for, axe):
    conversation = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now(),
    )
    page = page_for(aino, width=390)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/follow-up/")
    axe(page)
    picture(page, "step-390")
    page.get_by_role("textbox", name="Päivä").fill("31.2.2027")
    page.get_by_role("button", name="Sovi seuranta").click()
    expect(page.locator(".summary")).to_contain_text("31.2.2027")
    axe(page)
    picture(page, "step-error-390")
    day = timezone.localdate() + datetime.timedelta(days=42)
    page.get_by_role("textbox", name="Päivä").fill(f"{day.day}.{day.month}.{day.year}")
    page.get_by_role("button", name="Sovi seuranta").click()
    expect(page.get_by_role("button", name="Seurantaa ei tarvita")).to_be_visible()
    axe(page)
    picture(page, "step-planned-390")
