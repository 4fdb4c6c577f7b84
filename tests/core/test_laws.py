"""Each type of employer draws its own words of the law into every text that speaks of it, and no other type's."""

import re
from itertools import product

import pytest
from django.urls import reverse
from django.utils.translation import override

from core import organisation, pdf
from core.models import Organisation
from core.organisation.laws import LAWS
from core.organisation.models import Employer
from people.launch import papers

pytestmark = pytest.mark.django_db
NUMBERS = {"449/2007", "1233/2013", "1333/2021", "20–49"}  # of co-operation, and the limit of the lighter dialogue
OWN = {
    Employer.MUNICIPALITY: {"449/2007"},
    Employer.COUNTY: {"449/2007"},
    Employer.STATE: {"1233/2013"},
    Employer.SMALL_COMPANY: {"1333/2021", "20–49"},
    Employer.COMPANY: {"1333/2021"},
    Employer.UNIVERSITY: {"1333/2021"},
}
SPACES = re.compile(r"\s+")


def employ(kind, language, user):
    Organisation.objects.update_or_create(defaults={"name": "Mallila", "kind": kind})
    organisation.forget()
    user.language = language
    user.save()


def words(language):
    """What tells the types apart, as one reads it in a language: where, and how open; some types share the second."""
    with override(language):
        return {kind: (str(law.where), str(law.openness)) for kind, law in LAWS.items()}


def folded(html):
    """Whether a phrase begins a sentence is no difference."""
    return plain(html).casefold()


def plain(html):
    return SPACES.sub(" ", html.replace("&#39;", "'").replace("\xad", ""))


def test_every_type_has_its_words():
    assert LAWS.keys() == set(Employer)
    for language in ("fi", "sv", "en"):
        assert len({where for where, _openness in words(language).values()}) == len(Employer)


@pytest.mark.parametrize(("kind", "language"), list(product(Employer, ("fi", "sv", "en"))))
def test_each_text_has_the_words_of_the_type_and_of_no_other(kind, language, sari, signed_in, monkeypatch):
    monkeypatch.setattr(
        pdf.drawer, "draw_for_job", str.encode
    )  # the paper's words; how it is drawn is tested elsewhere
    employ(kind, language, sari)
    hr = signed_in(sari)
    pages = {
        "checklist": reverse("launch"),
        "period": reverse("retention_edit", args=["conversation"]),
        "model": reverse("model_draft", args=["tyokyky"]),
        "notice": reverse("privacy"),
        "record": reverse("processing_record"),
    }
    told = {name: folded(hr.get(address).content.decode()) for name, address in pages.items()}
    told["paper"] = folded(papers.make(papers.paper_at("yhteistoiminta"), language).decode())
    everybody = {one: tuple(map(str.casefold, pair)) for one, pair in words(language).items()}
    where, openness = everybody[kind]
    for name, text in told.items():
        assert where in text, name
        others = {one for one, _openness in everybody.values()} - {where}
        assert {one for one in others if one in text.replace(where, "")} == set(), name
        if name != "model":
            assert {number for number in NUMBERS if number in text} == OWN.get(kind, set()), name
    for name in ("notice", "record", "paper"):
        assert openness in told[name], name
        assert {one for _where, one in everybody.values() if one in told[name]} == {openness}, name
