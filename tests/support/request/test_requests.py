"""Asking HR: the kind only in lists, who and what when opened, nothing of it for a supervisor."""

import datetime
import unicodedata

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core import retention
from core.models import AccessLog, Mail
from core.outbox import KINDS
from people.models import SupervisionLine
from support.models import HelpRequest
from support.request import actions as acts
from support.request.models import answer_by
from support.request.names import named_in, replaced
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


TEAM = ["Aino", "Virtanen", "Mäki", "Pekka", "Şahin", "Markus", "Tuomas", "Kangas", "Mäki-O'Connor", "O'Connor"]
TEAM += ["Rinne", "Helle", "Porras", "Anne"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Aino on pyytänyt vuoroa.", ["Aino"]),
        ("Sovin Ainon kanssa, Ainolle sopii.", ["Ainon", "Ainolle"]),
        ("Virtasen vuoro ja Virtanen", ["Virtasen", "Virtanen"]),
        ("Mäen ehdotus", ["Mäen"]),
        ("Pekan ja Pekkaa", ["Pekan", "Pekkaa"]),
        ("Markuksen ja Tuomaan vuorot, Kankaalle", ["Markuksen", "Tuomaan", "Kankaalle"]),
        ("Şahinille", ["Şahinille"]),
        ("Rinteen vuoro, Rinnettä, Helteelle ja Portaalta", ["Rinteen", "Rinnettä", "Helteelle", "Portaalta"]),
        ("Anteeksi, myöhästyin. Rintama on leveä.", []),
        ("Aina on kiire. Pekoni paloi. Virta katkesi.", []),
        ("ainoa vaihtoehto", []),
        ("", []),
        ("Mäki-O’Connorin ja O'Connorin vuorot, Connorille", ["Mäki-O’Connorin", "O'Connorin", "Connorille"]),
        ("Aino-projektin Mäki-osuus", ["Aino", "Mäki"]),
        ("Tapasin Virtasta, en Virtasia.", ["Virtasta", "Virtasia"]),
        ("AINON vuoro, MÄELLE, EI MUUTA", ["AINON", "MÄELLE"]),
        (unicodedata.normalize("NFD", "Mäen ja Şahinin vuorot"), ["Mäen", "Şahinin"]),
    ],
)
def test_names_are_found_in_the_forms_of_finnish(text, found):
    assert named_in(text, TEAM) == found


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Mäki-O'Connorin kanssa sovittiin.", "Työntekijän kanssa sovittiin."),
        ("Kysyin Mäki-O’Connorilta.", "Kysyin työntekijältä."),
        ("Vuoro-Aino tuli.", "Vuoro-työntekijä tuli."),
        ("Puhuin AINOLLE.", "Puhuin työntekijälle."),
        ("Aino Mäki-O’Connorin ja Aino  Mäki-O'Connorin vuorot.", "Työntekijän ja työntekijän vuorot."),
        ("AINO MÄKI-O'CONNOR tuli.", "Työntekijä tuli."),
        ("Kerroin Ainolle Ainon vuorosta.", "Kerroin työntekijälle työntekijän vuorosta."),
        ("Aino\nAino", "Työntekijä\ntyöntekijä"),
    ],
)
def test_a_joined_name_is_replaced_as_one(text, plain):
    assert replaced(text, ["Aino", "Mäki-O'Connor"], "työntekijä") == plain


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
    assert "Työntekijän vuoro painaa." in replaced
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ainon vuoro painaa.", "Työntekijän vuoro painaa."),
        ("Sovin Ainolle ja Virtaselta. Mäki tulee.", "Sovin työntekijälle ja työntekijältä. Työntekijä tulee."),
        ("Mietin, että Ainoa väsyttää.", "Mietin, että työntekijää väsyttää."),
        ("Aina on kiire.", "Aina on kiire."),
    ],
)
def test_the_employee_stands_in_the_case_of_the_name(text, said):
    assert replaced(text, ["Aino", "Virtanen", "Mäki"], "työntekijä") == said


def test_in_other_languages_it_stands_as_it_is():
    assert replaced("I asked Aino.", ["Aino"], "the employee") == "I asked the employee."


# ---- A time


def in_days(days=3, **more):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return {"day": f"{day.day}.{day.month}.{day.year}", "clock": "9.15", "minutes": "30", "place": "Huone 2"} | more


