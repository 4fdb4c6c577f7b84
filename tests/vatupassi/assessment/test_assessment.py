"""The own assessment: saved item by item, nobody else's, kept and deleted."""

import datetime
import io
import random
import re

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core import retention
from people.models import User
from tests.html import flat
from vatupassi.models import LONGEST_TEXT, Assessment, AssessmentItem

pytestmark = pytest.mark.django_db
CANARY = "kanarialintu-7b1f"


def save(client: Client, autosave: bool = True, **values: object):
    headers = {"X-Autosave": "1"} if autosave else {}
    return client.post(reverse("assessment_item"), {k.replace("_", "-"): v for k, v in values.items()}, headers=headers)


def item(user: User, question: str = "tiedanko") -> AssessmentItem:
    return AssessmentItem.objects.get(assessment=Assessment.objects.filter(owner=user).first(), question=question)


def test_the_first_visit_shows_four_empty_levels_and_writes_nothing(aino, signed_in):
    page = signed_in(aino).get(reverse("assessment"))
    assert page.status_code == 200
    assert page.content.decode().count('class="level big beside"') == 4
    assert Assessment.objects.count() == 0


def test_the_first_mark_makes_the_assessment(aino, signed_in):
    answer = save(signed_in(aino), version_tiedanko=0, tiedanko_now=2)
    assert answer.status_code == 200
    assert [(row.question, row.now) for row in AssessmentItem.objects.order_by("question")] == [
        ("haluanko", None),
        ("kykenenko", None),
        ("osaanko", None),
        ("tiedanko", 2),
    ]


def test_the_fragment_equals_the_fresh_page(aino, signed_in):
    client = signed_in(aino)
    fragment = save(client, version_kykenenko=0, kykenenko_now=-2, text_kykenenko="Yövuorot painavat.").content.decode()
    page = client.get(reverse("assessment")).content.decode()
    item, *pieces = re.split(r"(?=<div [^>]*data-renew)", without_proof(fragment))
    assert len(pieces) == 1
    for piece in (item, *pieces):
        assert piece.strip() in without_proof(page)


def without_proof(page):
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", page)


def test_the_first_save_brings_the_deletion_date(aino, signed_in):
    """A first-time user's page said nothing of it until it was loaded anew."""
    client = signed_in(aino)
    assert "Poistetaan" not in client.get(reverse("assessment")).content.decode()
    assert "Poistetaan" in save(client, version_tiedanko=0, tiedanko_now=2).content.decode()
    known = Assessment.objects.get().pk
    second = save(client, version_tiedanko=0, tiedanko_now=1, assessment=known).content.decode()
    assert "data-renew" not in second


@pytest.mark.parametrize(
    "text",
    [
        "palkka < 3000 & > 2000 <ei tagi>",
        "Ş ŋ ﬁ 😀 👩🏽‍🔧",
        "\n alku rivinvaihdolla \n",
        "x" * LONGEST_TEXT,
        "ä" * LONGEST_TEXT,
    ],
)
def test_a_text_comes_back_as_it_was_written(aino, signed_in, text):
    client = signed_in(aino)
    assert save(client, version_tiedanko=0, text_tiedanko=text.replace("\n", "\r\n")).status_code == 200
    assert item(aino).text.open(aino) == text


def test_a_mark_does_not_disturb_a_text_in_another_tab(aino, signed_in):
    client = signed_in(aino)
    save(client, version_tiedanko=0, text_tiedanko="teksti")
    assert save(client, version_tiedanko=0, tiedanko_now=3).status_code == 200
    assert save(client, version_tiedanko=1, text_tiedanko="uusi teksti").status_code == 200
    assert (item(aino).now, item(aino).text.open(aino)) == (3, "uusi teksti")


def test_a_whole_form_undoes_no_mark_that_it_did_not_touch(aino, signed_in):
    client = signed_in(aino)
    save(client, version_tiedanko=0, tiedanko_now=0)
    older = {"version_tiedanko": 0, "was_tiedanko_now": 0, "was_tiedanko_target": ""}  # what a tab left open holds
    save(client, version_tiedanko=0, tiedanko_now=2)
    save(client, autosave=False, **older, tiedanko_now=0, tiedanko_target=3, text_tiedanko="Toisesta.")
    assert (item(aino).now, item(aino).target, item(aino).text.open(aino)) == (2, 3, "Toisesta.")
    save(client, autosave=False, **older, tiedanko_now=-1, tiedanko_target="", text_tiedanko="Toisesta.")
    assert (item(aino).now, item(aino).target) == (-1, 3)  # of two that were touched the last one counts


def test_a_mark_can_be_taken_away(aino, signed_in):
    client = signed_in(aino)
    save(client, version_tiedanko=0, tiedanko_now=3, tiedanko_target=3)
    save(client, version_tiedanko=0, tiedanko_now="")
    assert (item(aino).now, item(aino).target) == (None, 3)


