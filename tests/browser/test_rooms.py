"""A facilitator and three phones in real browsers: group tasks and group VatuPassi, with what goes wrong on phones."""

import re

import pytest
from playwright.sync_api import expect

from rooms import live, tokens
from rooms.models import Room
from tests.browser.levels import mark
from tests.pdfs import text_of
from vatupassi.group import actions as group
from vatupassi.group.models import BATCH
from workshops.models import GroupWork, Line, Task
from workshops.task import actions as acts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LARGER = "one => parseFloat(getComputedStyle(one).fontSize) / parseFloat(getComputedStyle(document.body).fontSize)"
OFFLINE = re.compile("ERR_INTERNET_DISCONNECTED|Failed to load resource")


@pytest.fixture(autouse=True)
def nothing_drawn():
    live.forget()


@pytest.fixture
def work(matti):
    work = GroupWork.objects.create(title="Iltapäivä", owner=matti)
    acts.set_groups(work, 2)
    for number, title in ((1, "Mikä auttaa?"), (2, "Mikä estää?")):
        Task.objects.create(work=work, number=number, title=title)
    acts.open_room(work, by=matti)
    return work


def join(page, room, group=None):
    """Read the QR picture and join."""
    page.goto(f"/huone/{room.code}/")
    page.locator("main form button").click()
    if group is not None:
        page.locator(".choose .btn").nth(group - 1).click()
    page.wait_for_load_state()  # its script has come: what is written after this waits for a network
    return page


def add(page, text, task=1):
    page.locator(f"#new-{task}").fill(text)
    page.locator(f"#task-{task} form button").click()


def lines(page, within="main"):
    return page.locator(f"{within} .lines .line-text")


def shows(page, *texts, within="main"):
    expect(lines(page, within)).to_have_text(list(texts))


def test_three_phones_write_and_the_facilitator_sees(work, matti, page_for, axe):
    one, two, three = (
        join(page_for(language=language, width=390), work.room, number)
        for number, language in ((1, "fi"), (1, "sv"), (2, "en"))
    )
    owner = page_for(matti)
    owner.goto(work.get_absolute_url())
    add(one, "Ensimmäinen")
    shows(two, "Ensimmäinen")
    add(two, "Andra raden")
    add(three, "Their own")
    shows(one, "Ensimmäinen", "Andra raden")
    shows(owner, "Ensimmäinen", "Andra raden", "Their own")
    shows(three, "Their own")
    for page in (one, two, three, owner):
        axe(page)
    owner.set_viewport_size({"width": 390, "height": 844})
    axe(owner)
    assert owner.evaluate("document.documentElement.scrollWidth") == 390
    screen = page_for(matti, width=1280)
    screen.goto(f"{work.get_absolute_url()}valkokangas/")
    axe(screen)
    add(one, "Kolmas")
    expect(screen.locator("main .line-text")).to_have_text(["Ensimmäinen", "Andra raden", "Kolmas", "Their own"])
    data = owner.request.get(f"{work.get_absolute_url()}tulokset.pdf").body()
    assert [word in text_of(data) for word in ("Ensimmäinen", "Andra raden", "Kolmas", "Their own")] == [True] * 4


def test_the_door_by_its_code(work, page_for, axe):
    page = page_for(width=390, language="sv")
    page.goto("/huone/")
    axe(page)
    page.locator("#code").fill("xxxxxx")
    page.locator("main form button").click()
    expect(page.locator(".error-text")).to_be_visible()
    axe(page)
    page.locator("#code").fill(work.room.spaced_code.lower())
    page.locator("main form button").click()
    expect(page.locator(".choose .btn")).to_have_text(["Grupp 1", "Grupp 2"])
    axe(page)