def book(client, found, **more):
    """As on a page opened just now."""
    shown = {"sequence": str(HelpRequest.objects.values_list("calendar_sequence", flat=True).get(pk=found.pk))}
    return client.post(reverse("help_book", args=[found.pk]), shown | in_days(**more), follow=True)


def entries(person):
    """The calendar entries of the letters to somebody: method and sequence, the newest last."""
    found = []
    for row in Mail.objects.filter(to=person, kind__startswith="help_time").order_by("created_at"):
        letter = KINDS[row.kind]
        (attached,) = letter.build(person, letter.about(person, row.ids)).attachments
        calendar = Calendar.from_ical(attached.content)
        (event,) = calendar.walk("VEVENT")
        found.append((str(calendar["METHOD"]), int(event["SEQUENCE"]), str(event["SUMMARY"])))
    return found


def test_a_time_stands_in_both_calendars_without_a_word_of_what_it_is_about(matti, sari, signed_in):
    ask(signed_in(matti), way="talk")
    found = HelpRequest.objects.get()
    page = book(signed_in(sari), found).text
    assert ("Huone 2" in page, TEXT in page) == (True, True)
    found.refresh_from_db()
    assert (found.owner, found.is_waiting, found.meets_minutes) == (sari, False, 30)
    assert entries(matti) == entries(sari) == [("REQUEST", 1, "Tapaaminen")]
    his = signed_in(matti)
    assert "Tapaaminen: avunpyyntö" in his.get("/").text
    entry = his.get(reverse("help_calendar", args=[found.pk])).content.decode()
    assert ("Huone 2" in entry, "Vuorotoive" in entry) == (True, False)


