"""The source's whole day in real browsers: made from its template, run to its end, written by three phones at once."""

import pytest
from playwright.sync_api import expect

from rooms import live
from tests.browser.test_rooms import join
from tests.browser.test_verme import written
from tests.browser.waiting import press
from tests.pdfs import text_of
from workshops.models import Agenda, GroupWork, Line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TIMES = ["9.15", "9.45", "10.15", "10.30", "11.30", "12.15", "13.15", "13.30", "14.00", "15.00"]
GROUP = 8  # the place of the group work among the ten rows
LINES = 2  # that each phone writes to each of the four tasks


@pytest.fixture(autouse=True)
def nothing_drawn():
    live.forget()


def test_the_source_day_from_the_template_to_the_results(page_for, axe, matti):
    page = page_for(matti)
    page.goto("/tyopajat/uusi/")
    page.get_by_label("Päivä", exact=True).fill(written(0))
    page.get_by_role("button", name="Tee ohjelma").click()
    page.wait_for_url("**/rakenna/")
    agenda = Agenda.objects.get()
    blocks = list(agenda.blocks.all())
    expect(page.locator("[data-agenda] ol > li .time")).to_have_text(TIMES)
    press(page.get_by_role("button", name="Julkaise"))

    page.goto(f"/tyopajat/osat/{blocks[GROUP].pk}/ryhmatyo/")
    page.get_by_label("Montako ryhmää").fill("2")
    page.get_by_label("vuoden 2016 työpajapäivän neljä tehtävää").check()
    press(page.locator("main form button"))
    press(page.get_by_role("button", name="Avaa huone"))
    axe(page)
    work = GroupWork.objects.get()
    phones = [
        join(page_for(width=390, language=how), work.room, group) for how, group in (("fi", 1), ("sv", 1), ("fi", 2))
    ]

    page.goto(f"/tyopajat/{agenda.pk}/kaynnissa/")
    press(page.locator("#begin"))
    for place, block in enumerate(blocks[: GROUP + 1]):
        expect(page.locator("#run-now")).to_contain_text(block.title)
        if place == 3:
            press(page.locator("#more"))
        if place < GROUP:
            press(page.locator("#next"))
    axe(page)

    said = [write_all(phone, number) for number, phone in enumerate(phones)]  # nobody waits for anybody
    acknowledged = [line for phone, lines in zip(phones, said, strict=True) for line in in_the_list(phone, lines)]
    assert len(acknowledged) == len(set(acknowledged)) == 3 * 4 * LINES
    assert Line.objects.count() == len(acknowledged)

    press(page.locator("#next"))
    expect(page.locator("#run-now")).to_contain_text(blocks[-1].title)
    press(page.locator("#next"))
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "over")
    axe(page)
    page.goto(work.get_absolute_url())
    press(page.get_by_role("button", name="Sulje huone"))
    paper = text_of(page.request.get(f"{work.get_absolute_url()}tulokset.pdf").body())
    assert [line for line in acknowledged if line not in paper] == []
    agenda.refresh_from_db()
    held = list(agenda.blocks.all())
    assert (agenda.ended_at is not None, held[3].extra, [block.ended_at is None for block in held]) == (
        True,
        5,
        [False] * 10,
    )


def write_all(phone, number):
    """Lines to each of the four tasks, one right after the other: what was written."""
    lines = [f"puhelin{number}-{task}-{n}" for n in range(LINES) for task in range(1, 5)]
    for line in lines:
        task = line.split("-")[1]
        phone.locator(f"#new-{task}").fill(line)
        phone.locator(f"#task-{task} form button").click()
    return lines


def in_the_list(phone, lines):
    """Those of the lines that the phone has got back from the server."""
    expect(phone.locator("[data-outbox] li")).to_have_count(0)
    for line in lines:
        expect(phone.locator(".lines .line-text", has_text=line)).to_have_count(1)
    return lines
