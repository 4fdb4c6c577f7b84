"""Whom one may talk with, and the page on which one invites them."""

import datetime
import uuid

import pytest
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from people.models import SupervisionLine
from support.path.models import NEEDED, Contact
from tests.factories import make_line, make_person, make_unit
from tests.html import alone
from vatupassi.conversation import invitations, partners
from vatupassi.models import Conversation, InvitationMessage, Occasion

pytestmark = pytest.mark.django_db
PAGE, SEND, TALKED = "/keskustelut/uusi/", "/keskustelut/uusi/kutsu/", "/keskustelut/uusi/kayty/"


def names(groups):
    return [(group.label, [one.person.name for one in group.rows], group.is_folded) for group in groups]


def occasion(code="how-are-you"):
    return Occasion.objects.get(code=code)


def form(partner, **more):
    day = timezone.localdate() + datetime.timedelta(days=7)
    return {
        "id": uuid.uuid4(),
        "partner": partner,
        "occasion": occasion().pk,
        "day": f"{day.day}.{day.month}.{day.year}",
        "clock": "9.15",
        "memo_language": "fi",
    } | more


def test_a_supervisor_finds_the_own_team_first_and_then_the_own_supervisor(matti, aino, timo, leena, signed_in):
    groups = partners.shown(matti)
    assert names(groups) == [
        ("Oma tiimi", ["Aino Virtanen", "Timo Ääri"], False),
        ("Oma esihenkilö", ["Leena Šimek"], False),
        ("Sijainen tai ylempi esihenkilö", ["Timo Ääri"], True),
    ]
    page = signed_in(matti).get(PAGE).text
    assert (f'value="supervisor:{aino.pk}"' in page, f'value="employee:{leena.pk}"' in page) == (True, True)


def test_an_employee_has_the_own_supervisor_chosen(aino, matti, leena, signed_in):
    page = signed_in(aino).get(PAGE)
    assert page.context["partner"].person == matti
    assert names(page.context["groups"])[0] == ("Oma esihenkilö", ["Matti Laine"], False)
    assert page.context["searches"] is False


def test_a_team_of_sixty_is_folded_by_its_units_and_searched(matti, kitchen, signed_in, django_assert_max_num_queries):
    other = make_unit(name="Siivous", parent=kitchen)
    for number in range(60):
        make_person(name=f"Nimi{number} Sukunimi{number}", unit=kitchen if number % 2 else other)
    his = signed_in(matti)
    his.get(PAGE)
    with django_assert_max_num_queries(20):
        page = his.get(PAGE)
    assert [(label, len(people), folded) for label, people, folded in names(page.context["groups"])] == [
        ("Ruokapalvelut", 30, True),
        ("Siivous", 30, True),
    ]
    found = his.get(PAGE, {"q": "sukunimi1"}).context["groups"]
    assert (len(found), len(found[0].rows)) == (1, 10)
    assert names(his.get(PAGE, {"q": "nimi17 suku"}).context["groups"]) == [("Löytyi", ["Nimi17 Sukunimi17"], False)]
    for few, said in (("su", "Kirjoita vähintään kolme kirjainta."), ("xyzzy", "Sen nimistä henkilöä ei löytynyt.")):
        page = his.get(PAGE, {"q": few})
        assert ([one for group in page.context["groups"] for one in group.rows], said in page.text) == ([], True)


def test_a_supervisor_of_three_units_and_a_deputy(matti, aino, johanna, pekka, streets, timo, signed_in):
    parks = make_unit(name="Puistot")
    make_person(name="Puisto Väki", unit=parks)
    for unit in (streets, parks):
        SupervisionLine.objects.filter(unit=unit).delete()
        make_line(unit=unit, supervisor=matti)
    team = names(partners.shown(matti))[0]
    assert team == (
        "Oma tiimi",
        ["Pekka Öhman", "Aino Virtanen", "Puisto Väki", "Johanna Åberg", "Timo Ääri"],
        False,
    ) or (
        team[0] == "Oma tiimi"
        and set(team[1]) == {"Aino Virtanen", "Timo Ääri", "Puisto Väki", "Johanna Åberg", "Pekka Öhman"}
    )
    notes = {one.person.name: one.note for one in partners.shown(matti)[0].rows}
    assert (notes["Puisto Väki"], notes["Aino Virtanen"]) == ("Puistot", "Ruokapalvelut")
    deputy = names(partners.shown(timo))
    assert deputy[0] == ("Sijaistan heidän esihenkilöään", ["Matti Laine", "Aino Virtanen"], True)


def test_beside_each_stands_what_is_coming_or_when_it_was(matti, aino, kitchen):
    assert partners.shown(matti)[0].rows[0].note == ""
    day = timezone.localdate() - datetime.timedelta(days=3)
    invitations.start_held(employee=aino, supervisor=matti, by=matti, occasion=occasion(), day=day)
    assert partners.shown(matti)[0].rows[0].note == f"viimeksi {day.day}.{day.month}.{day.year}"
    at = timezone.now() + datetime.timedelta(days=3)
    invitations.start(employee=aino, supervisor=matti, by=matti, occasion=occasion(), starts_at=at)
    assert partners.shown(matti)[0].rows[0].note.startswith("keskustelu ")


