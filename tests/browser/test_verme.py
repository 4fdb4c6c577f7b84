"""Verme's pages in a real browser; a whole season: test_season.py."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.models import User
from tests import demo_copy
from tests.browser.waiting import press
from tests.verme.conftest import enter, make_group, make_season
from verme.models import Kooste, Season, Session, SignUp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page) -> None:
    """Nothing is wider than the screen."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def at_widths(page, axe, widths) -> None:
    """The page fits and, in Finnish, is accessible, as it was opened at the first width and when the window is another.

    In the other languages only the length of the words is another; test_every_page.py looks there.
    """
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        fits(page)
        if page.locator("html").get_attribute("lang") == "fi":
            axe(page)


def written(days):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return f"{day.day}.{day.month}.{day.year}"


def test_dragging_a_name_does_what_the_select_does(page_for, sari, aino, johanna):
    season = make_season()
    one, other = make_group(season, name="A"), make_group(season, name="B")
    row = enter(season, aino, one)
    enter(season, johanna, one)
    page = page_for(sari)
    page.goto(f"/verme/kaudet/{season.pk}/koonti/")
    card = page.locator(f'[data-person="{row.pk}"]')
    card.locator(".strong").first.drag_to(page.locator(f'[data-seat="{other.pk}"]'))
    page.locator(f'[data-seat="{other.pk}"] [data-person="{row.pk}"].moves').wait_for()  # the server has looked at it
    select = page.locator(f'[name="to-{row.pk}"]')
    assert select.input_value() == str(other.pk)
    select.focus()
    select.select_option("")  # as the keyboard does it
    page.locator(f'[data-seat=""] [data-person="{row.pk}"].moves').wait_for()
    expect(select).to_be_focused()
    select.select_option(str(other.pk))
    page.locator(f'[data-seat="{other.pk}"] [data-person="{row.pk}"].moves').wait_for()
    press(page.get_by_role("button", name="Tallenna paikat"))
    assert SignUp.objects.get(pk=row.pk).group == other


@pytest.mark.parametrize(("language", "widths"), [("fi", (390, 1280)), ("sv", (1280, 390))])
def test_every_page_fits_and_is_accessible(page_for, axe, language, widths):
    demo_copy.load()
    people = {name: User.objects.get(username=name) for name in ("aino", "otto", "sari", "leena")}
    running, call = Season.objects.get(state="running"), Season.objects.get(state="call")
    held = Session.objects.filter(group__season=running).exclude(theme="").last()
    kooste = Kooste.objects.get(session__group__season=running)
    group = held.group
    pages = {
        "aino": ["/verme/", f"/verme/kutsut/{call.pk}/", group.get_absolute_url(), held.get_absolute_url()],
        "leena": ["/verme/", f"/verme/kutsut/{call.pk}/", "/verme/menetelmat/", "/verme/menetelmat/statues/"],
        "otto": [
            *(group.get_absolute_url(), held.get_absolute_url(), f"{group.get_absolute_url()}ajat/"),
            *(f"{held.get_absolute_url()}#before", f"{held.get_absolute_url()}#now"),
            f"{held.get_absolute_url()}muokkaa/",
        ],
        "sari": [
            *("/verme/kaudet/", f"/verme/kaudet/{running.pk}/", f"/verme/kaudet/{call.pk}/"),
            *(f"/verme/kaudet/{call.pk}/koonti/", f"/verme/kaudet/{running.pk}/koosteet/", "/verme/mentorit/"),
            kooste.get_absolute_url(),
        ],
    }
    for name, addresses in pages.items():
        page = page_for(people[name], language=language)
        for address in addresses:
            page.set_viewport_size({"width": widths[0], "height": 844})
            page.goto(address)
            at_widths(page, axe, widths)