def test_without_javascript_the_whole_form_is_saved(aino, signed_in):
    client = signed_in(aino)
    values = {f"version_{q}": 0 for q in ("tiedanko", "osaanko", "kykenenko", "haluanko")}
    answer = save(client, False, **values, tiedanko_now=1, text_haluanko="Pidän työstäni.")
    assert answer.status_code == 302
    assert answer.url == reverse("assessment")
    assert item(aino).now == 1
    assert item(aino, "haluanko").text.open(aino) == "Pidän työstäni."


def test_a_tab_left_open_saves_into_its_own_assessment(aino, signed_in):
    client = signed_in(aino)
    save(client, version_tiedanko=0, tiedanko_now=1)
    old = Assessment.objects.get()
    client.post(reverse("assessment_start"))
    save(client, assessment=old.pk, version_osaanko=0, text_osaanko="vanhaan")
    assert AssessmentItem.objects.get(assessment=old, question="osaanko").text.open(aino) == "vanhaan"
    assert Assessment.objects.first().is_empty


@pytest.mark.both_databases
def test_a_new_assessment_is_started_once(aino, signed_in):
    client = signed_in(aino)
    save(client, version_tiedanko=0, tiedanko_now=1)
    for _ in range(2):
        client.post(reverse("assessment_start"))
    assert Assessment.objects.count() == 2


def test_after_two_weeks_the_first_mark_begins_a_new_one(aino, signed_in):
    client, kept = signed_in(aino), []
    for days in (13, 15):
        Assessment.objects.all().delete()
        save(client, version_tiedanko=0, tiedanko_now=-2)
        Assessment.objects.update(edited_at=timezone.now() - datetime.timedelta(days=days))
        page = client.get(reverse("assessment")).content.decode()
        pk = re.search(r'name="assessment" value="([^"]*)"', page)[1]
        save(client, version_tiedanko=0, tiedanko_now=1, assessment=pk)
        kept.append(sorted(AssessmentItem.objects.exclude(now=None).values_list("now", flat=True)))
    assert kept == [[1], [-2, 1]]


def test_done_saves_the_page_and_says_what_is_next(aino, signed_in):
    client = signed_in(aino)
    values = {f"version_{q}": 0 for q in ("tiedanko", "osaanko", "kykenenko", "haluanko")}
    assert save(client, False, **values, done=1).url == reverse("assessment_own") + "?valmis"
    assert Assessment.objects.count() == 0  # nothing marked, nothing left behind
    assert "Mitään ei ole vielä merkitty" in client.get(reverse("assessment_own") + "?valmis").content.decode()
    assert save(client, False, **values, tiedanko_now=1, done=1).url == reverse("assessment_own") + "?valmis"
    page = client.get(reverse("assessment_own") + "?valmis").content.decode()
    assert "<h1>Valmis</h1>" in page
    assert "Jäi tyhjäksi: Osaanko?, Kykenenkö?, Haluanko? Kaikkea ei tarvitse merkitä." in page
    assert reverse("assessment_detail", args=[Assessment.objects.get().pk]) in page
    assert reverse("assessment_history") in page
    known = Assessment.objects.get().pk
    answer = save(client, False, **values | {"text_osaanko": "x" * (LONGEST_TEXT + 1)}, done=1, assessment=known)
    assert answer.status_code == 422  # it comes back as it was written
    assert "x" * (LONGEST_TEXT + 1) in answer.content.decode()


@pytest.mark.parametrize("name", ["assessment_detail", "assessment_pdf", "assessment_removal"])
def test_nobody_else_opens_an_assessment(name, aino, matti, sari, leena, mikael, stranger, signed_in):
    assessment = Assessment.start(by=aino)
    for person in (matti, sari, leena, mikael, stranger):
        assert signed_in(person).get(reverse(name, args=[assessment.pk])).status_code == 404
    assert Client().get(reverse(name, args=[assessment.pk])).status_code == 302


def test_nobody_else_writes_into_an_assessment_or_deletes_it(aino, matti, sari, signed_in):
    assessment = Assessment.start(by=aino)
    for person in (matti, sari):
        client = signed_in(person)
        assert save(client, assessment=assessment.pk, version_tiedanko=0, tiedanko_now=1).status_code == 404
        assert save(client, assessment="ei-id", version_tiedanko=0, tiedanko_now=1).status_code == 404
        assert client.post(reverse("assessment_delete", args=[assessment.pk])).status_code == 404
    assert item(aino).now is None


def test_deleting_is_for_good(aino, signed_in):
    client = signed_in(aino)
    save(client, version_tiedanko=0, text_tiedanko=CANARY)
    pk = Assessment.objects.get().pk
    assert client.get(reverse("assessment_removal", args=[pk])).status_code == 200
    assert client.post(reverse("assessment_delete", args=[pk])).status_code == 302
    assert (Assessment.objects.count(), AssessmentItem.objects.count()) == (0, 0)