@pytest.mark.parametrize("who", ["stranger", "sari", "pekka", "matti"])
def test_nobody_out_of_line_is_found_or_invited(who, matti, aino, request, signed_in):
    other, his = request.getfixturevalue(who), signed_in(matti)
    assert partners.search(matti, other.last_name)[0].rows == []
    assert his.get(PAGE, {"with": other.pk}).status_code == 404
    for value in (f"supervisor:{other.pk}", f"employee:{other.pk}", str(other.pk), "supervisor:x", "x:y", ""):
        assert his.post(SEND, form(value)).status_code == 200
        assert his.post(TALKED, form(value)).status_code == 200
    assert Conversation.objects.count() == 0


def test_a_supervisor_sends_and_reads_that_it_has_gone(matti, aino, timo, signed_in):
    his, sent = (
        signed_in(matti),
        form(f"supervisor:{aino.pk}", message="Kahvin kanssa.", place="Kahvio https://video.example/a b"),
    )
    for _click in range(2):
        answer = his.post(SEND, sent)
    made = Conversation.objects.get()
    assert answer.headers["Location"] == f"{PAGE}?sent={made.pk}"
    assert (made.minutes, made.place, made.video_link, made.started_by) == (
        15, "Kahvio b", "https://video.example/a", "supervisor",
    )  # fmt: skip
    assert [(mail.kind, mail.to) for mail in Mail.objects.all()] == [("invitation", aino)]
    page = his.get(answer.headers["Location"]).text
    assert ("Ehdotus on lähetetty." in page, "Aino Virtanen" in page) == (True, True)
    assert signed_in(aino).get(made.get_absolute_url()).context["message"] == "Kahvin kanssa."
    made.openings.create(reader=timo, to="supervisor", scope="whole", employee_opened_at=timezone.now())
    assert signed_in(timo).get(made.get_absolute_url()).context["message"] == ""  # it was for the two alone
    assert InvitationMessage.objects.count() == 1


def test_what_was_typed_comes_back(matti, aino, signed_in):
    typed = form(f"supervisor:{aino.pk}", day="31.2.2027", place="kahvihuone", message="Moi", minutes="60")
    answer = signed_in(matti).post(SEND, typed)
    page = answer.text
    assert list(answer.context["form"].errors) == ["day"]
    assert (answer.context["partner"].person, 'value="kahvihuone"' in page, "Moi" in page) == (aino, True, True)
    assert '<option value="60" selected>' in page


@pytest.mark.parametrize("place", ["x" * 201, "https://" + "a" * 600, "https://ei kelpaa".replace(" ", "\x00")])
def test_a_place_that_is_too_long_or_a_link_that_is_none(matti, aino, signed_in, place):
    answer = signed_in(matti).post(SEND, form(f"supervisor:{aino.pk}", place=place))
    assert (list(answer.context["form"].errors), Conversation.objects.count()) == (["place"], 0)


def test_a_free_time_is_proposed(matti, aino, signed_in):
    first = signed_in(matti).get(PAGE).context["form"].initial
    at = datetime.datetime.combine(first["day"], first["clock"], timezone.get_current_timezone())
    invitations.start(employee=aino, supervisor=matti, by=matti, occasion=occasion(), starts_at=at, minutes=45)
    after = signed_in(matti).get(PAGE).context["form"].initial
    assert (first["clock"], after["day"], after["clock"]) == (datetime.time(9), first["day"], datetime.time(10))


def test_we_talked_today_keeps_the_day_and_the_occasion(matti, aino, signed_in):
    his, said = signed_in(matti), form(f"supervisor:{aino.pk}")
    for _click in range(2):
        assert his.post(TALKED, said).status_code == 302
    made = Conversation.objects.get()
    assert (made.way, made.held_on, made.status) == ("without", timezone.localdate(), "closed")
    page = signed_in(aino).get(made.get_absolute_url()).text
    assert ("Emme ole keskustelleet" in page, "Valmistaudu" in page) == (True, False)
    signed_in(aino).post(f"{made.get_absolute_url()}ei-kayty/")
    made.refresh_from_db()
    assert made.is_denied


@pytest.mark.parametrize(("day", "status"), [("eilen", 302), ("huomenna", 200), ("31.2.2027", 200)])
def test_we_talked_on_another_day(matti, aino, signed_in, day, status):
    assert signed_in(matti).post(TALKED, form(f"supervisor:{aino.pk}", held_on=day)).status_code == status
    assert Conversation.objects.count() == (status == 302)


