"""A whole season in a real browser: HR, a mentor and eight members, from the empty list to the certificates."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_verme import fits, written
from tests.browser.waiting import press
from tests.factories import make_person
from tests.pdfs import text_of
from tests.verme.conftest import enter, make_group, make_mentor, make_season
from verme.models import (
    EventSignUp,
    Kooste,
    Membership,
    Reflection,
    RuleAcceptance,
    Season,
    SeasonEvent,
    Session,
    Survey,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IDEA = "Taukohuone puhelimilta rauhoitetuksi"
THOUGHT = "Huomasin, että muutkin väsyvät marraskuussa."


def pdf(page, link):
    """The text of the paper behind a link."""
    return text_of(page.request.get(link.get_attribute("href")).body())


def test_a_season_from_the_call_to_the_certificates(page_for, axe, sari, aino, johanna, library):
    others = [make_person(name=f"Jäsen Numero{n}", username=f"jasen{n}") for n in range(6)]
    people = [aino, johanna, *others]
    mentor = make_mentor(make_person(name="Maija Mäkelä", username="maija", unit=library))

    # HR opens the season and calls
    hr = page_for(sari)
    hr.goto("/verme/kaudet/")
    hr.get_by_role("link", name="Uusi kausi").click()
    hr.get_by_label("Nimi").fill("Kevät")
    hr.get_by_label("Ensimmäinen päivä").fill(written(0))
    hr.get_by_label("Viimeinen päivä", exact=True).fill(written(150))
    hr.get_by_label("Viimeinen ilmoittautumispäivä").fill(written(10))
    axe(hr)
    press(hr.get_by_role("button", name="Tallenna"))
    hr.get_by_label("Nimi: uusi ryhmä").fill("Uudet työntekijät")
    axe(hr)
    press(hr.get_by_role("button", name="Tallenna ja esikatsele"))
    axe(hr)
    press(hr.get_by_role("button", name="Avaa ilmoittautuminen"))
    axe(hr)

    # Eight sign up, on phones
    members = [page_for(person, width=390) for person in people]
    hers = members[0]
    for page in members:
        page.goto("/")
        page.locator(".rows a", has_text="Verme").first.click()
        if page is hers:
            axe(page)
            fits(page)
        page.get_by_role("button", name="Ilmoittaudu").click()
        page.get_by_role("heading", name="Sinulla on paikka").wait_for()

    # HR composes and confirms
    hr.get_by_role("link", name="Ryhmien kokoaminen").click()
    hr.get_by_role("link", name="Nimeä mentori").click()
    hr.get_by_label("Mentori", exact=True).select_option(str(mentor.pk))
    press(hr.get_by_role("button", name="Nimeä", exact=True))
    axe(hr)
    hr.get_by_role("link", name="Ryhmien kokoaminen").click()
    axe(hr)
    press(hr.get_by_role("button", name="Vahvista 1 ryhmä"))
    assert Membership.objects.count() == 8

    # The mentor starts the group: rules, and times to choose from
    leads = page_for(mentor.person)
    leads.goto("/verme/")
    leads.get_by_role("link", name="Siirry ryhmään").click()
    leads.get_by_role("link", name="Aloita mallipohjasta").click()
    axe(leads)
    press(leads.get_by_role("button", name="Tallenna säännöt"))
    leads.get_by_role("link", name="Kysy sopivaa aikaa").click()
    for n, clock in enumerate(("13", "15")):
        leads.locator(f"[name=day{n}]").fill(written(7))
        leads.locator(f"[name=clock{n}]").fill(clock)
    axe(leads)
    press(leads.get_by_role("button", name="Kysy ryhmältä"))

    # Each member accepts the rules and says which time suits; Aino writes what she hopes for
    for page in members:
        page.goto("/verme/")
        page.get_by_role("link", name="Siirry ryhmään").click()
        press(page.get_by_role("button", name="Hyväksyn pelisäännöt"))
        page.get_by_text("Olet hyväksynyt nämä säännöt").wait_for()
        page.get_by_role("checkbox", name="klo 15").check()
        press(page.get_by_role("button", name="Tallenna vastaukseni"))
    assert RuleAcceptance.objects.count() == 9
    hers.get_by_label("Mitä toivon").fill("Että saisi jutella rauhassa.")
    hers.locator("#field-expectation [data-status]", has_text="Tallennettu").wait_for()
    axe(hers)
    fits(hers)

    # The time is chosen and the theme set
    leads.reload()
    leads.get_by_role("group", name="Valitse kaikille yhteinen aika").get_by_label("klo 15").check()
    press(leads.get_by_role("button", name="Valitse ja kerro kaikille"))
    leads.get_by_role("link", name="Muuta aikaa, paikkaa tai kahveja").click()
    leads.get_by_label("Teema (").fill("Palautuminen")
    axe(leads)
    press(leads.get_by_role("button", name="Tallenna"))
    session = Session.objects.get()
    assert timezone.localtime(session.starts_at).hour == 15
    Session.objects.update(starts_at=timezone.now() - datetime.timedelta(hours=1))  # the day has come

    # At the meeting: an idea that all approve, a reflection, who is present, a method
    hers.goto(f"{session.get_absolute_url()}#end")  # on its day another stage is open
    hers.get_by_label("Idea (").fill(IDEA)
    press(hers.get_by_role("button", name="Kysy ryhmältä"))
    hers.get_by_role("button", name="Kyllä, vie eteenpäin").wait_for()
    hers.get_by_label("Mitä otan mukaani").fill(THOUGHT)
    hers.locator("#field-reflection [data-status]", has_text="Tallennettu").wait_for()
    axe(hers)
    fits(hers)
    for page in members:
        if page is not hers:
            page.goto(session.get_absolute_url())
        press(page.get_by_role("button", name="Kyllä, vie eteenpäin"))
        last = page is members[-1]
        answered = page.get_by_text("kaikkien hyväksymä", exact=True)
        (answered if last else page.get_by_role("button", name="Peru kyllä-vastaukseni")).wait_for()
    assert THOUGHT not in members[2].inner_text("main")  # not shown to the group yet
    press(hers.get_by_role("button", name="Näytä ryhmälle"))
    hers.get_by_text("ryhmä näkee tämän").wait_for()
    assert Reflection.objects.get().shown
    leads.goto("/verme/")
    leads.goto(f"{session.get_absolute_url()}#end")
    assert THOUGHT in leads.inner_text("main")
    for person in [*people, mentor.person]:
        leads.get_by_role("button", name=person.list_name).click()
        leads.locator(f'[aria-pressed="true"]:has-text("{person.list_name}")').wait_for()
    leads.get_by_role("navigation", name="Kokoontumisen vaiheet").get_by_text("Ennen").click()
    leads.locator("#pick-method summary").click()
    axe(leads)
    press(leads.locator("button.method-pick[value=colours]"))
    axe(leads)
    leads.goto(f"{session.get_absolute_url()}#end")
    leads.get_by_text("Päiväkirjani").click()
    leads.get_by_label("mieleeni").fill("Hyvä alku.")
    leads.locator("#field-diary [data-status]", has_text="Tallennettu").wait_for()
    axe(leads)

    # The kooste goes to HR, and nothing else
    press(leads.get_by_role("button", name="Hyväksy kooste"))
    kooste = Kooste.objects.get()
    assert (len(kooste.present), kooste.theme, kooste.ideas) == (9, "Palautuminen", [IDEA])
    season = Season.objects.get()
    hr.goto(f"/verme/kaudet/{season.pk}/koosteet/")
    assert "Palautuminen" in hr.inner_text("main")
    axe(hr)
    hr.goto(kooste.get_absolute_url())
    paper = pdf(hr, hr.get_by_role("link", name="Tulosta (PDF)"))
    assert [IDEA in paper, "Virtanen Aino" in paper, THOUGHT in paper] == [True, True, False]

    # The season ends: the call, a survey, the closing, the certificate
    hr.goto(season.get_absolute_url())
    press(hr.get_by_role("button", name="Päätä ilmoittautuminen"))
    hr.get_by_role("link", name="Suunnittele päätöstilaisuus").click()
    hr.get_by_label("Päivä").fill(written(30))
    press(hr.get_by_role("button", name="Tallenna"))
    press(hr.get_by_role("button", name="Lähetä kutsu"))
    hr.goto(f"/verme/kaudet/{season.pk}/kyselyt/")
    press(hr.get_by_role("button", name="palautekysely"))
    press(hr.get_by_role("button", name="Avaa ja lähetä linkit"))
    assert Survey.objects.get().state == "open"
    axe(hr)
    hers.goto("/")
    hers.locator(f'.rows a[href="{SeasonEvent.objects.get().get_absolute_url()}"]').click()
    press(hers.get_by_role("button", name="Tulen mukaan"))
    hers.get_by_text("Olet ilmoittautunut").wait_for()
    assert EventSignUp.objects.get().person == aino
    hers.goto("/verme/todistukset/")
    paper = pdf(hers, hers.get_by_role("link", name="Suomeksi"))
    assert ["Aino Virtanen" in paper, "Palautuminen" in paper] == [True, False]
    hr.goto(season.get_absolute_url())
    hr.get_by_text("Päätä kausi").first.click()
    hr.get_by_role("button", name="Päätä kausi").click()
    hr.get_by_role("heading", name="Päätetty").wait_for()
    axe(hr)
    hers.goto(f"{session.get_absolute_url()}#end")  # it is still read, and nothing more is written
    assert [THOUGHT in hers.inner_text("main"), hers.locator("textarea").count()] == [True, 0]


def test_with_keys_a_group_is_chosen_by_its_whole_name(page_for, sari, aino):
    """What is passed on the way is not looked at: the page would be drawn anew under the letters."""
    season = make_season()
    groups = [make_group(season, name=name) for name in ("Aamu", "Aamupiiri", "Aamuvuoro")]
    row = enter(season, aino, groups[0])
    page = page_for(sari)
    page.goto(f"/verme/kaudet/{season.pk}/koonti/")
    select = page.locator(f"#to-{row.pk}")
    select.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".compose-bar")).to_contain_text("1 siirto")
    expect(select).to_have_value(str(groups[2].pk))
    expect(select).to_be_focused()
    select.focus()
    page.keyboard.type("aamup", delay=60)
    expect(page.locator(f"[data-seat='{groups[1].pk}'] select")).to_have_value(str(groups[1].pk))  # drawn anew
    expect(select).to_be_focused()
