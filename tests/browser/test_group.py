"""A group VatuPassi as it costs a phone and the one who leads: pages, taps, fields; and the wall fills its screen."""

import pytest
from playwright.sync_api import expect

from rooms import live, tokens
from tests.browser.counted import Counted
from tests.browser.levels import mark
from tests.browser.waiting import at_rest
from vatupassi.group import actions as group
from vatupassi.models import GroupSession

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("tiedanko", "osaanko", "kykenenko", "haluanko")


@pytest.fixture(autouse=True)
def nothing_drawn():
    live.forget()


def others(session, count):
    for number in range(count):
        group.mark(session, tokens.read(tokens.make(session.room_id)), dict.fromkeys(NAMES, number % 3))


def test_what_a_group_costs_a_phone(matti, page_for, axe):
    """From the QR picture to the result: the code and nothing else is asked, four taps and one Lähetä."""
    session = group.begin("Keittiön tiimi", by=matti)
    others(session, 4)
    phone = Counted(page_for(width=390))
    phone.begin(f"/huone/{session.room.code}/")
    phone.click(phone.page.get_by_role("button", name="Liity"))
    send = phone.page.get_by_role("button", name="Lähetä")
    for tube in (phone.page.locator(".gv-marks .tube").first, phone.page.locator(".gv-marks .tube").last, send):
        expect(tube).to_be_in_viewport(ratio=1)  # four levels on one screen, and the one button
    for name, value in zip(NAMES, (1, 2, 0, 3), strict=True):
        mark(phone.page, f"{name}-now", value)
        phone.clicks += 1
    axe(phone.page)
    phone.click(send)
    expect(phone.page.get_by_role("heading", name="Odotetaan muita")).to_be_visible()
    expect(phone.page.locator(".gv-sent")).to_have_text("5 on lähettänyt, 1 mukana.")
    axe(phone.page)
    group.reveal(session, shown=True)
    expect(phone.page.get_by_role("heading", name="Missä me olemme?")).to_be_visible()
    expect(phone.page.locator(".group-bubble")).to_have_count(20)
    expect(phone.page.locator(".gv-heaps li").first).to_be_in_viewport()
    expect(phone.page.get_by_role("button", name="Älä paljasta")).to_be_hidden()
    axe(phone.page)
    assert phone.cost == {"pages": 2, "clicks": 6, "fields": 0}


def test_what_a_group_costs_the_one_who_leads(matti, page_for):
    lead = Counted(page_for(matti))
    lead.begin()
    lead.click(lead.page.get_by_role("link", name="Työpajat").first)
    lead.click(lead.page.locator('main a[href="/ryhma-vatupassi/"]').first)
    lead.fill(lead.page.locator("#id_title"), "Keittiön tiimi")
    lead.click(lead.page.get_by_role("button", name="Avaa huone"))
    reveal = lead.page.get_by_role("button", name="Paljasta merkinnät")
    expect(reveal).to_have_class("btn ghost")
    others(GroupSession.objects.get(), 5)
    expect(reveal).to_have_class("btn")  # the one primary thing, now that five have marked
    lead.click(reveal)
    expect(lead.page.locator(".group-bubble")).to_have_count(20)
    assert lead.cost == {"pages": 4, "clicks": 4, "fields": 1}


def test_a_stop_shows_on_no_screen_before_something_would_be_shown(matti, page_for):
    session = group.begin("Keittiön tiimi", by=matti)
    others(session, 4)
    phone, screen = page_for(width=390), page_for(matti)
    screen.goto(f"{session.get_absolute_url()}valkokangas/")
    phone.goto(f"/huone/{session.room.code}/")
    phone.get_by_role("button", name="Liity").click()
    mark(phone, "tiedanko-now", 1)
    phone.get_by_role("button", name="Lähetä").click()
    expect(screen.locator(".gv-sent")).to_have_text("5 on lähettänyt, 1 mukana.")
    phone.get_by_role("button", name="Älä paljasta").click()
    expect(phone.get_by_role("button", name="Peru")).to_be_visible()
    group.reveal(session, shown=True)
    for page in (phone, screen):
        expect(page.get_by_role("heading", name="Merkintöjä ei näytetä")).to_be_visible()
    assert screen.locator(".group-bubble").count() == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_what_comes_while_one_marks_moves_and_loses_nothing(width, matti, page_for, axe):
    """Others come, send and look at the result already: what is marked stays, and stands where it stood."""
    session = group.begin("Keittiön tiimi", by=matti)
    phone = page_for(width=width)
    phone.goto(f"/huone/{session.room.code}/")
    phone.get_by_role("button", name="Liity").click()
    for name in NAMES[:2]:
        mark(phone, f"{name}-now", 2)
    phone.evaluate("window.sameDocument = true")
    touched = [*phone.locator(".gv-marks .tube").all(), phone.get_by_role("button", name="Lähetä")]
    before = [at_rest(one) for one in touched]
    page_for(width=390).goto(f"/huone/{session.room.code}/")
    others(session, 5)
    group.reveal(session, shown=True)
    expect(phone.get_by_role("link", name="Katso")).to_have_count(1)
    assert [at_rest(one) for one in touched] == before
    assert phone.evaluate("window.sameDocument") is True
    for name in NAMES[:2]:
        expect(phone.locator(f'input[name="{name}-now"][value="2"]')).to_be_checked()
    axe(phone)


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_wall_fills_its_screen(width, matti, page_for, axe):
    session = group.begin("Keittiön tiimi", by=matti)
    others(session, 7)
    wall = page_for(matti)
    wall.set_viewport_size({"width": width, "height": width * 9 // 16})
    wall.goto(f"{session.get_absolute_url()}valkokangas/")
    inside = (".gv-join .qr", ".room-code", ".present")
    for what in inside:
        expect(wall.locator(what)).to_be_in_viewport(ratio=1)
    axe(wall)
    group.reveal(session, shown=True)
    expect(wall.locator(".gv-tubes .drawn")).to_have_count(4)
    for what in (*inside, ".gv-tubes", ".gv-scale"):
        expect(wall.locator(what)).to_be_in_viewport(ratio=1)
    assert wall.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0  # nobody scrolls a wall
    assert wall.locator("nav, header, footer").count() == 0
    assert matti.name not in wall.locator("body").inner_text()
    axe(wall)