def test_the_answer_says_what_one_may_and_that_it_is_working_time(matti, aino, timo, leena, signed_in):
    talk = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=occasion(),
        starts_at=timezone.now() + datetime.timedelta(days=3),
        video_link="https://video.example/a",
    )
    hers, his = signed_in(aino), signed_in(matti)
    page = hers.get(talk.get_absolute_url())
    assert "vatupassi/conversation/answer.html" in [template.name for template in page.templates]
    said = (
        "Sopii", "Ehdota toista aikaa", "Ei sovi vuorooni", "En nyt", "Paperilla",
        "Toisen kanssa", "Tukihenkilön kanssa", "keskustelu ja valmistautuminen",
        "Kameran saa pitää kiinni", "ovat vapaaehtoisia",
    )  # fmt: skip
    assert [words for words in said if words not in page.text] == []
    assert alone(page.text, "Sopii") == 1
    assert "btn danger" not in page.text
    own = his.get(talk.get_absolute_url()).text
    assert [words for words in ("Toisen kanssa", "Tukihenkilön kanssa") if words in own] == []
    hers.post(f"{talk.get_absolute_url()}ei-sovi/")
    page = his.get(talk.get_absolute_url()).text
    assert ("Aino Virtanen toivoo toista aikaa" in page, alone(page, "Sopii")) == (True, 0)


def test_a_conversation_on_paper_shows_no_steps(matti, aino, signed_in):
    talk = invitations.start(
        employee=aino, supervisor=matti, by=matti, occasion=occasion(), starts_at=timezone.now(), place="kahvio"
    )
    hers = signed_in(aino)
    hers.post(f"{talk.get_absolute_url()}paperilla/")
    page = hers.get(talk.get_absolute_url()).text
    assert ("Keskustelette paperilla" in page, "/vaihe/" in page, "/paperit/" in page) == (True, False, True)
    hers.post(f"{talk.get_absolute_url()}kayty/")
    hers.post(f"{talk.get_absolute_url()}allekirjoitettu/", {"signed": "1"})
    talk.refresh_from_db()
    assert (talk.way, talk.held_on, talk.signed_on_paper) == ("without", timezone.localdate(), True)


def test_an_employee_who_is_asked_sees_whom_to_call(matti, aino, signed_in):
    at = timezone.now() + datetime.timedelta(days=3)
    his = invitations.start(employee=aino, supervisor=matti, by=matti, occasion=occasion(), starts_at=at)
    hers = invitations.start(employee=aino, supervisor=matti, by=aino, occasion=occasion("debriefing"), starts_at=at)
    for number, place in enumerate(NEEDED):
        assert "029 000" not in signed_in(aino).get(his.get_absolute_url()).text  # nobody sees a half of them
        Contact.objects.create(place=place, name=f"Nimi {place}", phone=f"029 000 {number}")
    page = signed_in(aino).get(his.get_absolute_url()).text
    assert [f"Nimi {place}" in page for place in NEEDED] == [place in ("steward", "safety") for place in NEEDED]
    assert "luottamusmies" in page
    asked = signed_in(matti).get(hers.get_absolute_url()).text
    assert ("Sinun tukesi" in asked, "/polku/" in asked, "vaara- tai tapaturmailmoitus" in asked) == (False, True, True)


def test_several_proposals_that_wait_are_one_line_and_are_seen_as_before(matti, aino, timo, signed_in):
    occasion = Occasion.objects.get(code="how-are-you")
    made = []
    for person in (aino, timo):
        starts_at = timezone.now() + datetime.timedelta(days=3)
        made += [
            invitations.start(employee=person, supervisor=matti, by=person, occasion=occasion, starts_at=starts_at)
        ]
        page = signed_in(matti).get("/keskustelut/uusi/").content.decode()
        assert ('id="asked"' in page) == (len(made) > 1)
        assert all(f'name="asked" value="{each.pk}"' in page and each.get_absolute_url() in page for each in made)
    assert "2 ehdotusta odottaa vastaustasi" in page


def test_the_invitation_tells_the_employee_whom_they_may_call(aino, matti):
    """By name and number, once HR has written all of them; the supervisor needs none."""

    def invited(by, to):
        invitations.start(
            employee=aino,
            supervisor=matti,
            by=by,
            occasion=occasion(),
            starts_at=timezone.now() + datetime.timedelta(days=3),
        )
        return letter(Mail.objects.filter(kind="invitation", to=to).latest("created_at")).body

    assert "09\u00a0555" not in invited(matti, aino)
    for number, place in enumerate(NEEDED):
        Contact.objects.create(place=place, name=f"Henkilö {number}", phone=f"09 555 000{number}")
    body = invited(matti, aino)
    assert "luottamusmies Henkilö 2, 09\u00a0555\u00a00002" in body  # a number stays on one line
    assert ("Henkilö 3, 09\u00a0555\u00a00003" in body, "Henkilö 0" in body, "Henkilö 4" in body) == (
        True,
        False,
        False,
    )
    assert "09\u00a0555" not in invited(aino, matti)
