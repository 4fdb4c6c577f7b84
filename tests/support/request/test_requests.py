"""Asking HR: the kind only in lists, who and what when opened, nothing of it for a supervisor."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AccessLog, Mail
from support.models import HelpRequest
from support.request import actions as acts
from support.request.models import answer_by
from support.request.names import named_in
from tests.factories import make_line, make_person
from tests.people_fixtures import with_second_step

pytestmark = pytest.mark.django_db
ASK = "/tuki/apu/"
DESK = "/tuki/apu/saapuneet/"
TEXT = "Vuorotoive on kevyempi. Voinko sopia sen itse?"


def ask(client, **more):
    return client.post(ASK, {"kind": "advising", "way": "written", "question": TEXT} | more)


@pytest.fixture
def kirsi(hr_unit):
    return with_second_step(make_person(name="Kirsi Holm", unit=hr_unit, is_hr=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Aino on pyytänyt vuoroa.", ["Aino"]),
        ("Sovin Ainon kanssa, Ainolle sopii.", ["Ainon", "Ainolle"]),
        ("Virtasen vuoro ja Virtanen", ["Virtasen", "Virtanen"]),
        ("Mäen ehdotus", ["Mäen"]),
        ("Pekan ja Pekkaa", ["Pekan", "Pekkaa"]),
        ("Şahinille", ["Şahinille"]),
        ("Aina on kiire. Pekoni paloi. Virta katkesi.", []),
        ("ainoa vaihtoehto", []),
        ("", []),
    ],
)
def test_names_are_found_in_the_forms_of_finnish(text, found):
    assert named_in(text, ["Aino", "Virtanen", "Mäki", "Pekka", "Şahin"]) == found


@pytest.mark.parametrize(
    ("asked", "due"),
    [("2026-11-30", "2026-12-03"), ("2026-12-04", "2026-12-09"), ("2026-12-23", "2026-12-30")],
)
def test_three_working_days(asked, due):
    assert answer_by(datetime.date.fromisoformat(asked)).isoformat() == due


def test_a_name_of_the_team_is_pointed_out_and_the_text_stays(aino, matti, signed_in):
    his = signed_in(matti)
    page = ask(his, question="Ainon vuoro painaa.").content.decode()
    assert "tiimisi jäsenen nimi" in page
    assert "Ainon vuoro painaa." in page
    assert not HelpRequest.objects.exists()
    replaced = ask(his, question="Ainon vuoro painaa.", replace="1").content.decode()
    assert "työntekijä vuoro painaa." in replaced
    ask(his, question="Ainon vuoro painaa.", anyway="1")
    assert HelpRequest.objects.get().question.open(matti) == "Ainon vuoro painaa."


def test_a_double_click_asks_once_and_hr_is_told_without_a_word_of_it(matti, sari, kirsi, signed_in):
    his = signed_in(matti)
    ask(his)
    ask(his)
    assert HelpRequest.objects.count() == 1
    assert sorted(Mail.objects.filter(kind="help_asked").values_list("to", flat=True)) == sorted([sari.pk, kirsi.pk])


def test_the_list_tells_the_kind_only_and_opening_is_logged(matti, sari, signed_in):
    ask(signed_in(matti))
    hers = signed_in(sari)
    desk = hers.get(DESK).content.decode()
    assert "Neuvonta" in desk
    assert "Matti" not in desk
    assert TEXT not in desk
    found = HelpRequest.objects.get()
    assert TEXT in hers.get(reverse("help_request", args=[found.pk])).content.decode()
    assert AccessLog.objects.get(reader=sari).subject == matti
    assert "avunpyyntö" in signed_in(matti).get("/mina/lukijat/").content.decode()


def test_an_employees_own_is_unseen_by_the_supervisor(aino, matti, sari, signed_in):
    assert signed_in(aino).get(ASK).content.decode().count('name="kind"') == 0
    ask(signed_in(aino), kind="advising")
    found = HelpRequest.objects.get()
    assert found.kind == "own"
    assert signed_in(matti).get(reverse("help_request", args=[found.pk])).status_code == 404
    assert signed_in(matti).get(DESK).status_code == 404
    assert signed_in(sari).get(reverse("help_request", args=[found.pk])).status_code == 200


def test_nor_by_one_who_is_of_hr(aino, sari, kirsi, kitchen, signed_in):
    """The page says so: HR's own people have supervisors of HR, and HR may lead others, too."""
    made = acts.ask(aino, kind="own", way="written", question="Palkkani on väärin.")
    hers, desk = reverse("help_request", args=[made.pk]), reverse("help_desk")
    assert signed_in(sari).get(hers).status_code == 200
    line = make_line(unit=kitchen, supervisor=sari)
    browser = signed_in(sari)
    assert browser.get(hers).status_code == 404
    assert browser.post(reverse("help_answer", args=[made.pk]), {"answer": "x", "revision": "0"}).status_code == 404
    assert list(browser.get(desk).context["page"]) == []
    assert list(signed_in(kirsi).get(desk).context["page"]) == [made]
    Mail.objects.all().delete()
    acts.ask(aino, kind="own", way="written", question="Ja vielä.")
    assert [mail.to for mail in Mail.objects.all()] == [kirsi]
    kirsi.is_active = False
    kirsi.save()
    asked = {"question": "Kolmas.", "way": "written"}
    assert "johtavat sinua" in signed_in(aino).post(reverse("help_ask"), asked).text
    assert HelpRequest.objects.count() == 2
    line.delete()
    assert signed_in(aino).post(reverse("help_ask"), asked).status_code == 302


