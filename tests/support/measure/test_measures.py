"""The library of measures: what the source brought, three languages, suggestions, and agreements that name one."""

import datetime
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from core import retention
from support.measure.models import choices
from support.models import Measure, suggest
from tests.factories import make_person
from tests.jobs import run_jobs
from tests.pdfs import text_of
from vatupassi.conversation import invitations
from vatupassi.memo import confirmation
from vatupassi.models import Agreement, Memo, Occasion

pytestmark = pytest.mark.django_db
SEEDS = import_module("support.migrations._measures").MEASURES


def names(kind, language="fi"):
    with translation.override(language):
        return [name for label, rows in choices() for _pk, name in rows if label.lower() == str(kind.label)]


def test_the_source_has_nine_and_five_and_rotation_stands_in_both():
    assert Measure.objects.filter(kind="proactive").count() == 9
    assert Measure.objects.filter(kind="reactive").count() == 5
    assert Measure.objects.filter(name_fi__startswith="Työkierto").values_list("kind", flat=True).count() == 2


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed[0])
def test_each_is_written_in_three_languages(seed):
    texts = [text for language in seed[2:] for text in language]
    assert len(texts) == len(set(texts)) == 9
    assert max(map(len, (language[0] for language in seed[2:]))) <= 80


@pytest.mark.both_databases
def test_lists_follow_the_finnish_alphabet():
    Measure.objects.all().delete()
    for name in ("Åland", "Ääni", "Öljy", "Šakki", "Wanha", "Vanha", "Zoo"):
        Measure.objects.create(name_fi=name)
    assert names(Measure.Kind.PROACTIVE) == ["Šakki", "Vanha", "Wanha", "Zoo", "Åland", "Ääni", "Öljy"]


def test_a_missing_language_says_so(signed_in):
    Measure.objects.all().delete()
    Measure.objects.create(name_fi="Kahvihetki", fits_fi="Aamulla")
    assert names(Measure.Kind.PROACTIVE, "sv") == ["Kahvihetki (bara på finska)"]
    johanna = signed_in(make_person(name="Johanna Åberg", language="sv"))
    page = johanna.get("/tuki/keinot/").content.decode()
    assert page.count('<span lang="fi">Kahvihetki</span> <span class="muted">(bara på finska)</span>') == 1
    assert page.count('<span lang="fi">Aamulla</span> <span class="muted">(bara på finska)</span>') == 1


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.both_databases
def test_the_list_takes_the_same_queries(many, aino, signed_in):
    for number in range(many):
        Measure.objects.create(name_fi=f"Keino {number}")
    client = signed_in(aino)
    client.get("/tuki/keinot/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/tuki/keinot/").status_code == 200
    assert len(seen) == 3  # session, person, measures


def test_a_suggestion_waits_for_hr_and_then_is_everybodys(aino, matti, sari, signed_in):
    hers, his, hr = signed_in(aino), signed_in(matti), signed_in(sari)
    for _click in range(2):
        hers.post("/tuki/keinot/ehdota/", {"text": "Yhteinen aamukahvi\nkaikille", "kind": "proactive"})
    found = Measure.objects.proposed().get()
    assert (found.name_fi, found.proposal, found.suggested_by) == (
        "Yhteinen aamukahvi",
        "Yhteinen aamukahvi\nkaikille",
        aino,
    )
    shown = [client.get("/tuki/keinot/").content.decode().count("Yhteinen aamukahvi") > 0 for client in (hers, his, hr)]
    assert shown == [True, False, True]
    assert "Yhteinen aamukahvi" not in str(choices())
    words = {"kind": "proactive", "name_fi": "Aamukahvi", "name_sv": "Morgonkaffe", "revision": "0"}
    hr.post(f"/tuki/keinot/{found.pk}/", words)
    found.refresh_from_db()
    assert (found.state, found.proposal, found.suggested_by) == ("approved", "", None)
    assert "Morgonkaffe" in names(Measure.Kind.PROACTIVE, "sv")
    assert his.get("/tuki/keinot/").content.decode().count("Aamukahvi") == 1


def test_a_suggestion_in_swedish_is_not_a_finnish_name():
    found = suggest("Promenad", make_person(name="Pekka Öhman", language="sv"))
    assert (found.name_fi, found.name_sv) == ("", "Promenad")


