"""Texts are limited in lines as in characters, in every place where somebody writes more than one."""

import datetime

import pytest
from django import forms
from django.utils import timezone, translation

from core.fields import LongTextField, few_lines
from core.texts.limits import MOST_LINES, problem_of_size
from tests.core.test_one_line import APPS, forms_of, with_a_line
from tests.verme.training.test_training import make_training
from vatupassi.conversation import invitations
from vatupassi.models import DifferingView, Note, Occasion
from verme.season.forms import SeasonForm
from verme.training.forms import SeminarForm, TaskForm

MANY = "a\n" * 20_000


@pytest.fixture
def talk(aino, matti):
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=1),
        agreed=True,
    )


def test_the_bound_and_what_it_says() -> None:
    translation.activate("fi")
    assert problem_of_size("\n".join("a" * MOST_LINES), 20_000) == ""
    assert problem_of_size("\n".join("a" * (MOST_LINES + 1)), 20_000).startswith("Ei tallennettu: 1 rivi liikaa")
    assert problem_of_size("\n".join("a" * (MOST_LINES + 2)), 20_000).startswith("Ei tallennettu: 2 riviä liikaa")
    assert "merkkiä liikaa" in problem_of_size("a" * 30, 20)
    with pytest.raises(forms.ValidationError, match="1 rivi liikaa"):
        LongTextField().clean("\n".join("a" * (MOST_LINES + 1)))


@pytest.mark.django_db
def test_a_conversations_texts(talk, aino, signed_in) -> None:
    client = signed_in(aino)
    sent = {"text-tiedanko.works": MANY[:19_000], "version-tiedanko.works": "0"}
    answer = client.post(f"/keskustelut/{talk.pk}/vaihe/tiedanko/tallenna/", sent, headers={"X-Autosave": "1"})
    assert answer.status_code == 422
    assert "riviä liikaa" in answer.content.decode()
    assert [note for note in Note.objects.filter(conversation=talk) if note.text] == []
    page = client.post(f"/keskustelut/{talk.pk}/vaihe/tiedanko/tallenna/", sent)
    assert (page.status_code, "riviä liikaa" in page.content.decode()) == (200, True)
    differing = client.post(f"/keskustelut/{talk.pk}/eriava/", {"text-differing": MANY[:19_000]})
    assert "riviä liikaa" in differing.content.decode()
    assert not DifferingView.objects.exists()


def long_text_fields():
    """Every field of several lines of our forms: form, name, field."""
    with_a_line()  # every module is read now
    for form in forms_of():
        if form.__module__.split(".")[0] in APPS:
            for name, field in getattr(form, "base_fields", {}).items():
                if isinstance(field.widget, forms.Textarea):
                    yield f"{form.__module__}.{form.__name__}", name, field


def is_bound(field) -> bool:
    return isinstance(field, LongTextField) or few_lines in field.validators


# Their model's field gets its widget, and the bound with it, when the form is made
MADE_LATER = {"SeminarForm", "TaskForm", "SeasonForm"}


def test_every_field_of_several_lines_has_the_bound() -> None:
    found = list(long_text_fields())
    assert len(found) > 15
    without = {form.rpartition(".")[2] for form, _name, field in found if not is_bound(field)}
    assert without == MADE_LATER


@pytest.mark.django_db
def test_also_where_the_field_gets_it_when_the_form_is_made() -> None:
    made = [SeasonForm(), SeminarForm(), TaskForm(training=make_training())]
    assert {type(form).__name__ for form in made} == MADE_LATER
    areas = [
        (type(form).__name__, name, is_bound(field))
        for form in made
        for name, field in form.fields.items()
        if isinstance(field.widget, forms.Textarea)
    ]
    assert len(areas) == 7
    assert [area for area in areas if not area[2]] == []
