"""The support path: everybody finds whom to call, HR keeps the numbers, and none that is needed is missing."""

import pytest

from people.models import User
from support.models import Contact
from support.path.forms import ContactForm
from support.path.models import NEEDED, WhomToCall
from tests.vatupassi.memo.test_memo import make_talk

pytestmark = pytest.mark.django_db
NEW = "/tuki/polku/yhteystiedot/uusi/"


def fill() -> None:
    for number, place in enumerate(NEEDED):
        Contact.objects.create(place=place, name=f"Apu {place}", phone=f"09 555 017{number}")


def test_nobody_else_is_shown_a_half_of_the_contacts(aino, signed_in, sari):
    Contact.objects.create(place="hr", name="HR-neuvonta", phone="09 555 0140")
    page = signed_in(aino).get("/tuki/polku/").content.decode()
    assert "HR-neuvonta" not in page
    assert "ei ole vielä kirjannut" in page
    missing = signed_in(sari).get("/tuki/polku/yhteystiedot/").content.decode()
    assert missing.count("puuttuu</span>") == len(NEEDED) - 1


def test_each_needed_one_stands_with_its_number_as_a_link(aino, signed_in):
    fill()
    page = signed_in(aino).get("/tuki/polku/").content.decode()
    for number, place in enumerate(NEEDED):
        assert f"Apu {place}" in page
        assert f'href="tel:09555017{number}"' in page


def test_the_last_of_a_needed_place_stays(signed_in, sari):
    fill()
    steward = Contact.objects.get(place="steward")
    his = signed_in(sari)
    told = his.post(f"/tuki/polku/yhteystiedot/{steward.pk}/poista/", follow=True).content.decode()
    assert "Lisää ensin toinen" in told
    Contact.objects.create(place="steward", name="Toinen", phone="09 555 0180")
    his.post(f"/tuki/polku/yhteystiedot/{steward.pk}/poista/")
    assert [contact.name for contact in WhomToCall().at("steward")] == ["Toinen"]


HR = User(is_hr=True)


@pytest.mark.parametrize("phone", ["09 555 0140", "+358 9 555 0140", "09 (0) 555-0140", "112"])
def test_numbers_that_a_telephone_takes(phone):
    assert ContactForm({"place": "hr", "name": "HR", "phone": phone}, by=HR).is_valid()


@pytest.mark.parametrize("phone", ["²²²²", "soita", "", "09 555 0140; rm", "٠٩٥٥٥"])
def test_others_are_asked_again(phone):
    assert "phone" in ContactForm({"place": "hr", "name": "HR", "phone": phone}, by=HR).errors


def test_an_address_is_that_of_a_page():
    form = {"place": "outside", "name": "Kela", "phone": "09 555 0140"}
    assert ContactForm(form | {"link": "kela.example/kuntoutus"}, by=HR).is_valid()
    assert ContactForm(form | {"link": "javascript:alert(1)"}, by=HR).errors["link"]


def test_a_double_click_adds_one_and_what_was_typed_stays(signed_in, sari):
    his = signed_in(sari)
    for _twice in range(2):
        his.post(NEW, {"place": "safety", "name": "Ilkka Salo", "phone": "09 555 0172"})
    assert Contact.objects.count() == 1
    page = his.post(NEW, {"place": "safety", "name": "Şirin O'Ŋ", "phone": "²"}).content.decode()
    assert "Şirin O&#39;Ŋ" in page
    assert "Kirjoita numero" in page


def test_a_conversation_that_is_not_enough_leads_to_the_same_numbers(aino, matti, signed_in):
    fill()
    talk = make_talk(employee=aino, supervisor=matti)
    page = signed_in(aino).get(f"/keskustelut/{talk.pk}/eteenpain/").content.decode()
    assert "Apu health" in page


def test_the_two_who_are_there_for_an_employee_stand_beside_their_data_once_the_path_is_whole(aino, signed_in):
    hers = signed_in(aino)
    Contact.objects.create(place="steward", name="Raija Hautala", phone="09 555 0171")
    assert "Raija Hautala" not in hers.get("/mina/tiedot/").text
    fill()
    page = hers.get("/mina/tiedot/").text
    assert [f"Apu {place}" in page for place in NEEDED] == [place in ("steward", "safety") for place in NEEDED]
    assert 'href="tel:095550172"' in page


@pytest.mark.parametrize(("who", "address"), [("aino", "/"), ("matti", "/"), ("matti", "/tiimi/")])
def test_help_is_one_click_away(who, address, aino, matti, signed_in):
    page = signed_in({"aino": aino, "matti": matti}[who]).get(address).text
    assert 'href="/tuki/polku/#whom"' in page
    assert 'href="/tuki/apu/"' in page
    assert ("Kysy HR:ltä" in page, "Pyydä apua HR:ltä" in page) == (who == "aino", who == "matti")


def test_the_step_of_a_conversation_leads_on_when_it_is_not_enough(aino, matti, signed_in):
    talk = make_talk(employee=aino, supervisor=matti)
    step = f"/keskustelut/{talk.pk}/vaihe/{talk.occasion.steps[0]}/"
    assert f'href="/keskustelut/{talk.pk}/eteenpain/"' in signed_in(matti).get(step).text


def test_the_path_parts_into_what_is_solved_and_what_is_not(aino, signed_in):
    page = signed_in(aino).get("/tuki/polku/").text
    assert "Esihenkilölle kerrot terveydestäsi vain, mitä itse haluat." in page
    fork = page[page.index('class="path-fork"') :]
    assert fork.index("Asia ratkeaa") < fork.index("Asia ei ratkea")
