"""An employee's notice of load: dated, answered, closed; past HR and every conversation."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core import organisation
from core.formats import short_day
from core.models import AccessLog, Mail
from core.outbox import letter
from people.models import SupervisionLine, User
from support.jobs import remind_of_late_answers
from support.models import Contact, LoadNotice
from support.path.models import NEEDED
from tests.factories import make_line, make_person
from tests.html import flat
from tests.pdfs import text_of
from tests.people_fixtures import with_second_step

pytestmark = pytest.mark.django_db
WRITE = "/tuki/kuormitus/"
TEXT = "Kolme tekee viiden työt syyskuusta lähtien."


def send(client, days=5, **more):
    day = timezone.localdate() + datetime.timedelta(days=days)
    data = {"text": TEXT, "due_on": f"{day.day}.{day.month}.{day.year}"}
    return client.post(WRITE, data | more, follow=True)


def answer(client, found, text="Lisää väkeä maanantaista.", revision="0"):
    return client.post(reverse("load_answer", args=[found.pk]), {"answer": text, "revision": revision}, follow=True)


@pytest.fixture(autouse=True)
def representative(timo):
    """Whom HR has named on the path, which is whole."""
    for place in set(NEEDED) - {"safety"}:
        Contact.objects.create(place=place, name=place.label, phone="09 555 0140")
    return Contact.objects.create(place="safety", name=timo.name, person=timo, phone="09 555 0172")


@pytest.fixture
def notice(aino, matti, signed_in):
    send(signed_in(aino))
    return LoadNotice.objects.get()


def test_it_goes_to_the_supervisor_and_to_nobody_else(notice, aino, matti, sari, timo, signed_in):
    page = reverse("load_notice", args=[notice.pk])
    assert TEXT in signed_in(aino).get(page).text
    assert TEXT in signed_in(matti).get(page).text
    for other in (sari, timo):
        assert signed_in(other).get(page).status_code == 404
    assert [(mail.to, mail.kind) for mail in Mail.objects.filter(kind__startswith="load")] == [(matti, "load_sent")]
    assert AccessLog.objects.get().subject == aino
    assert "Matti Laine" in signed_in(aino).get("/mina/lukijat/").text


def test_without_a_supervisor_nothing_is_written_in_vain(aino, matti, signed_in):
    assert 'name="text"' in signed_in(aino).get(WRITE).text
    hers = signed_in(aino)
    SupervisionLine.objects.all().delete()
    page = hers.get(WRITE).text
    assert "Sinulla ei ole rekisterissä esihenkilöä." in page
    assert 'name="text"' not in page
    assert "sinä ja ne, joille lähetät ilmoituksen" in page
    assert "esihenkilösi. HR" not in page  # who sees it names no supervisor to whoever has none
    assert TEXT in send(hers).text  # who lost the supervisor while writing keeps what was typed


def test_it_waits_on_the_start_page_by_its_day_and_not_at_an_hour(notice, matti, signed_in):
    page = flat(signed_in(matti).get("/").content)
    assert f'<span class="when"><b>{short_day(notice.due_on, "fi")}</b></span>' in page
    assert page.index(">Nyt<") < page.index("Ilmoitus kuormituksesta")


def test_what_waits_for_the_supervisor_stands_first_with_its_day(notice, aino, matti, signed_in):
    page = signed_in(matti).get(WRITE).text
    assert page.index("Minulle lähetetyt") < page.index("738/2002")
    assert f"vastaus viimeistään {short_day(notice.due_on, 'fi')}" in page
    answer(signed_in(matti), notice)
    page = signed_in(matti).get(WRITE).text
    assert page.index("Minulle lähetetyt") > page.index("738/2002")
    assert "vastaus viimeistään" not in page


def test_a_representative_by_choice_is_told_and_the_supervisor_does_not_know(aino, matti, timo, signed_in):
    send(signed_in(aino), representative=timo.pk)
    found = LoadNotice.objects.get()
    page = reverse("load_notice", args=[found.pk])
    assert found.representative == timo
    assert TEXT in signed_in(timo).get(page).text
    assert timo.last_name in signed_in(aino).get(page).text
    assert timo.last_name not in signed_in(matti).get(page).text
    assert answer(signed_in(timo), found).status_code == 404


def test_whoever_was_sent_one_finds_it_again(aino, matti, timo, leena, signed_in):
    send(signed_in(aino), representative=timo.pk)
    page = reverse("load_notice", args=[LoadNotice.objects.get().pk])
    answer(signed_in(matti), LoadNotice.objects.get())  # and so it is not on his start page any more
    assert [page in signed_in(one).get(WRITE).text for one in (aino, matti, timo, leena)] == [True, True, True, False]
    assert [signed_in(one).get(WRITE).text.count(page) for one in (aino, matti)] == [1, 1]
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert page not in signed_in(matti).get(WRITE).text


def test_the_list_of_readers_names_the_representatives_role(aino, matti, timo, signed_in):
    send(signed_in(aino), representative=timo.pk)
    page = signed_in(timo).get(reverse("load_notice", args=[LoadNotice.objects.get().pk])).text
    assert "Luet tätä työsuojeluvaltuutettuna" in page
    assert AccessLog.objects.get(reader=timo).reader_role == "safety"
    shown = signed_in(aino).get("/mina/lukijat/").text
    assert ("työsuojeluvaltuutettu" in shown, timo.last_name in shown) == (True, False)


def test_a_late_answer_is_asked_for_once(notice, aino, matti):
    def told():
        remind_of_late_answers.func()
        return Mail.objects.filter(kind="load_late").count()

    assert told() == 0  # its day has not passed
    LoadNotice.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    assert (told(), told()) == (1, 1)
    row = Mail.objects.get(kind="load_late")
    assert (row.to, TEXT in letter(row).body, "Aino" in letter(row).body) == (matti, False, False)
    assert letter(row)
    LoadNotice.objects.update(answered_at=timezone.now())
    assert letter(row) is None  # answered meanwhile


def test_no_late_answer_is_asked_of_who_leads_no_longer_or_about_who_is_restricted(notice, aino, matti):
    LoadNotice.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    aino.restricted_since = timezone.now()
    aino.save()
    remind_of_late_answers.func()
    aino.restricted_since = None
    aino.save()
    SupervisionLine.objects.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    remind_of_late_answers.func()
    assert not Mail.objects.filter(kind="load_late").exists()


def test_the_receipt_has_the_employers_own_name(notice, aino, sari, signed_in):
    now = organisation.current()
    now.name = "Uusi Kunta"
    now.save()
    organisation.forget()
    receipt = signed_in(aino).get(reverse("load_receipt_pdf", args=[notice.pk]))
    assert "Uusi Kunta" in text_of(receipt.content)


def test_the_supervisor_answers_and_the_employee_closes(notice, aino, matti, signed_in):
    his, hers, page = signed_in(matti), signed_in(aino), reverse("load_notice", args=[notice.pk])
    assert "Ilmoitus kuormituksesta" in his.get("/").text
    answer(his, notice)
    assert "Lisää väkeä maanantaista." in hers.get(page).text
    assert "Ilmoitukseesi on vastattu" in hers.get("/").text
    second = answer(his, notice, text="Toinen.").text  # from a tab that was open before
    assert ("Lisää väkeä maanantaista." in second, "Toinen." in second) == (True, True)
    answer(his, notice, text="Toinen.", revision="1")
    hers.post(reverse("load_close", args=[notice.pk]))
    assert LoadNotice.objects.get().closed_on == timezone.localdate()
    assert "ei lähetetty" in answer(his, notice, revision="2").text
    assert "Ilmoitukseesi on vastattu" not in hers.get("/").text


def test_the_receipt_says_what_when_and_to_whom(notice, aino, sari, signed_in):
    address = reverse("load_receipt_pdf", args=[notice.pk])
    paper = signed_in(aino).get(address)
    text = text_of(paper.content)
    day = f"{notice.sent_on.day}.{notice.sent_on.month}.{notice.sent_on.year}"
    assert [word in text for word in (TEXT, day, "Matti Laine", "Aino Virtanen", "738/2002")] == [True] * 5
    assert "Kolme" not in paper["Content-Disposition"]
    assert signed_in(sari).get(address).status_code == 404


def test_a_new_supervisor_sees_nothing_until_the_employee_sends_it_on(notice, aino, matti, kitchen, signed_in):
    SupervisionLine.objects.filter(supervisor=matti).delete()
    new = with_second_step(make_person(name="Uuno Uusi", unit=kitchen))
    make_line(unit=kitchen, supervisor=new)
    page = reverse("load_notice", args=[notice.pk])
    assert signed_in(matti).get(page).status_code == 404
    assert signed_in(new).get(page).status_code == 404
    hers = signed_in(aino)
    assert "Sinulla on nyt toinen esihenkilö" in hers.get(page).text
    hers.post(reverse("load_send_on", args=[notice.pk]))
    assert TEXT in signed_in(new).get(page).text


@pytest.mark.parametrize("days", [0, -1, 31])
def test_a_day_that_is_past_or_too_far_is_asked_again_and_the_text_stays(days, aino, matti, signed_in):
    page = send(signed_in(aino), days=days).text
    assert "enintään 30 päivän päästä" in page
    assert TEXT in page
    assert not LoadNotice.objects.exists()


def test_without_a_supervisor_the_page_says_whom_to_call(sari, signed_in):
    page = send(signed_in(sari)).text
    assert "ei ole rekisterissä esihenkilöä" in page
    assert TEXT in page


def test_a_double_click_sends_one(aino, matti, signed_in):
    hers = signed_in(aino)
    send(hers)
    send(hers)
    assert LoadNotice.objects.count() == 1
    assert Mail.objects.filter(kind="load_sent").count() == 1


def test_an_answer_that_comes_after_the_closing_is_not_lost(notice, aino, matti, sari, signed_in):
    page = reverse("load_notice", args=[notice.pk])
    signed_in(aino).post(reverse("load_close", args=[notice.pk]))
    late = signed_in(matti).post(reverse("load_answer", args=[notice.pk]), {"answer": "Tuuraaja.", "revision": "0"})
    assert late.status_code == 200
    assert ("Tuuraaja." in late.text, "ei lähetetty" in late.text) == (True, True)
    assert "Tuuraaja." not in signed_in(aino).get(page).text
    assert signed_in(sari).post(reverse("load_answer", args=[notice.pk]), {"answer": "x"}).status_code == 404


def test_only_the_representatives_whom_hr_has_named_are_offered(aino, matti, timo, stranger, representative, signed_in):
    hers = signed_in(aino)
    page = hers.get(WRITE).text
    assert ("Ei muille" in page, timo.name in page, stranger.name in page) == (True, True, False)
    assert "Valitse näistä." in send(hers, representative=stranger.pk).text
    assert not LoadNotice.objects.exists()
    representative.person = None
    representative.save()
    assert "representative" not in hers.get(WRITE).text
    send(hers, representative=timo.pk)
    assert LoadNotice.objects.get().representative is None


def test_nobody_is_offered_before_everybody_is_shown_the_contacts(aino, timo, signed_in):
    Contact.objects.filter(place="steward").delete()
    assert timo.name not in signed_in(aino).get(WRITE).text


def test_who_leads_no_longer_gets_back_what_they_were_answering(notice, aino, matti, streets, signed_in):
    his = signed_in(matti)
    User.objects.filter(pk=aino.pk).update(unit=streets)
    answer = his.post(reverse("load_answer", args=[notice.pk]), {"answer": "Puhutaan huomenna.", "revision": "0"})
    assert (answer.status_code, "Puhutaan huomenna." in answer.text) == (404, True)
    assert LoadNotice.objects.get().answered_at is None
