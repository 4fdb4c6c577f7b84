"""Taking into use: what the application sees for itself, what HR marks, and the papers."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.models import Backup, Beat
from people.launch import papers, steps
from people.models import LaunchMark, Unit
from tests.factories import make_person, make_unit
from tests.pdfs import pages_of, tags_of, text_of

pytestmark = pytest.mark.django_db
LIST = "/hr/kayttoonotto/"
DESK = "/hr/"


def standing(user, key):
    return next(one for one in steps.shown_to(user) if one.step.key == key)


def mark(client, step, day="2.11.2026"):
    return client.post(f"{LIST}{step}/tehty/", {f"{step}-done_on": day})


def test_hr_marks_a_step_with_its_day_and_takes_it_back(sari, signed_in):
    hr = signed_in(sari)
    assert mark(hr, "negotiated").status_code == 302
    mark(hr, "negotiated", "3.11.2026")  # a second click, or a colleague's: the first stays
    found = standing(sari, "negotiated")
    assert (found.done, found.mark.done_on, found.mark.by) == (True, datetime.date(2026, 11, 2), sari)
    assert "2.11.2026, Sari" in " ".join(hr.get(LIST).content.decode().split())
    hr.post(f"{LIST}negotiated/kesken/")
    assert not standing(sari, "negotiated").done


def years_before(years, days=0):
    day = timezone.localdate()
    return day.replace(year=day.year - years, day=min(day.day, 28)) - datetime.timedelta(days=days)


def finished(sari, day):
    LaunchMark.objects.create(step=steps.FINISHED, done_on=day, by=sari)


AGAIN = "On aika käydä tämä uudelleen läpi"


def test_the_review_comes_back_after_five_years_and_is_marked_anew(sari, signed_in):
    hr = signed_in(sari)
    finished(sari, years_before(7))
    day = years_before(5, days=1)
    mark(hr, "review", f"{day.day}.{day.month}.{day.year}")
    assert not standing(sari, "review").done
    assert AGAIN in hr.get(DESK).content.decode()
    page = hr.get(LIST).content.decode()
    assert f"Viimeksi {day.day}.{day.month}.{day.year}" in page
    assert 'name="review-done_on"' in page
    refused = mark(hr, "review", f"{day.day}.{day.month}.{day.year}").content.decode()
    assert "Kirjoita myöhempi päivä" in refused
    today = timezone.localdate()
    mark(hr, "review", f"{today.day}.{today.month}.{today.year}")
    earlier = years_before(1)
    mark(hr, "review", f"{earlier.day}.{earlier.month}.{earlier.year}")  # a second tab: the first stays
    found = standing(sari, "review")
    assert (found.done, found.mark.done_on) == (True, today)
    assert AGAIN not in hr.get(DESK).content.decode()
    assert f"viimeistään {today.day}.{today.month}.{today.year + 5}" in hr.get(LIST).content.decode()


def test_a_review_that_was_never_marked_is_counted_from_the_end_of_the_launch(sari, signed_in):
    hr = signed_in(sari)
    finished(sari, years_before(4))
    assert AGAIN not in hr.get(DESK).content.decode()
    LaunchMark.objects.update(done_on=years_before(5, days=1))
    assert AGAIN in hr.get(DESK).content.decode()


def test_other_steps_do_not_come_back(sari, signed_in):
    LaunchMark.objects.create(step="dpia", done_on=years_before(9), by=sari)
    assert standing(sari, "dpia").done
    mark(signed_in(sari), "dpia")
    assert LaunchMark.objects.get(step="dpia").done_on == years_before(9)


@pytest.mark.parametrize(("today", "done"), [("2031-11-29 12:00+02:00", True), ("2031-11-30 00:30+02:00", False)])
def test_it_is_time_on_the_day_itself_by_the_local_clock(today, done, sari):
    LaunchMark.objects.create(step="review", done_on=datetime.date(2026, 11, 30), by=sari)
    with time_machine.travel(today, tick=False):
        assert standing(sari, "review").done is done
        assert bool(steps.come_back(sari)) is not done


def test_a_leap_day_comes_back_on_the_first_of_march():
    step = steps.by_hand("review")
    leap = LaunchMark(step="review", done_on=datetime.date(2024, 2, 29))
    assert steps.again_on(step, leap) == datetime.date(2029, 3, 1)


@pytest.mark.parametrize(("day", "said"), [("²", "Kirjoita päivä"), ("", ""), ("tomorrow", "")])
def test_a_day_that_cannot_be_is_refused_and_comes_back_open(day, said, sari, signed_in):
    answer = mark(signed_in(sari), "dpia", day)
    page = answer.content.decode()
    assert (answer.status_code, LaunchMark.objects.count()) == (200, 0)
    assert said in page
    assert "<details open" in page
    assert f'value="{day}"' in page


def test_a_day_to_come_is_refused(sari, signed_in):
    coming = timezone.localdate() + datetime.timedelta(days=1)
    page = mark(signed_in(sari), "dpia", f"{coming.day}.{coming.month}.{coming.year}").content.decode()
    assert "Päivä on vasta tulossa" in page
    assert LaunchMark.objects.count() == 0


def test_what_the_application_sees_nobody_marks(sari, signed_in):
    """Nor a step that there is not."""
    assert {mark(signed_in(sari), step).status_code for step in ("people", "units", "server", "nothing")} == {404}


def test_the_register_is_ready_when_everybody_has_a_unit_and_a_supervisor(sari, kitchen, aino, matti):
    assert not standing(sari, "people").done
    for person in (sari, matti):
        person.unit = kitchen
        person.save()
    lost = make_person(username="lempi.lehto")
    assert "1 ilman yksikköä" in standing(sari, "people").text
    lost.delete()


def test_units_are_counted_until_all_are_open(sari, kitchen):
    Unit.objects.update(is_open=True)
    assert standing(sari, "units").done
    Unit.objects.filter(pk=make_unit(name="Siivous").pk).update(is_open=False)
    count = Unit.objects.count()
    found = standing(sari, "units")
    assert (found.done, found.text) == (False, f"{count - 1}/{count} yksikköä käytössä")


def test_the_server_is_ready_with_a_worker_and_a_late_backup(sari):
    assert not standing(sari, "server").done
    Beat.objects.create(worker="one", at=timezone.now())
    Backup.objects.create(at=timezone.now() - datetime.timedelta(days=3), size=1)
    assert "Varmuuskopiota" in standing(sari, "server").text
    Backup.objects.create(size=1)
    assert standing(sari, "server").done


def test_contacts_are_named_while_they_are_missing(sari, settings):
    settings.PRIVACY_CONTACT = settings.ACCESSIBILITY_CONTACT = ""
    assert "tietosuojan yhteystieto" in standing(sari, "contacts").text
    settings.PRIVACY_CONTACT = settings.ACCESSIBILITY_CONTACT = "a@b.fi"
    assert standing(sari, "contacts").done


def test_the_path_tells_which_contacts_are_missing(sari):
    assert "työterveyshuolto" in standing(sari, "path").text


def test_the_desk_leads_there_until_hr_has_had_enough(sari, signed_in):
    hr = signed_in(sari)
    assert "Käyttöönotto" in hr.get(DESK).content.decode().split("<main")[1]
    hr.post(f"{LIST}finished/tehty/")
    assert "Käyttöönotto" not in hr.get(DESK).content.decode().split("<main")[1]
    assert hr.get(LIST).status_code == 200
    hr.post(f"{LIST}finished/kesken/")
    assert "Käyttöönotto" in hr.get(DESK).content.decode().split("<main")[1]


def test_the_next_step_is_the_first_open_one(sari, signed_in, settings):
    settings.PRIVACY_CONTACT = settings.ACCESSIBILITY_CONTACT = "a@b.fi"
    assert steps.next_of(steps.shown_to(sari)).step.key == "promise"
    mark(signed_in(sari), "promise")
    assert steps.next_of(steps.shown_to(sari)).step.key != "promise"


def test_every_step_leads_somewhere(sari):
    for one in steps.shown_to(sari):
        assert not one.step.url or reverse(one.step.url)


PAGES = {"tyontekijalle": 1, "juliste": 1, "esihenkilolle": 8, "kirje": 1, "yhteistoiminta": None}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("slug", PAGES)
def test_each_paper_is_tagged_and_names_the_employer(slug, language, sari, signed_in, settings):
    settings.EMPLOYER_NAME = "Rantakylä & pojat"
    answer = signed_in(sari).get(f"{LIST}{slug}/{language}.pdf")
    content = answer.content
    assert answer["Content-Type"] == "application/pdf"
    assert "Rantakylä & pojat" in text_of(content) or slug == "juliste"
    assert PAGES[slug] in (None, len(pages_of(content)))
    assert {tag for tag, _alt in tags_of(content)} & {"H1", "H2"}


def test_the_paper_for_co_operation_tells_every_period_of_the_notice(sari):
    text = text_of(papers.make(papers.paper_at("yhteistoiminta"), "en"))
    with override("en"):
        kept = [str(what) for what, _period, _since in papers.what_is_kept()["kept"]]
    missing = [what for what in kept if what[:12] not in text]
    assert missing == []


def test_the_papers_lead_to_this_site(settings):
    settings.SITE_URL = "https://tuki.rantakyla.example"
    assert "tuki.rantakyla.example" in text_of(papers.make(papers.paper_at("juliste"), "sv"))
    assert dict(settings.LANGUAGES).keys() == papers.paper_at("juliste").files.keys()