@pytest.mark.both_databases
def test_the_database_holds_no_note_in_clear(aino, signed_in):
    save(signed_in(aino), version_tiedanko=0, text_tiedanko=CANARY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM vatupassi_assessmentitem")
        stored = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert len(stored) > len(CANARY)
    assert CANARY.encode() not in stored


@pytest.mark.parametrize("name", ["assessment", "assessment_own", "assessment_history"])
@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow(name, aino, signed_in, django_assert_max_num_queries):
    client = signed_in(aino)
    counts = []
    client.get(reverse(name))  # the retention periods are remembered after it
    for more in (1, 29):
        for _ in range(more):
            Assessment.start(by=aino)
        with django_assert_max_num_queries(9) as captured:
            assert client.get(reverse(name)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.both_databases
def test_old_assessments_are_deleted_with_the_years(aino):
    from core.retention import dispose

    for days in (10, 800):
        Assessment.objects.create(owner=aino, edited_at=timezone.now() - datetime.timedelta(days=days))
    dispose()
    assert Assessment.objects.count() == 1


def read(answer) -> tuple[str, pikepdf.Pdf]:
    pdf = pikepdf.open(io.BytesIO(answer.content))
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages), pdf


def test_the_pdf_to_take_along_has_what_its_owner_chose(aino, signed_in):
    client = signed_in(aino)
    save(client, version_tiedanko=0, tiedanko_now=1, text_tiedanko="Tavoitteet ovat selvät.")
    save(client, version_kykenenko=0, kykenenko_now=-2, text_kykenenko="Yövuorot painavat.")
    address = reverse("assessment_pdf", args=[Assessment.objects.get().pk])
    answer = client.get(address, {"notes": "1", "ability": "1"})
    assert answer.headers["Content-Disposition"] == 'inline; filename="vatupassi.pdf"'
    text, pdf = read(answer)
    assert (pdf.Root.Lang, str(pdf.docinfo["/Title"]), "/Author" in pdf.docinfo) == ("fi", "VatuPassi", False)
    for words in ("Aino Virtanen", "Tavoitteet ovat selvät.", "Yövuorot painavat.", "Kykenenkö?", "miinuksen puolella"):
        assert words in text
    assert "Yövuorot" not in read(client.get(address, {"notes": "1"}))[0]
    assert "Kykenenkö" not in read(client.get(address, {"notes": "1"}))[0]
    bare = read(client.get(address))[0]
    assert ("Tiedänkö?" in bare, "Tavoitteet" in bare) == (True, False)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.both_databases
def test_every_acknowledged_text_of_two_tabs_is_found(seed, aino, signed_in):
    """Two tabs write in turns that chance decides; each adds a word, on a conflict to the other's text."""
    client, chance = signed_in(aino), random.Random(seed)
    tabs = [{"version": 0, "text": ""}, {"version": 0, "text": ""}]
    acknowledged = []
    for number in range(40):
        tab, word = chance.choice(tabs), f"sana{number}."
        typed = f"{tab['text']} {word}"
        answer = save(client, version_tiedanko=tab["version"], text_tiedanko=typed)
        if answer.status_code == 409:
            saved = item(aino)
            typed = f"{saved.text.open(aino)}\n\n{word}"
            answer = save(client, version_tiedanko=saved.version, text_tiedanko=typed)
        assert answer.status_code == 200
        acknowledged.append(word)
        tab.update(version=item(aino).version, text=typed)
    assert [word for word in acknowledged if word not in item(aino).text.open(aino)] == []


def test_the_owner_keeps_all_of_theirs_longer_until_they_choose_otherwise(aino, matti, signed_in):
    browser, now = signed_in(aino), timezone.now()
    others = Assessment.objects.create(owner=matti, edited_at=now - datetime.timedelta(days=400))
    old = Assessment.objects.create(owner=aino, edited_at=now - datetime.timedelta(days=400))
    oldest = Assessment.objects.create(owner=aino, edited_at=now - datetime.timedelta(days=800))
    for one in (old, oldest):
        one.items.create(question="tiedanko", now=1)
    page = flat(browser.post("/vatupassi/aiemmat/sailytys/", {"longer": ""}, follow=True).content)
    assert "arviosi säilyvät 24 kk" in page
    assert "2 niistä" in page  # what the shorter time would delete is said before
    retention.dispose()
    assert set(Assessment.objects.values_list("pk", flat=True)) == {old.pk}
    assert Assessment.start(by=aino).kept_longer
    assert not Assessment.start(by=matti).kept_longer
    assert not Assessment.objects.filter(pk=others.pk).exists()
    browser.post("/vatupassi/aiemmat/sailytys/")
    assert not Assessment.objects.filter(kept_longer=True).exists()
    retention.dispose()
    assert not Assessment.objects.filter(pk=old.pk).exists()


def test_all_of_ones_own_are_deleted_and_nobody_elses(aino, matti, signed_in):
    Assessment.start(by=aino), Assessment.start(by=aino)
    others = Assessment.start(by=matti)
    browser = signed_in(aino)
    assert "Poistetaanko kaikki arviosi?" in flat(browser.get("/vatupassi/aiemmat/poisto/").content)
    assert Assessment.objects.filter(owner=aino).count() == 2
    assert browser.post("/vatupassi/aiemmat/poista/").status_code == 302
    assert list(Assessment.objects.all()) == [others]