def test_a_time_in_the_past_or_that_never_was_is_asked_again_and_what_was_typed_stays(matti, sari, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    hers = signed_in(sari)
    assert "on jo mennyt" in book(hers, found, days=-1).text
    page = book(hers, found, clock="25.99").text
    assert "Huone 2" in page
    assert HelpRequest.objects.get().meets_at is None


def test_a_colleague_who_moves_the_time_takes_it_out_of_the_first_calendar(matti, sari, kirsi, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    book(signed_in(sari), found)
    book(signed_in(kirsi), found, days=5)
    hers = Mail.objects.filter(to=sari, kind__startswith="help_time").order_by("created_at")
    assert [row.kind for row in hers] == ["help_time", "help_time_cancelled"]
    with pytest.raises(HelpRequest.DoesNotExist):  # a letter that has not gone yet does not put it back
        KINDS["help_time"].about(sari, hers[0].ids)
    assert (hers[1].ids["freed"][1], entries(kirsi)) == (2, [("REQUEST", 3, "Tapaaminen")])
    assert HelpRequest.objects.get().owner == kirsi


def test_two_of_hr_who_book_at_once_see_each_other(matti, sari, kirsi, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    book(signed_in(sari), found)
    page = book(signed_in(kirsi), found, days=5, sequence="0", place="Huone 3")  # a page opened before
    assert "Aika on sillä välin muuttunut" in page.text
    assert "Huone 3" in page.text
    found.refresh_from_db()
    assert (found.owner, found.meets_place) == (sari, "Huone 2")
    assert f'name="sequence" value="{found.calendar_sequence}"' in page.text
    letters = Mail.objects.count()
    book(signed_in(sari), found, sequence="0")  # a double click
    assert Mail.objects.count() == letters
    book(signed_in(kirsi), found, days=5, place="Huone 3")
    assert HelpRequest.objects.get().owner == kirsi


def test_a_time_that_has_passed_is_not_called_off(matti, sari, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    book(signed_in(sari), found)
    HelpRequest.objects.update(meets_at=timezone.now() - datetime.timedelta(hours=2))
    page = signed_in(matti).post(reverse("help_call_off", args=[found.pk]), follow=True)
    assert "Aika on jo mennyt" in page.text
    assert HelpRequest.objects.get().meets_at is not None


def test_an_answer_to_what_was_taken_back_is_given_back_to_its_writer(matti, sari, signed_in):
    ask(signed_in(matti))
    url = reverse("help_answer", args=[HelpRequest.objects.get().pk])
    HelpRequest.objects.get().delete()
    answer = signed_in(sari).post(url, {"answer": "Voit pyytää.", "revision": "0"})
    assert answer.status_code == 404
    assert ("Voit pyytää." in answer.text, "ei ole enää vastattavanasi" in answer.text) == (True, True)


def test_either_calls_it_off_and_a_request_without_another_answer_waits_again(matti, sari, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    book(signed_in(sari), found)
    signed_in(matti).post(reverse("help_call_off", args=[found.pk]))
    found.refresh_from_db()
    assert (found.meets_at, found.is_waiting) == (None, True)
    gone = [(row.to, row.kind) for row in Mail.objects.filter(kind="help_time_cancelled")]
    assert sorted(gone, key=lambda pair: pair[0].pk) == sorted(
        [(matti, "help_time_cancelled"), (sari, "help_time_cancelled")], key=lambda pair: pair[0].pk
    )
    signed_in(sari).post(reverse("help_answer", args=[found.pk]), {"answer": "Voit.", "revision": "0"})
    book(signed_in(sari), found)
    signed_in(sari).post(reverse("help_call_off", args=[found.pk]))
    assert not HelpRequest.objects.get().is_waiting
    assert signed_in(sari).post(reverse("help_call_off", args=[found.pk])).status_code == 404  # a second click


def test_hr_closes_what_it_has_answered_and_nothing_else(matti, sari, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    close = reverse("help_close", args=[found.pk])
    assert signed_in(sari).post(close).status_code == 404
    signed_in(sari).post(reverse("help_answer", args=[found.pk]), {"answer": "Voit.", "revision": "0"})
    assert signed_in(matti).post(close).status_code == 404
    signed_in(sari).post(close)
    assert HelpRequest.objects.get().closed_on == timezone.localdate()
    page = signed_in(matti).get(reverse("help_request", args=[found.pk])).text
    assert ("Voit." in page, 'name="helped"' in page) == (True, False)


def test_who_changes_unit_keeps_the_request(matti, sari, kitchen, hr_unit, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    SupervisionLine.objects.filter(supervisor=matti).delete()
    matti.unit = hr_unit
    matti.save()
    signed_in(sari).post(reverse("help_answer", args=[found.pk]), {"answer": "Voit sopia.", "revision": "0"})
    assert "Voit sopia." in signed_in(matti).get(reverse("help_request", args=[found.pk])).text


def test_closing_takes_a_time_ahead_out_of_both_calendars(matti, sari, signed_in):
    for close in ("help_close", "help_helped"):
        Mail.objects.all().delete()
        ask(signed_in(matti), question=f"{TEXT} {close}")
        found = HelpRequest.objects.waiting().get()
        book(signed_in(sari), found)
        closing = sari if close == "help_close" else matti
        signed_in(closing).post(reverse(close, args=[found.pk]), {"helped": "yes"})
        found.refresh_from_db()
        assert (found.meets_at, found.closed_on) == (None, timezone.localdate())
        assert {row.to for row in Mail.objects.filter(kind="help_time_cancelled")} == {matti, sari}
        with pytest.raises(HelpRequest.DoesNotExist):  # a letter that has not gone yet does not put it back
            entries(matti)


def test_a_request_with_a_time_ahead_is_not_deleted_by_age(matti, sari, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    book(signed_in(sari), found)
    HelpRequest.objects.update(answered_at=timezone.now() - datetime.timedelta(days=400))
    retention.dispose()
    assert HelpRequest.objects.count() == 1
    HelpRequest.objects.update(meets_at=timezone.now() - datetime.timedelta(days=400))
    retention.dispose()
    assert HelpRequest.objects.count() == 0


def test_what_nobody_has_answered_or_closed_goes_by_its_age(matti, sari, signed_in):
    ask(signed_in(matti))
    HelpRequest.objects.update(asked_at=timezone.now() - datetime.timedelta(days=150))
    retention.dispose()
    assert HelpRequest.objects.count() == 1
    HelpRequest.objects.update(asked_at=timezone.now() - datetime.timedelta(days=400))
    retention.dispose()
    assert HelpRequest.objects.count() == 0


def test_an_answer_that_comes_after_the_closing_is_not_lost(matti, sari, kirsi, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    acts.answer(found, text="Kyllä voit.", by=kirsi)
    acts.close(found, by=matti, helped="yes")
    late = signed_in(sari).post(f"/tuki/apu/{found.pk}/vastaus/", {"answer": "Katso ohje 4.", "revision": "0"})
    assert late.status_code == 200
    assert [text in late.text for text in ("Kyllä voit.", "Katso ohje 4.", "ei lähetetty")] == [True] * 3
    found.refresh_from_db()
    assert (found.answer.open_as_system("a test"), found.revision) == ("Kyllä voit.", 1)
    assert signed_in(matti).post(f"/tuki/apu/{found.pk}/vastaus/", {"answer": "x"}).status_code == 404


@pytest.mark.parametrize("kind", ["advising", "own"])
def test_who_is_alone_in_hr_is_told_that_nobody_could_answer(kind, sari, kitchen, signed_in):
    make_line(unit=kitchen, supervisor=sari)
    page = ask(signed_in(sari), kind=kind).text
    assert ("Kukaan HR:ssä ei voi vastata sinulle" in page, TEXT in page) == (True, True)
    assert not HelpRequest.objects.exists()


def test_a_time_that_is_called_off_leaves_the_calendars_though_the_request_is_taken_back(matti, sari, signed_in):
    """In the evening letters wait until the morning: by then the request may be gone."""
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    book(signed_in(sari), found)
    signed_in(sari).post(reverse("help_call_off", args=[found.pk]))
    Mail.objects.filter(kind="help_time").delete()
    signed_in(matti).post(reverse("help_withdraw", args=[found.pk]))
    assert not HelpRequest.objects.exists()
    assert entries(matti) == entries(sari) == [("CANCEL", 2, "Tapaaminen")]
    assert "Aika on peruttu" in signed_in(matti).get("/mina/ilmoitukset/").text
    row = Mail.objects.get(to=sari, kind="help_time_cancelled")
    with pytest.raises(HelpRequest.DoesNotExist):  # as it was kept before it said whose calendar it is
        KINDS[row.kind].about(sari, {name: value for name, value in row.ids.items() if name != "of"})


def test_a_colleagues_answer_leaves_the_time_to_whoever_booked_it(matti, sari, kirsi, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    book(signed_in(sari), found)
    answered = {"answer": "Katso jo ohje 4.", "revision": "0"}
    signed_in(kirsi).post(reverse("help_answer", args=[found.pk]), answered)
    assert HelpRequest.objects.get().owner == sari
    page = signed_in(matti).get(reverse("help_request", args=[found.pk])).text
    assert ("Katso jo ohje 4." in page, "Sari Koskinen" in page, "Kirsi Holm" in page) == (True, True, False)
    assert entries(sari) == [("REQUEST", 1, "Tapaaminen")]


def test_a_colleague_who_takes_it_over_takes_the_time_along(matti, sari, kirsi, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    book(signed_in(sari), found)
    Mail.objects.all().delete()
    for _click in range(2):
        signed_in(kirsi).post(reverse("help_take", args=[found.pk]))
    found.refresh_from_db()
    assert (found.owner, found.meets_place) == (kirsi, "Huone 2")
    assert (entries(sari), entries(kirsi)) == ([("CANCEL", 2, "Tapaaminen")], [("REQUEST", 3, "Tapaaminen")])


def test_no_answer_is_said_to_be_of_a_colleague_who_took_it_over_since(matti, sari, kirsi, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    signed_in(sari).post(reverse("help_answer", args=[found.pk]), {"answer": "Voit.", "revision": "0"})
    signed_in(kirsi).post(reverse("help_take", args=[found.pk]))
    page = signed_in(matti).get(reverse("help_request", args=[found.pk])).text
    assert ("Tätä hoitaa Kirsi Holm" in page, "Kirsi Holm" in page.partition('id="answered"')[2]) == (True, False)


def test_a_time_that_is_booked_after_the_closing_is_said_not_to_be(matti, sari, kirsi, signed_in):
    ask(signed_in(matti))
    found = HelpRequest.objects.get()
    acts.answer(found, text="Kyllä voit.", by=kirsi)
    acts.close(found, by=matti, helped="yes")
    assert "aikaa ei varattu" in book(signed_in(sari), found).text
    assert HelpRequest.objects.get().meets_at is None
    assert signed_in(matti).post(reverse("help_book", args=[found.pk]), in_days()).status_code == 404