def test_of_two_who_answer_the_second_sees_the_first_answer_before_sending(matti, sari, kirsi, signed_in):
    ask(signed_in(matti))
    address = reverse("help_answer", args=[HelpRequest.objects.get().pk])
    signed_in(sari).post(address, {"answer": "Voit sopia sen itse.", "revision": "0"})
    page = signed_in(kirsi).post(address, {"answer": "Kysy ensin meiltä.", "revision": "0"}).content.decode()
    assert "Voit sopia sen itse." in page
    assert "Kysy ensin meiltä." in page
    assert HelpRequest.objects.get().answer.open(sari) == "Voit sopia sen itse."
    signed_in(kirsi).post(address, {"answer": "Voit sopia sen itse. Kerro meille.", "revision": "1"})
    assert HelpRequest.objects.get().owner == kirsi


def test_the_asker_says_whether_it_helped_and_that_closes_it(matti, sari, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    his = signed_in(matti)
    helped = reverse("help_helped", args=[found.pk])
    assert his.post(helped, {"helped": "yes"}).status_code == 404  # before there is an answer
    signed_in(sari).post(reverse("help_answer", args=[found.pk]), {"answer": "Voit.", "revision": "0"})
    assert "HR on vastannut sinulle" in his.get("/").content.decode()
    his.post(helped, {"helped": "²"})
    assert HelpRequest.objects.get().closed_on is None
    his.post(helped, {"helped": "partly"})
    assert HelpRequest.objects.get().closed_on == timezone.localdate()
    assert "HR on vastannut sinulle" not in his.get("/").content.decode()


def test_nobody_answers_themselves(sari, kirsi, signed_in):
    ask(signed_in(sari))
    found = HelpRequest.objects.get()
    address = reverse("help_answer", args=[found.pk])
    assert signed_in(sari).post(address, {"answer": "x", "revision": "0"}).status_code == 404
    assert "avunpyyntö" not in signed_in(sari).get("/").content.decode()


def test_an_unanswered_one_is_taken_back_with_everything(matti, signed_in):
    ask(signed_in(matti))
    signed_in(matti).post(reverse("help_withdraw", args=[HelpRequest.objects.get().pk]))
    assert not HelpRequest.objects.exists()


def test_a_text_that_is_too_long_comes_back_whole(matti, signed_in):
    page = ask(signed_in(matti), question="ä" * 3001).content.decode()
    assert "ä" * 3001 in page
    assert not HelpRequest.objects.exists()