def test_caret_and_text_stay_while_the_facilitator_toggles(work, matti, page_for):
    phone, owner = join(page_for(width=390), work.room, 1), page_for(matti)
    owner.goto(work.get_absolute_url())
    area = phone.locator("#new-1")
    area.press_sequentially("Puolikas aja")
    area.evaluate("area => area.setSelectionRange(3, 3)")
    owner.get_by_role("button", name="Näytä kaikki listat puhelimilla").click()
    expect(phone.locator("#room-state a")).to_be_visible()
    owner.locator("#task-1").get_by_role("button", name="Sulje tehtävä").click()
    expect(phone.locator("#task-1 .chip")).to_be_visible()
    expect(phone.locator("#task-1 form button")).to_be_disabled()
    expect(area).to_be_focused()
    assert area.evaluate("area => [area.value, area.selectionStart]") == ["Puolikas aja", 3]
    owner.locator("#task-1").get_by_role("button", name="Avaa tehtävä uudelleen").click()
    expect(phone.locator("#task-1 form button")).to_be_enabled()
    phone.locator("#task-1 form button").click()
    shows(phone, "Puolikas aja")


def test_a_line_written_without_a_connection_is_sent_once(work, page_for, browser_problems):
    phone = join(page_for(width=390), work.room, 1)
    phone.context.set_offline(True)
    add(phone, "Hississä kirjoitettu")
    expect(phone.locator("[data-outbox] li")).to_contain_text("Ei yhteyttä")
    assert Line.objects.count() == 0
    phone.context.set_offline(False)
    shows(phone, "Hississä kirjoitettu")
    expect(phone.locator("[data-outbox] li")).to_have_count(0)
    assert Line.objects.count() == 1
    assert [problem for problem in browser_problems if not OFFLINE.search(problem)] == []
    browser_problems.clear()


def test_a_refresh_loses_neither_a_draft_nor_a_waiting_line(work, page_for, browser_problems):
    phone = join(page_for(width=390), work.room, 1)
    phone.route("**/tehtavat/ryhma/1/*/", lambda route: route.abort())
    add(phone, "Odottava")
    phone.locator("#new-1").press_sequentially("Kesken")
    phone.unroute_all()
    phone.reload()
    expect(phone.locator("#new-1")).to_have_value("Kesken")
    shows(phone, "Odottava")
    browser_problems.clear()


def test_what_phones_write_stays_text(work, matti, page_for):
    """As it arrives through the poll, too: the page takes the server's escaped words."""
    phone, other, owner = join(page_for(width=390), work.room, 1), join(page_for(), work.room, 1), page_for(matti)
    owner.goto(work.get_absolute_url())
    text = "<img src=x onerror=alert(1)><b hx-get=/x hx-trigger=load id=task-1>{{ x }}</b>"
    for page in (phone, other, owner):
        page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    add(phone, text)
    for page in (phone, other, owner):
        shows(page, text)
        assert page.locator(".lines img, .lines b").count() == 0


def test_two_phones_edit_the_same_line(work, page_for):
    acts.add_line(Task.objects.get(number=1), work.groups.get(number=1), "Alku", key="x")
    phones = [join(page_for(width=390), work.room, 1) for _phone in range(2)]
    for phone in phones:
        phone.locator(".line-link").click()
        expect(phone.locator("#edit")).to_have_value("Alku")
    for phone, text in zip(phones, ("Ensimmäisen", "Toisen"), strict=True):
        phone.locator("#edit").fill(text)
        phone.get_by_role("button", name="Tallenna").click()
    for phone in phones:
        shows(phone, "Ensimmäisen", "Toisen")
    expect(phones[0].locator(".lines .chip")).to_have_text("kirjoitettu samaan aikaan")


def test_a_phone_without_javascript(work, page_for):
    phone = join(page_for(width=390, java_script_enabled=False), work.room, 1)
    add(phone, "Vanha puhelin")
    shows(phone, "Vanha puhelin")
    phone.locator(".line-link").click()
    phone.locator("#edit").fill("Vanha puhelin muutti")
    phone.get_by_role("button", name="Tallenna").click()
    shows(phone, "Vanha puhelin muutti")


def test_the_facilitators_browser_dies_and_the_groups_go_on(work, matti, page_for):
    phone, owner = join(page_for(width=390), work.room, 1), page_for(matti)
    owner.goto(work.get_absolute_url())
    owner.context.close()
    add(phone, "Jatkuu")
    shows(phone, "Jatkuu")
    again = page_for(matti)
    again.goto(work.get_absolute_url())
    shows(again, "Jatkuu")
    again.get_by_role("button", name="Sulje huone").click()
    expect(phone.locator("#room-state .notice")).to_be_visible()
    assert Room.objects.get().is_open is False