def test_an_empty_or_a_long_suggestion(aino, signed_in):
    with pytest.raises(ValueError, match="empty"):
        suggest(" \n ", aino)
    page = signed_in(aino).post("/tuki/keinot/ehdota/", {"text": "x" * 1001, "kind": "proactive"})
    assert "text" in page.context["form"].errors
    with pytest.raises(ValueError, match="longer"):
        suggest("å" * 1001, aino)  # never cut
    assert suggest("å" * 1000, aino).proposal == "å" * 1000


def test_hr_deletes_a_suggestion_but_nothing_of_the_library(aino, sari, signed_in):
    hr, found = signed_in(sari), suggest("Ei tätä", aino)
    hr.post(f"/tuki/keinot/{found.pk}/hylkaa/")
    kept = Measure.objects.get(code="crafting")
    hr.post(f"/tuki/keinot/{kept.pk}/hylkaa/")
    assert Measure.objects.filter(pk=kept.pk).exists()
    assert Measure.objects.proposed().count() == 0


def test_old_suggestions_go_by_themselves(aino):
    old = suggest("Vanha", aino)
    Measure.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(days=400))
    suggest("Uusi", aino)
    assert retention.dispose()["support.retention.old_proposals"] == 1
    assert Measure.objects.proposed().get().proposal == "Uusi"
    assert Measure.objects.approved().count() == 14


# ---- Agreements name a measure


@pytest.fixture
def talk(aino, matti):
    conversation = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(hours=1),
    )
    invitations.accept(conversation, by=aino)
    return conversation


def form(measure="", **more):
    due = timezone.localdate() + datetime.timedelta(days=9)
    day = f"{due.day}.{due.month}.{due.year}"
    return {"text": "Kokeillaan", "side": "employee", "due_on": day, "kind": "act", "measure": measure, **more}


def test_an_agreement_names_a_measure_and_the_memo_says_so(talk, aino, matti, signed_in):
    his, measure = signed_in(matti), Measure.objects.get(code="crafting")
    his.post(f"/keskustelut/{talk.pk}/vaihe/agreements/sovi/", form(measure.pk))
    assert Agreement.objects.get().measure == measure
    step = his.get(f"/keskustelut/{talk.pk}/vaihe/agreements/").content.decode()
    assert step.count("keino: Työn tuunaus") == 1
    assert his.get(f"/keskustelut/{talk.pk}/vaihe/memo/").content.decode().count("keino: Työn tuunaus") == 1
    talk.refresh_from_db()
    for person in (aino, matti):
        confirmation.confirm(talk, by=person, text_revision=talk.text_revision)
    measure.name_fi = "Toisin"
    measure.save()
    run_jobs()
    assert Memo.objects.count() == 1
    paper = signed_in(aino).get(f"/keskustelut/{talk.pk}/muistio.pdf")
    assert "keino: Työn tuunaus" in text_of(paper.content)  # as it was when it was confirmed


def test_a_retired_measure_is_refused_but_stays_where_it_is(talk, matti, signed_in):
    his, measure = signed_in(matti), Measure.objects.get(code="crafting")
    his.post(f"/keskustelut/{talk.pk}/vaihe/agreements/sovi/", form(measure.pk))
    measure.retire()
    page = his.post(f"/keskustelut/{talk.pk}/vaihe/agreements/sovi/", form(measure.pk))
    assert "measure" in page.context["agreement_form"].errors
    agreement = Agreement.objects.get()
    edit = his.get(f"/sovitut/{agreement.pk}/").content.decode()
    assert edit.count("Työn tuunaus") == 1
    his.post(f"/sovitut/{agreement.pk}/tallenna/", form(measure.pk, text="Toinen", version="0"))
    agreement.refresh_from_db()
    assert (agreement.measure, agreement.version) == (measure, 1)


@pytest.mark.parametrize("sent", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_measure_is_refused(sent, talk, matti, signed_in):
    page = signed_in(matti).post(f"/keskustelut/{talk.pk}/vaihe/agreements/sovi/", form(sent))
    assert "measure" in page.context["agreement_form"].errors
    assert Agreement.objects.count() == 0
