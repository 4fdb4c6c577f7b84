"""The employee gives the memo to somebody she trusts, and what was agreed to a new supervisor: in a real browser."""

import datetime
import os

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.models import SupervisionLine
from tests.factories import make_line, make_person
from tests.people_fixtures import with_second_step
from vatupassi.conversation import invitations
from vatupassi.memo import confirmation
from vatupassi.models import Agreement, Occasion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def confirmed(aino, matti):
    made = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() - datetime.timedelta(days=1),
    )
    due = timezone.localdate() + datetime.timedelta(days=9)
    Agreement.objects.create(conversation=made, text="Enintään kaksi iltavuoroa", side="supervisor", due_on=due)
    for person in (aino, matti):
        confirmation.confirm(made, by=person, text_revision=made.text_revision)
    return made


def look(page, name):
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390)])
def test_the_memo_is_read_by_somebody_trusted(language, width, confirmed, aino, matti, stranger, page_for, axe):
    hers = page_for(aino, language, width)
    hers.goto(f"/keskustelut/{confirmed.pk}/avaa/")
    axe(hers)
    hers.locator("#q").fill("vieras")
    hers.locator("#q").press("Enter")
    hers.get_by_label("Outi Vieras").check()
    axe(hers)
    look(hers, f"give-{language}-{width}")
    hers.locator("form[action*=luotetulle] .btn").click()
    hers.wait_for_url("**#trusted")
    expect(hers.locator("#trusted")).to_contain_text("Outi Vieras")
    axe(hers)
    look(hers, f"given-{language}-{width}")
    theirs = page_for(stranger, language, width)
    theirs.goto("/")
    theirs.locator(".rows a", has_text="Aino Virtanen").click()
    expect(theirs.locator(".mp-frame")).to_contain_text("Enintään kaksi iltavuoroa")
    axe(theirs)
    look(theirs, f"read-{language}-{width}")
    his = page_for(matti, language, width)
    his.goto(f"/keskustelut/{confirmed.pk}/vaihe/memo/")
    assert "Outi" not in his.content()
    look(his, f"his-{language}-{width}")


def test_a_new_supervisor_is_given_what_was_agreed_in_one_press(confirmed, aino, matti, kitchen, page_for, axe):
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    later = with_second_step(make_person(name="Uusi Esihenkilö", unit=kitchen))
    make_line(unit=kitchen, supervisor=later)
    hers = page_for(aino, width=390)
    hers.goto(f"/keskustelut/{confirmed.pk}/")
    axe(hers)
    hers.get_by_role("button", name="Anna vain sovitut asiat").dblclick()
    expect(hers.locator("#changed")).to_contain_text("Uusi Esihenkilö")
    look(hers, "agreed-390")
    his = page_for(later)
    his.goto("/")
    his.locator(".rows a", has_text="Aino Virtanen").click()
    expect(his.locator("main")).to_contain_text("Enintään kaksi iltavuoroa")
    axe(his)
    look(his, "agreed-1280")
