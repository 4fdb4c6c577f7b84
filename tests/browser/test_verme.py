"""Verme in a real browser: HR calls, a member signs up, HR composes and confirms, the mentor leads, HR reads."""

import datetime

import pytest
from django.utils import timezone

from config import demo
from people.models import User
from tests.factories import make_person
from tests.verme.conftest import enter, make_group, make_mentor, make_season
from verme.models import Kooste, Season, Session, SignUp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def written(days):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return f"{day.day}.{day.month}.{day.year}"


def test_from_the_call_to_the_kooste(page_for, axe, sari, aino, library):
    mentor = make_mentor(make_person(name="Maija Mäkelä", username="maija", unit=library))
    hr = page_for(sari)
    hr.goto("/verme/kaudet/")
    hr.get_by_role("link", name="Uusi kausi").click()
    hr.get_by_label("Nimi").fill("Kevät")
    hr.get_by_label("Ensimmäinen päivä").fill(written(0))
    hr.get_by_label("Viimeinen päivä", exact=True).fill(written(150))
    hr.get_by_label("Viimeinen ilmoittautumispäivä").fill(written(10))
    axe(hr)
    hr.get_by_role("button", name="Tallenna").click()
    hr.get_by_role("link", name="Lisää ryhmä").click()
    hr.get_by_label("Nimi").fill("Uudet työntekijät")
    hr.get_by_role("button", name="Tallenna").click()
    hr.get_by_role("button", name="Avaa kutsu").click()
    axe(hr)

    hers = page_for(aino, width=390)
    hers.goto("/")
    hers.get_by_role("link", name="Lue lisää").first.click()
    axe(hers)
    fits(hers)
    hers.get_by_role("button", name="Ilmoittaudu").click()
    assert hers.get_by_role("heading", name="Sinulla on paikka").is_visible()

    hr.get_by_role("link", name="Ryhmien kokoaminen").click()
    hr.get_by_role("link", name="Nimeä mentori").click()
    hr.get_by_label("Mentori", exact=True).select_option(str(mentor.pk))
    hr.get_by_role("button", name="Nimeä", exact=True).click()
    axe(hr)
    hr.get_by_role("link", name="Ryhmien kokoaminen").click()
    axe(hr)
    hr.get_by_label("vaikka alle 6").check()
    hr.get_by_role("button", name="Vahvista").click()

    leads = page_for(mentor.person)
    leads.goto("/verme/")
    leads.get_by_role("link", name="Siirry ryhmään").click()
    leads.get_by_role("link", name="Aloita mallipohjasta").click()
    axe(leads)
    leads.get_by_role("button", name="Tallenna säännöt").click()
    leads.get_by_role("link", name="Suunnittele kokoontuminen").click()
    leads.get_by_label("Päivä").fill(written(7))
    leads.get_by_label("Kellonaika", exact=True).fill("13")
    leads.get_by_label("Teema (").fill("Palautuminen")
    axe(leads)
    leads.get_by_role("button", name="Tallenna").click()

    hers.goto("/verme/")
    hers.get_by_role("link", name="Siirry ryhmään").click()
    hers.get_by_role("button", name="Hyväksyn pelisäännöt").click()
    axe(hers)
    fits(hers)
    session = Session.objects.get()
    Session.objects.update(starts_at=timezone.now() - datetime.timedelta(hours=1))  # the day has come
    hers.goto(session.get_absolute_url())
    hers.get_by_label("Idea", exact=True).fill("Taukohuone puhelimilta rauhoitetuksi")
    hers.get_by_role("button", name="Kysy ryhmältä").click()
    hers.get_by_role("button", name="Kyllä, vie eteenpäin").click()
    axe(hers)
    fits(hers)

    leads.goto(session.get_absolute_url())
    leads.get_by_role("button", name="Aino Virtanen").click()
    leads.get_by_label("Menetelmäkortti").select_option("colours")
    leads.get_by_role("button", name="Poimi suunnitelmaan").click()
    axe(leads)
    leads.get_by_role("link", name="Päiväkirjani").click()
    axe(leads)
    leads.goto(session.get_absolute_url())
    leads.get_by_role("link", name="Kooste HR:lle").click()
    axe(leads)
    leads.get_by_role("button", name="Hyväksy kooste").click()
    kooste = Kooste.objects.get()
    assert (kooste.present, kooste.ideas) == (["Virtanen Aino"], ["Taukohuone puhelimilta rauhoitetuksi"])

    hr.goto(f"/verme/kaudet/{Season.objects.get().pk}/koosteet/")
    assert "Palautuminen" in hr.inner_text("main")
    axe(hr)


def test_dragging_a_name_does_what_the_select_does(page_for, sari, aino, johanna):
    season = make_season()
    one, other = make_group(season, name="A"), make_group(season, name="B")
    row = enter(season, aino, one)
    enter(season, johanna, one)
    page = page_for(sari)
    page.goto(f"/verme/kaudet/{season.pk}/koonti/")
    page.locator(f'[data-person="{row.pk}"]').drag_to(page.locator(f'[data-seat="{other.pk}"]'))
    assert page.locator(f'[name="to-{row.pk}"]').input_value() == str(other.pk)
    page.get_by_role("button", name="Tallenna paikat").click()
    page.wait_for_load_state()
    assert SignUp.objects.get(pk=row.pk).group == other


@pytest.mark.parametrize(("language", "width"), [("fi", 390), ("sv", 1280), ("sv", 390), ("fi", 1280)])
def test_every_page_fits_and_is_accessible(page_for, axe, language, width):
    demo.load()
    people = {name: User.objects.get(username=name) for name in ("aino", "otto", "sari", "leena")}
    held = Session.objects.exclude(theme="").last()
    kooste = Kooste.objects.get()
    running, call = Season.objects.get(state="running"), Season.objects.get(state="call")
    group = held.group
    pages = {
        "aino": ["/verme/", f"/verme/kutsut/{call.pk}/", group.get_absolute_url(), held.get_absolute_url()],
        "leena": ["/verme/", f"/verme/kutsut/{call.pk}/", "/verme/menetelmat/", "/verme/menetelmat/statues/"],
        "otto": [
            *(group.get_absolute_url(), held.get_absolute_url(), f"{group.get_absolute_url()}ajat/"),
            *(f"{held.get_absolute_url()}kooste/", f"{held.get_absolute_url()}muokkaa/"),
        ],
        "sari": [
            *("/verme/kaudet/", f"/verme/kaudet/{running.pk}/", f"/verme/kaudet/{call.pk}/"),
            *(f"/verme/kaudet/{call.pk}/koonti/", f"/verme/kaudet/{running.pk}/koosteet/", "/verme/mentorit/"),
            kooste.get_absolute_url(),
        ],
    }
    for name, addresses in pages.items():
        page = page_for(people[name], language=language, width=width)
        for address in addresses:
            page.goto(address)
            axe(page)
            fits(page)
