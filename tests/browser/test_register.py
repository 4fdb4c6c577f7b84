"""HR keeps the register in a real browser: finding, many at once, the tree, what files brought, a long list."""

import pytest
from playwright.sync_api import expect

from core.models import Mail
from people.models import RosterRun, SupervisionLine, User
from tests.browser.waiting import press
from tests.factories import make_line, make_person, make_unit
from tests.jobs import run_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEWS = [("fi", 1280), ("sv", 390), ("en", 390)]


def look(page, axe):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.fixture
def team(kitchen, matti, aino):
    """Some people of the kitchen, who have not come in yet."""
    return [make_person(unit=kitchen, name=f"Maija Mäki{number}") for number in range(3)]


@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_finding_sorting_and_moving_many(page_for, axe, sari, team, streets, language, width):
    page = page_for(sari, language=language, width=width)
    page.goto("/ihmiset/")
    if width < 700:
        page.locator(".filters-fold summary").click()
    page.locator("#q").fill("mäki")
    page.locator("#place").fill("ruoka")
    page.locator(".people-filters button").click()
    expect(page.locator(".people-table tbody tr")).to_have_count(3)
    look(page, axe)
    if width > 700:
        page.locator(".people-table th[aria-sort=none] a").first.click()
        expect(page.locator(".people-table th[aria-sort=ascending]")).to_have_count(1)
    for box in page.locator("input[name=p]").all()[:2]:
        box.check()
    look(page, axe)
    page.locator("button[name=do][value=move]").click()
    expect(page.locator(".names li")).to_have_count(2)
    look(page, axe)
    page.locator("#unit_to").select_option(str(streets.pk))
    press(page.locator("main form.card button.btn"))
    expect(page.locator(".people-table")).to_be_visible()
    assert User.objects.filter(unit=streets, last_name__startswith="Mäki").count() == 2


@pytest.mark.parametrize(("language", "width"), VIEWS)
@pytest.mark.parametrize("act", ["invite", "letters", "end"])
def test_the_other_acts_say_whom_they_leave_out(page_for, axe, sari, team, johanna, act, language, width):
    page = page_for(sari, language=language, width=width)
    people = "&".join(f"p={person.pk}" for person in (*team, johanna, sari))
    page.goto(f"/ihmiset/monta/?do={act}&{people}")
    expect(page.locator(".left-out dt").first).to_be_visible()
    look(page, axe)


@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_one_supervisor_for_many_units(page_for, axe, sari, matti, aino, kotikunta, kitchen, language, width):
    """From the tree, found by who leads; a day that is over comes back with what was typed."""
    below = make_unit(name="Keskuskeittiö", parent=kitchen)
    make_line(unit=below, supervisor=matti)
    new = make_person(name="Liisa Laakso", unit=kotikunta)
    page = page_for(sari, language=language, width=width)
    page.goto("/ihmiset/yksikot/")
    look(page, axe)
    page.locator("#q").fill(matti.last_name)
    page.locator("[role=search] button").click()
    boxes = page.locator("input[name=u]")
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        box.check()
    look(page, axe)
    page.locator(".people-bulk button").click()
    expect(page.locator("main form.card li", has_text=below.name)).to_be_visible()
    look(page, axe)
    page.locator("#id_supervisor").fill("Laakso")
    expect(page.locator(f"input[name=supervisor-which][value='{new.pk}']")).to_be_checked()
    page.locator("#id_starts_on").fill("1.1.2020")
    press(page.locator("main form.card .actions button.btn"))
    expect(page.locator("#id_starts_on")).to_have_value("1.1.2020")
    look(page, axe)
    page.locator("#id_starts_on").fill("tänään" if language == "fi" else "i dag" if language == "sv" else "today")
    press(page.locator("main form.card .actions button.btn"))
    expect(page.locator(".tree")).to_be_visible()
    led = SupervisionLine.objects.live().filter(supervisor=new).values_list("unit", flat=True)
    assert set(led) == {kitchen.pk, below.pk}
    assert Mail.objects.filter(kind="supervisor_changed", to=aino).exists()


@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_a_branch_of_a_large_tree_comes_when_it_is_opened(page_for, axe, sari, kitchen, monkeypatch, language, width):
    """By the keyboard: what is ticked stays ticked, and the focus where it was. Nothing is fetched twice."""
    monkeypatch.setattr("people.unit.views.ALL_OPEN", 2)
    below = make_unit(name="Keskuskeittiö", parent=kitchen)
    page = page_for(sari, language=language, width=width)
    page.goto("/ihmiset/yksikot/")
    page.wait_for_function("window.htmx")
    page.locator(f"input[name=u][value='{kitchen.pk}']").check()
    branch = page.locator(f"details:has(> #below-{kitchen.pk})")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    branch.locator("summary").focus()
    for _again in range(3):
        page.keyboard.press("Enter")
    expect(branch.locator(f"input[name=u][value='{below.pk}']")).to_be_visible()
    assert len(asked) == 1
    expect(branch.locator("summary")).to_be_focused()
    expect(page.locator(f"input[name=u][value='{kitchen.pk}']")).to_be_checked()
    look(page, axe)


def test_a_branch_of_a_large_tree_without_a_script(page_for, sari, kitchen, monkeypatch):
    monkeypatch.setattr("people.unit.views.ALL_OPEN", 2)
    below = make_unit(name="Keskuskeittiö", parent=kitchen)
    page = page_for(sari, java_script_enabled=False)
    page.goto("/ihmiset/yksikot/")
    page.locator(f"details:has(> #below-{kitchen.pk}) summary").click()
    page.locator(f"#below-{kitchen.pk} a").click()
    expect(page.locator(f"input[name=u][value='{below.pk}']")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_what_files_have_brought(page_for, axe, sari, language, width):
    page = page_for(sari, language=language, width=width)
    page.goto("/ihmiset/tuonti/aiemmat/")
    look(page, axe)
    for outcome in RosterRun.Outcome:
        counts = {"new": 3, "changed": 2, "ended": 1}
        RosterRun.objects.create(by=sari, file="henkilosto-vuosi-2026-marraskuu.csv", outcome=outcome, counts=counts)
    page.reload()
    expect(page.get_by_text("henkilosto-vuosi-2026-marraskuu.csv").first).to_be_visible()
    look(page, axe)


@pytest.mark.parametrize(("language", "width"), VIEWS)
def test_a_long_list_as_a_file(page_for, axe, sari, team, monkeypatch, language, width):
    monkeypatch.setattr("people.register.views.MOST_IN_SHEET", 1)
    page = page_for(sari, language=language, width=width)
    page.goto("/ihmiset/")
    page.locator("a[href*='luettelo.xlsx']").click()
    expect(page.locator("main form button.btn")).to_be_visible()
    look(page, axe)
    press(page.locator("main form button.btn"))
    expect(page.locator("[role=status]").first).to_be_visible()
    look(page, axe)
    run_jobs()
    page.reload()
    save = page.locator("a[href*='valmis=1']")
    expect(save).to_be_visible()
    look(page, axe)
    with page.expect_download() as got:
        save.click()
    assert got.value.suggested_filename.endswith(".xlsx")
