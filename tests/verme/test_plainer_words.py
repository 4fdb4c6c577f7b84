"""The migrations that put words better change what the application brought, and nothing that HR has written."""

from importlib import import_module

import pytest
from django.apps import apps

from support.models import Measure
from tests.verme.conftest import make_season
from verme.models import Survey
from verme.survey import questions

pytestmark = pytest.mark.django_db
asked = import_module("verme.migrations.0020_plainer_questions")
measures = import_module("support.migrations.0003_plainer_measures")
codes = import_module("verme.migrations.0024_choice_codes")


def no(survey: Survey, key: str) -> str:
    survey.refresh_from_db()
    return next(row["choices"][2]["fi"] for row in survey.asked if row["key"] == key)


def test_a_survey_made_before_gets_the_better_answer_and_hr_s_own_stays():
    rows = questions.written(questions.FEEDBACK)
    for row in rows[:2]:
        row["choices"][2]["fi"] = "en"
    rows[1]["words"]["fi"] = "Näkyykö ryhmä arjessasi?"  # HR's own
    survey = Survey.objects.create(season=make_season(), kind="feedback", asked=rows)
    asked.better(apps, None)
    assert (no(survey, "useful"), no(survey, "work"), no(survey, "time")) == ("ei", "en", "en")
    asked.back(apps, None)
    assert no(survey, "useful") == "en"


def test_a_measure_that_hr_has_changed_stays():
    measures.back(apps, None)
    Measure.objects.filter(code="thanks").update(start_fi="Kiitä joka perjantai.")
    measures.better(apps, None)
    found = dict(Measure.objects.filter(code__in=("thanks", "occupational-health")).values_list("code", "start_fi"))
    assert found["thanks"] == "Kiitä joka perjantai."
    assert found["occupational-health"].endswith("Terveydestäsi puhut vain työterveyshuollon kanssa.")


def test_choices_from_before_they_had_codes_get_those_that_the_application_has_and_hr_s_own_one_of_their_words():
    survey = Survey.objects.create(season=make_season(), kind="feedback", asked=questions.written(questions.FEEDBACK))
    codes.take(apps, None)
    survey.refresh_from_db()
    assert [{*choice} for choice in survey.asked[0]["choices"]] == [{"fi", "sv", "en"}] * 3  # in no order on PostgreSQL
    survey.asked[2]["choices"][2]["fi"] = survey.asked[1]["choices"][2]["fi"] = "ihan sama"
    survey.asked[2]["choices"][1]["fi"] = "ihan sama"
    survey.save()
    codes.give(apps, None)
    survey.refresh_from_db()
    kept = {question.key: question.codes for question in survey.questions}
    assert [kept[key] for key in ("useful", "again")] == [["yes", "partly", "no"], ["yes", "perhaps", "no"]]
    assert kept["themes"][:2] == ["coping", "time"]
    own, same, twice = kept["field"]
    assert (own, same, twice.startswith(f"{same}-")) == ("own", kept["work"][2], True)
