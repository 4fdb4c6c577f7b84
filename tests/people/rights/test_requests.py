"""Asking about one's own data: who reads what, the answer, two who answer at once, taking it back."""

import datetime
import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AccessLog, Mail
from core.outbox import letter
from people.models import RightsRequest, User
from people.rights.actions import who_may_answer
from people.rights.models import PROLONGED_TO, answer_by
from tests.factories import make_line
from tests.people.register_form import told

TEXT = "Nimikkeeni on väärä, ja esihenkilöni sanoi ettei sitä muuteta."
ASK = "/mina/tiedot/pyynto/oikaisu/"


def words(answer):
    return " ".join(answer.text.split())


@pytest.fixture
def asked(signed_in, aino, sari, liisa):
    answer = signed_in(aino).post(ASK, {"text": TEXT})
    assert answer.status_code == 302
    return RightsRequest.objects.get()


def page(asked):
    return reverse("rights_request", args=[asked.pk])


def answering(asked, **more):
    return {"handling": "done", "answer": "Nimike on korjattu.", "revision": str(asked.revision)} | more


def test_the_way_from_my_data_to_the_answer(signed_in, asked, aino, sari, liisa, mikael):
    hers = signed_in(aino)
    assert f"Saat vastauksen viimeistään {asked.due_on.day}.{asked.due_on.month}." in words(hers.get("/mina/tiedot/"))
    assert asked.due_on == answer_by() > timezone.localdate() + datetime.timedelta(days=27)
    assert (told(sari), told(liisa), told(mikael)) == (["rights_asked"], ["rights_asked"], [])
    assert page(asked) in signed_in(sari).get(reverse("inbox")).text
    assert page(asked) in signed_in(liisa).get(reverse("officer")).text
    assert signed_in(liisa).post(f"{page(asked)}vastaus/", answering(asked)).status_code == 302
    asked.refresh_from_db()
    assert (asked.handling, asked.closed_on, asked.owner) == ("done", timezone.localdate(), liisa)
    assert told(aino) == ["rights_answered"]
    assert "Nimike on korjattu." in hers.get(page(asked)).text
    assert "suljettu" in hers.get("/mina/tiedot/").text


def test_hr_reads_who_and_what_never_the_text(signed_in, asked, aino, sari, liisa):
    with CaptureQueriesContext(connection) as queries:
        answer = signed_in(sari).get(page(asked))
    assert answer.status_code == 200
    assert "Aino Virtanen" in answer.text
    assert TEXT not in answer.text
    assert [query for query in queries if '"people_rightsrequest"."text"' in query["sql"]] == []
    assert not AccessLog.objects.filter(item=asked.pk).exists()
    assert TEXT in signed_in(liisa).get(page(asked)).text
    row = AccessLog.objects.get(item=asked.pk)
    assert (row.subject_id, row.reader_role, row.party) == (aino.pk, "officer", False)


def test_it_exists_for_nobody_else(signed_in, asked, matti, mikael, stranger):
    found = [signed_in(person).get(page(asked)).status_code for person in (matti, mikael, stranger)]
    assert found == [404] * 3


def test_whoever_of_hr_leads_the_person_sees_nothing(signed_in, asked, sari, kitchen, aino, liisa):
    make_line(unit=kitchen, supervisor=sari)
    assert signed_in(sari).get(page(asked)).status_code == 404
    assert list(who_may_answer(aino)) == [liisa]


def test_nobody_answers_their_own(signed_in, sari, liisa):
    signed_in(sari).post(ASK, {"text": "x"})
    mine = RightsRequest.objects.get()
    assert signed_in(sari).post(f"{page(mine)}vastaus/", answering(mine)).status_code == 404
    assert page(mine) not in signed_in(sari).get(reverse("inbox")).text