# ---- Group VatuPassi


def mark_all(page, value):
    for name in ("tiedanko", "osaanko", "kykenenko", "haluanko"):
        mark(page, f"{name}-now", value)
    page.locator("form .btn", has_text=re.compile("Lähetä|Skicka|Send")).click()


def test_a_group_marks_and_looks_at_it_together(matti, page_for, axe):
    session = group.begin("Keittiön VatuPassi", by=matti)
    owner, screen = page_for(matti), page_for(matti)
    owner.goto(session.get_absolute_url())
    screen.goto(f"{session.get_absolute_url()}valkokangas/")
    phones = [join(page_for(width=390, language=language), session.room) for language in ("fi", "sv", "fi")]
    axe(phones[1])
    for value, phone in zip((1, 2, 2), phones, strict=True):
        mark_all(phone, value)
    expect(owner.locator("#group-counts dd").first).to_contain_text("3 merkintää")
    for page in (owner, screen, *phones):
        number = page.locator(".present strong")
        expect(number).to_have_text("3")
        assert number.evaluate(LARGER) >= 3
    owner.get_by_role("button", name="Paljasta merkinnät").click()
    expect(owner.locator("#group-levels .say").first).to_contain_text("Liian pieni ryhmä")
    axe(owner)
    for value in (-1, 0):
        mark_all(join(page_for(width=390), session.room), value)
    for page in (owner, screen, phones[0], phones[1]):
        expect(page.locator(".group-bubble")).to_have_count(20)
    owner.locator("#text-together").fill("Puhuimme vuoroista")
    owner.locator("#note-together button").click()
    expect(phones[2].locator("#group-said")).to_contain_text("Puhuimme vuoroista")
    for page in (owner, screen, *phones):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for _phone in range(BATCH):  # ten marks: now the picture may leave the room
        group.mark(session, tokens.read(tokens.make(session.room_id)), {"tiedanko": 1})
    owner.reload()
    owner.get_by_role("button", name="Kysy ryhmältä").click()
    phones[0].get_by_role("link", name="Katso ja vastaa").click()
    axe(phones[0])
    phones[0].get_by_role("button", name="Suostun").click()
    expect(owner.locator("#group-pass")).to_contain_text("1/10 on vastannut")
    axe(owner)


def test_phones_vote_and_the_wall_begins_with_the_most_chosen(work, matti, page_for, axe):
    task, words = work.tasks.get(number=1), ("Kahvi", "Kävely", "Kiitos", "Kummi")
    for number, text in enumerate(words):
        acts.add_line(task, work.groups.get(number=1 + number % 2), text, key=text)
    desk, wall = page_for(matti), page_for(matti)
    phones = [join(page_for(width=390), work.room, 1) for _phone in range(3)]
    desk.goto(work.get_absolute_url())
    wall.goto(f"{work.get_absolute_url()}valkokangas/")
    axe(wall)
    desk.get_by_role("button", name="Äänestä vastauksista").click()
    axe(desk)
    for number, phone in enumerate(phones):
        phone.get_by_role("link", name="Valitse kolme").click()
        phone.wait_for_url("**/aanestys/1/")
        axe(phone)
        for text in words[max(1, number) :]:
            phone.get_by_label(text).check()
        phone.get_by_text("kolme valittu" if number < 2 else "valitse vielä yksi").wait_for()
        expect(phone.get_by_label("Kahvi")).to_be_enabled(enabled=number == 2)  # no fourth
        phone.get_by_role("button", name="Lähetä").click()
        phone.get_by_text("Valintasi on perillä").wait_for()
        axe(phone)
    wall.get_by_text("puhelimella, ilman nimeä.").wait_for()
    expect(wall.locator(".top-chosen")).to_have_count(0)
    desk.get_by_text("3 puhelinta on valinnut.").wait_for()
    desk.get_by_role("button", name="Sulje äänestys").click()
    expect(desk.locator(".top-what b")).to_have_text(["Kiitos", "Kummi", "Kävely"])
    for page in (wall, *phones):
        expect(page.locator(".top-what b")).to_have_text(["Kiitos", "Kummi", "Kävely"])
    axe(wall)
    axe(desk)
    axe(phones[0])
