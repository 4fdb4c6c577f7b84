"""The fewest answers of which anything is told: a survey keeps the number that its page promised."""

import datetime
import io

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import organisation
from core.models import Organisation
from tests.pdfs import text_of
from tests.verme.conftest import make_group, make_season
from tests.verme.survey.test_surveys import answers, close, members
from verme.models import Survey
from verme.survey import actions as acts
from verme.survey import questions, results
from verme.survey.hidden import by_answers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    organisation.nothing_saved()


@pytest.fixture
def season(db):
    found = make_season(name="Kevät", state="running")
    members(make_group(found), 14)
    return found


def set_least(number):
    """HR's number, as another process sees it."""
    Organisation.objects.update_or_create(pk=1, defaults={"name": "Kotikunta", "least_answers": number})


def opened(season):
    survey = acts.make(season, "feedback")
    acts.open_for_answers(survey, until=timezone.localdate() + datetime.timedelta(days=14))
    survey.refresh_from_db()
    return survey


def plain(response):
    return " ".join(response.content.decode().split())


def test_the_number_is_that_of_the_day_when_it_opens(season):
    survey = acts.make(season, "feedback")
    set_least(15)
    assert survey.least == 10
    survey = opened(season)
    assert (survey.least, survey.promised) == (15, 15)


@pytest.mark.parametrize("later", [10, 50])
def test_a_later_change_opens_and_hides_nothing(season, sari, signed_in, later):
    """Twelve have answered where fifteen were promised: too few, whatever HR sets while it is open."""
    set_least(15)
    survey = opened(season)
    (secret,) = acts.tickets(survey, 1)
    set_least(later)
    page = plain(Client().get(f"/vastaa/{secret}/"))
    assert (page.count("vähintään 15"), "kymmenen" in page) == (2, False)
    answers(survey, 12)
    close(survey)
    assert survey.result == {"enough": False}
    client = signed_in(sari)
    address = survey.get_absolute_url()
    assert "Alle 15" in plain(client.get(address)) or "alle 15" in plain(client.get(address))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(reverse("survey_xlsx", args=[survey.pk])).content)).active
    assert "15" in " ".join(str(cell) for row in sheet.values for cell in row if cell)
    assert "15" in text_of(client.get(reverse("survey_pdf", args=[survey.pk])).content)
    assert "vähintään 15" in plain(Client().get(f"/vastaa/{secret}/"))  # the link of a survey that has closed


def test_ten_are_enough_where_ten_were_promised(season):
    """The control of the test above: a larger number later hides nothing either."""
    survey = opened(season)
    set_least(50)
    answers(survey, 12)
    close(survey)
    assert survey.result["enough"] is True


def test_one_question_of_few_is_not_told_either():
    (asked,) = [one for one in questions.FEEDBACK if one.key == "useful"]
    given = [{"useful": str(number % 2)} for number in range(12)] + [{}] * 8
    told = {least: results.release([asked], given, least=least)["questions"]["useful"]["enough"] for least in (10, 13)}
    assert told == {10: True, 13: False}


def test_hr_reads_the_number_before_opening(season, sari, signed_in):
    client, survey = signed_in(sari), acts.make(season, "feedback")
    set_least(15)
    organisation.forget()
    page = plain(client.get(reverse("survey_manage", args=[survey.pk])))
    assert "vastauksia on vähintään 15, joten näin pienestä joukosta niitä ei tule" in page


@pytest.mark.parametrize("number", [9, 51])
def test_the_database_refuses_what_is_outside_the_bounds(season, number):
    survey = acts.make(season, "feedback")
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(least=number)


def test_what_a_larger_number_would_hide_is_said(season):
    told = acts.make(make_season(name="Syksy", state="closed", closed_on=timezone.localdate()), "feedback")
    result = {"enough": True, "answers": "10–19", "questions": {}}
    Survey.objects.filter(pk=told.pk).update(state="released", result=result, released_on=timezone.localdate())
    said = " ".join(by_answers(10, 15))
    assert "varmasti 0 kyselyyn ja ehkä 1 kyselyyn" in said
    assert "Kevät: jäseniä ja mentoreita on 14, joten 15 vastauksen rajalla tuloksia ei tule" in said
    assert "varmasti 1 kyselyyn ja ehkä 0 kyselyyn" in " ".join(by_answers(10, 20))
    assert list(by_answers(15, 10)) == list(by_answers(15, 12))  # a lower one hides nothing
    opened(season)
    assert "Avoinna nyt: 1" in " ".join(by_answers(10, 15))


def test_the_number_of_queries_is_that_of_one_season(season, django_assert_num_queries):
    for number in range(5):
        members(make_group(make_season(name=f"Kausi {number}", state="running")), 2)
    with django_assert_num_queries(5):
        list(by_answers(10, 50))