def test_the_second_reads_the_first_ones_answer_before_sending(signed_in, asked, sari, liisa):
    first = answering(asked, handling="looking", answer="Selvitän asiaa.")
    signed_in(liisa).post(f"{page(asked)}vastaus/", first)
    answer = signed_in(sari).post(f"{page(asked)}vastaus/", answering(asked, answer="Korjaan sen."))
    assert answer.status_code == 200
    assert "Selvitän asiaa." in answer.text
    assert "Korjaan sen." in answer.text
    asked.refresh_from_db()
    assert asked.answer.open_as_system("a test") == "Selvitän asiaa."
    assert signed_in(sari).post(f"{page(asked)}vastaus/", answering(asked)).status_code == 302


def test_an_answer_without_words_or_outcome_says_what_is_missing(signed_in, asked, liisa):
    answer = signed_in(liisa).post(f"{page(asked)}vastaus/", {"answer": "", "revision": "0", "handling": "x"})
    assert sorted(answer.context["form"].errors) == ["answer", "handling"]
    assert answer.context["form"].errors["handling"] == ["Valitse, mitä pyynnöstä seuraa."]
    assert Mail.objects.filter(kind="rights_answered").count() == 0


def test_asking_twice_is_one_and_empty_is_nothing(signed_in, asked, aino):
    hers = signed_in(aino)
    assert hers.post(ASK, {"text": TEXT}).headers["Location"] == page(asked)
    assert hers.get(ASK).headers["Location"] == page(asked)
    assert RightsRequest.objects.count() == 1
    RightsRequest.objects.all().delete()
    answer = hers.post(ASK, {"text": " "})
    assert answer.context["form"].errors == {"text": ["Kirjoita, mitä pyydät."]}
    assert not RightsRequest.objects.exists()


def test_what_is_asked_in_another_window_meanwhile_is_not_lost(signed_in, asked, aino):
    hers = signed_in(aino)
    second = hers.post(ASK, {"text": "Myös yksikköni on väärä."})
    assert [said in second.text for said in (TEXT, "Myös yksikköni on väärä.", "ei lähetetty")] == [True] * 3
    assert "on vastaanotettu" not in second.text
    assert "Myös yksikköni on väärä." not in hers.get(page(asked)).text


def test_no_answer_is_said_to_be_of_a_colleague_who_took_it_over_since(signed_in, asked, aino, sari, liisa):
    answered = answering(asked, handling="looking", answer="Selvitän asiaa.")
    signed_in(liisa).post(f"{page(asked)}vastaus/", answered)
    signed_in(sari).post(f"{page(asked)}jatko/", {"why": "many"})
    shown = signed_in(aino).get(page(asked)).text
    assert ("Selvitän asiaa." in shown, "Tätä hoitaa Sari Koskinen" in " ".join(shown.split())) == (True, True)
    assert "Sari Koskinen" not in shown.partition('id="answered"')[2]


def test_taken_back_nothing_stays(signed_in, asked, aino, sari):
    assert signed_in(sari).post(f"{page(asked)}peru/").status_code == 404
    assert signed_in(aino).post(f"{page(asked)}peru/").status_code == 302
    assert not RightsRequest.objects.exists()


def test_where_nobody_could_answer_it_is_said_and_what_was_written_stays(signed_in, aino):
    page = signed_in(aino).post(ASK, {"text": TEXT})
    assert ("Kukaan ei voisi vastata sinulle täällä" in page.text, TEXT in page.text) == (True, True)
    assert not RightsRequest.objects.exists()
    signed_in(aino).post("/mina/tiedot/pyynto/rajoitus/", {"text": ""})
    assert User.objects.get(pk=aino.pk).restricted_since  # which needs nobody


def test_an_answer_to_what_was_taken_back_is_given_back_to_its_writer(signed_in, asked, aino, sari, liisa, matti):
    signed_in(aino).post(f"{page(asked)}peru/")
    for person in (sari, liisa, matti, aino):  # alike to all: whether there was one is told to nobody
        answer = signed_in(person).post(f"{page(asked)}vastaus/", answering(asked))
        assert (answer.status_code, "Nimike on korjattu." in answer.text) == (404, True)
        assert "Virtanen" not in answer.text.partition("<main")[2]


