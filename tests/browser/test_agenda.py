"""Workshops in a real browser: built by keyboard and by drag, published, signed up for, run on two screens."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.models import User
from tests import demo_copy
from tests.browser.test_verme import at_widths, fits, written
from tests.browser.waiting import press
from tests.workshops.conftest import make_agenda, titles
from workshops.models import Agenda, Block

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def named(what, title):
    """A button's name with its hidden part, which browsers set apart."""
    return re.compile(rf"{what} ?: {re.escape(title)}")


def begins(page, *found, what="strong"):
    """The programme as the builder shows it begins with these titles, or ``what="time"``."""
    for place, text in enumerate(found):
        expect(page.locator(f"[data-agenda] ol > li .{what}").nth(place)).to_have_text(text)


def test_a_programme_by_keyboard_alone(page_for, axe, matti, aino):
    page = page_for(matti)
    page.goto("/tyopajat/")
    axe(page)
    page.get_by_role("link", name="Tee ohjelma").first.press("Enter")
    page.get_by_label("Päivä", exact=True).fill(written(9))
    page.get_by_label("Yksikkökokous").focus()
    page.keyboard.press("Space")
    axe(page)
    page.get_by_role("button", name="Tee ohjelma").press("Enter")
    page.wait_for_url("**/rakenna/")
    begins(page, "Avaus", "Mitä uutta")
    expect(page.locator("[data-agenda] ol > li .time")).to_have_text(["9.00", "9.05", "9.20", "9.35", "9.50"])
    axe(page)

    down = page.get_by_role("button", name="Siirrä alemmas: Avaus")
    down.focus()
    page.keyboard.press("Enter")
    page.locator("#said", has_text="Avaus: kohta 2/5, alkaa klo 9.15.").wait_for()
    begins(page, "Mitä uutta", "Avaus")
    expect(page.locator(":focus")).to_have_id(re.compile("^down-"))  # the keyboard stays where it was
    page.keyboard.press("Enter")
    page.locator("#said", has_text="Avaus: kohta 3/5").wait_for()
    axe(page)

    minutes = page.get_by_label("Minuuttia: Mitä uutta")
    minutes.fill("20")
    minutes.press("Tab")
    page.locator("#said", has_text="1 uusi pituus.").wait_for()
    begins(page, "9.00", "9.20", what="time")

    page.get_by_text("Muut toiminnot: Mitä uutta").click()
    page.get_by_role("button", name=named("Poista", "Mitä uutta")).press("Enter")
    page.locator("#said", has_text="Poistettu: Mitä uutta").wait_for()
    page.reload()
    page.get_by_role("button", name="Palauta: Mitä uutta").press("Enter")
    page.locator("#said", has_text="Valmis").wait_for()
    expect(page.locator("[data-agenda] ol > li .strong")).to_have_text(titles(Agenda.objects.get()))

    page.get_by_label("Otsikko").fill("Kahvi")
    page.get_by_label("Tyyppi").select_option("break")
    page.get_by_role("button", name="Lisää loppuun").press("Enter")
    page.get_by_text("Lisätty: Kahvi").wait_for()
    page.get_by_role("link", name=named("Muokkaa", "Kahvi")).press("Enter")
    page.get_by_text("Kiinteä kellonaika").click()
    page.get_by_label("Alkaa tasan").fill("9.30")
    axe(page)
    page.get_by_role("button", name="Tallenna", exact=True).press("Enter")
    page.wait_for_url("**/rakenna/*")
    page.get_by_text("edellinen ylittää aikansa").wait_for()
    axe(page)
    page.get_by_role("button", name="Julkaise").press("Enter")
    page.get_by_text("Ohjelma on julkaistu.").wait_for()
    axe(page)

    hers = page_for(aino, width=390)
    hers.goto(f"/tyopajat/{Agenda.objects.get().pk}/")
    axe(hers)
    fits(hers)


def test_dragging_does_what_the_buttons_do(page_for, matti):
    agenda = make_agenda(matti)
    first, second, third, *_rest = titles(agenda)
    page = page_for(matti)
    page.goto(f"/tyopajat/{agenda.pk}/rakenna/")
    grips = page.locator("[data-grip]")
    grips.nth(0).hover()
    page.mouse.down()
    box = page.locator("[data-agenda] ol > li").nth(2).bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 4, steps=8)
    page.mouse.up()
    page.locator("#said", has_text=f"{first}: kohta 3/10").wait_for()
    assert titles(agenda)[:3] == [second, third, first]
    begins(page, second, third, first)
    page.get_by_role("button", name=f"Kumoa siirto: {first}").click()
    page.locator("#said", has_text="Valmis").wait_for()
    assert titles(agenda)[:3] == [first, second, third]


def test_two_who_reorder_at_once(page_for, matti, sari):
    agenda = make_agenda(matti)
    agenda.facilitatings.create(person=sari)
    first, second, *_rest = titles(agenda)
    his, hers = page_for(matti), page_for(sari)
    for page in (his, hers):
        page.goto(f"/tyopajat/{agenda.pk}/rakenna/")
    his.get_by_role("button", name=f"Siirrä alemmas: {first}").click()
    his.locator("#said", has_text="kohta 2/10").wait_for()
    hers.get_by_role("button", name=f"Siirrä alemmas: {second}").click()
    hers.locator("#said", has_text="Joku toinen on muuttanut ohjelmaa sillä välin.").wait_for()
    begins(hers, second, first)
    hers.get_by_role("button", name=f"Siirrä alemmas: {second}").click()
    hers.locator("#said", has_text=f"{second}: kohta 2/10").wait_for()
    assert titles(agenda)[:2] == [first, second]