def test_what_one_may_not_object_to_is_not_offered(signed_in, aino):
    hers = signed_in(aino)
    assert hers.get("/mina/tiedot/pyynto/vastustus/").status_code == 404
    assert "Täällä ei ole tietoja, joiden käyttöä voisi vastustaa" in words(hers.get("/mina/tiedot/"))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_in_three_languages(signed_in, asked, aino, sari, liisa, language):
    User.objects.update(language=language)
    for person, path in ((aino, page(asked)), (sari, page(asked)), (liisa, page(asked)), (sari, ASK)):
        answer = signed_in(person).get(path)
        assert (answer.status_code, answer.text.count("<h1")) == (200, 1)
        assert f'<html lang="{language}">' in answer.text


def prolong(client, asked, why="complex"):
    return client.post(f"{page(asked)}jatko/", {"why": why} if why else {})


def test_the_time_is_prolonged_once_with_a_reason_that_is_told(signed_in, asked, aino, sari, liisa):
    first = asked.due_on
    assert prolong(signed_in(liisa), asked).status_code == 302
    asked.refresh_from_db()
    assert asked.due_on == PROLONGED_TO.after(timezone.localdate(asked.asked_at)) > first
    row = Mail.objects.get(kind="rights_prolonged")
    assert (row.to, "Pyydetyn asian selvittäminen vie aikaa." in letter(row).body) == (aino, True)
    assert "Pyydetyn asian selvittäminen vie aikaa." in words(signed_in(aino).get(page(asked)))
    prolong(signed_in(sari), asked, "many")  # a second time
    asked.refresh_from_db()
    assert (asked.prolonged_for, Mail.objects.filter(kind="rights_prolonged").count()) == ("complex", 1)
    assert "jatko/" not in signed_in(sari).get(page(asked)).text


@pytest.mark.parametrize("why", ["", "because"])
def test_it_is_not_prolonged_without_one_of_the_two_reasons(why, signed_in, asked, sari):
    answer = prolong(signed_in(sari), asked, why)
    assert (answer.status_code, "Valitse, miksi vastaus viivästyy." in words(answer)) == (200, True)
    asked.refresh_from_db()
    assert (asked.prolonged_for, asked.due_on) == ("", answer_by())


def test_when_the_month_is_over_it_is_too_late_and_the_asker_prolongs_nothing(signed_in, asked, aino, sari):
    assert prolong(signed_in(aino), asked).status_code == 404
    RightsRequest.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    prolong(signed_in(sari), asked)
    asked.refresh_from_db()
    assert asked.prolonged_for == ""


def test_whoever_answers_after_the_closing_reads_the_answer_and_keeps_the_text(signed_in, asked, aino, sari, liisa):
    signed_in(liisa).post(f"{page(asked)}vastaus/", answering(asked, handling="not_now", answer="Nimike on oikein."))
    late = signed_in(sari).post(f"{page(asked)}vastaus/", answering(asked, answer="Nimike on korjattu."))
    assert late.status_code == 200
    assert [text in late.text for text in ("Nimike on oikein.", "Nimike on korjattu.", "ei lähetetty")] == [True] * 3
    asked.refresh_from_db()
    assert (asked.handling, asked.answer.open_as_system("a test")) == ("not_now", "Nimike on oikein.")
    assert told(aino) == ["rights_answered"]
    assert signed_in(aino).post(f"{page(asked)}vastaus/", answering(asked)).status_code == 404


def test_what_is_asked_with_line_ends_and_split_letters_is_received(signed_in, aino, sari, liisa):
    """The text that is kept is another than the one sent only where the request was there before."""
    text = unicodedata.normalize("NFD", "Ensimmäinen rivi\r\n\r\n  Toinen: Ş ja ŋ  ")
    answer = signed_in(aino).post(ASK, {"text": text})
    assert answer.status_code == 302
    assert RightsRequest.objects.count() == 1