def test_without_javascript(page_for, matti):
    agenda = make_agenda(matti)
    first, second, *_rest = titles(agenda)
    page = page_for(matti, java_script_enabled=False)
    page.goto(f"/tyopajat/{agenda.pk}/rakenna/")
    page.get_by_role("button", name=f"Siirrä alemmas: {first}").click()
    begins(page, second, first)
    page.get_by_label(f"Minuuttia: {second}").fill("45")
    page.get_by_role("button", name="Tallenna pituudet").last.click()
    begun = timezone.localtime(agenda.starts_at)
    begins(page, f"{begun:%-H.%M}", f"{begun + datetime.timedelta(minutes=45):%-H.%M}", what="time")
    page.goto(f"/tyopajat/{agenda.pk}/kaynnissa/")
    page.get_by_role("button", name="Aloita tilaisuus").click()
    expect(page.get_by_text("45 min jäljellä")).to_be_visible()


def test_the_day_on_a_phone_and_on_a_projector(page_for, axe, matti, aino):
    agenda = make_agenda(matti, state="published", starts_at=timezone.now())
    first, second, third, *_rest = titles(agenda)
    phone, wall = page_for(matti, width=390), page_for(aino)
    phone.goto(f"/tyopajat/{agenda.pk}/kaynnissa/")
    wall.goto(f"/tyopajat/{agenda.pk}/nyt/?wall=1")
    axe(phone)
    axe(wall)
    phone.get_by_role("button", name="Aloita tilaisuus").click()
    phone.get_by_text("30 min jäljellä").wait_for()
    axe(phone)
    fits(phone)
    wall.locator(".projector", has_text=first).get_by_text("30 min jäljellä").wait_for()
    axe(wall)
    phone.get_by_role("button", name="+5 min").click()
    wall.get_by_text("35 min jäljellä").wait_for()
    for width, height in ((1280, 720), (1920, 1080)):  # it fills a projector, and nothing scrolls there
        wall.set_viewport_size({"width": width, "height": height})
        assert wall.evaluate("document.documentElement.scrollHeight") == height
    phone.get_by_role("button", name=named("Ohita", second)).click()
    wall.locator(".next-up", has_text=third).wait_for()
    phone.locator("#next").click()
    wall.locator(".now-title", has_text=third).wait_for()

    # late: the words change by themselves, the server's clock counts
    Block.objects.filter(agenda=agenda, title=third, started_at__isnull=False).update(
        started_at=timezone.now() - datetime.timedelta(minutes=17)
    )
    Agenda.objects.update(version=99)
    wall.get_by_text("2 min yli ajan").wait_for()
    axe(wall)

    # the phone sleeps, the day goes on from another machine, the phone wakes and catches up
    other = page_for(matti)
    other.goto(f"/tyopajat/{agenda.pk}/kaynnissa/")
    press(other.locator("#next"))
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.locator(".run .now-title", has_text=titles(agenda)[3]).wait_for()
    other.get_by_text("Päätä tilaisuus kesken").click()
    other.get_by_role("button", name="Päätä tilaisuus nyt").click()
    wall.get_by_text("Kiitos tästä päivästä").wait_for()
    axe(wall)


def test_a_clock_that_is_wrong_shows_the_time_right(page_for, matti):
    agenda = make_agenda(matti, state="published", starts_at=timezone.now())
    page = page_for(matti, width=390)
    page.clock.install(time=datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=3))
    page.goto(f"/tyopajat/{agenda.pk}/kaynnissa/")
    press(page.get_by_role("button", name="Aloita tilaisuus"))
    page.get_by_text("30 min jäljellä").wait_for()
    page.wait_for_load_state()  # the module has taken the server's clock
    page.clock.fast_forward("10:00")
    page.get_by_text("20 min jäljellä").wait_for()


@pytest.mark.parametrize(("language", "widths"), [("fi", (390, 1280)), ("sv", (1280, 390))])
def test_every_page_fits_and_is_accessible(page_for, axe, language, widths):
    demo_copy.load()
    people = {name: User.objects.get(username=name) for name in ("aino", "matti", "sari", "otto")}
    coming = Agenda.objects.get(takes_sign_ups=True)
    today, draft = Agenda.objects.get(begun_at__isnull=False, ended_at=None), Agenda.objects.get(state="draft", host="")
    over = Agenda.objects.get(ended_at__isnull=False)
    talk = coming.blocks.get(position=5)
    own = [
        f"/tyopajat/{coming.pk}/{path}" for path in ("", "rakenna/", "muokkaa/", "osallistujat/", "kaynnissa/", "osa/")
    ]
    pages = {
        "aino": ["/tyopajat/", coming.get_absolute_url(), f"/tyopajat/{today.pk}/nyt/"],
        "matti": [f"/tyopajat/{today.pk}/kaynnissa/", f"/tyopajat/{draft.pk}/rakenna/", "/tyopajat/uusi/"],
        "sari": ["/tyopajat/vetajat/", *own, f"/tyopajat/osat/{talk.pk}/"],
        "otto": ["/tyopajat/"],
    }
    leader = over.facilitatings.get().person.username
    people.setdefault(leader, User.objects.get(username=leader))
    pages.setdefault(leader, []).append(f"/tyopajat/{over.pk}/kaynnissa/")  # what was planned and what happened
    for name, addresses in pages.items():
        page = page_for(people[name], language=language)
        for address in addresses:
            page.set_viewport_size({"width": widths[0], "height": 844})
            page.goto(address)
            for fold in page.locator("main details").all()[:3]:
                fold.evaluate("one => one.open = true")
            at_widths(page, axe, widths)
