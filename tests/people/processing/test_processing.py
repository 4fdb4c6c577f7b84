"""The record of processing says what the models declare, for every table with somebody's data, in three languages."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from core import records
from core.records import Data, Ground
from people.my_data.tellings import GROUPS, LEFT_OUT, TELLINGS, is_about_nobody
from people.processing.activities import DATA, GROUNDS, activities, grounds
from people.user.models import User
from tests.pdfs import tags_of, text_of
from vatupassi.models import Note

pytestmark = pytest.mark.django_db
PAGE = "/kasittely/"


def test_every_kind_of_data_and_every_ground_has_words():
    assert (DATA.keys(), GROUNDS.keys()) == (set(Data), set(Ground))


def test_every_table_with_somebodys_data_is_in_a_row():
    """A new table has a telling or a reason (tests/people/my_data); either way it is in the record."""
    told = TELLINGS.keys() | LEFT_OUT.keys()
    personal = {model for model, record in records.everything() if record and not is_about_nobody(model)}
    assert personal - told == set()
    assert {telling.group for telling in TELLINGS.values()} <= GROUPS.keys()


def test_each_row_says_why_on_what_ground_and_for_how_long():
    found = activities()
    assert len(found) == len(GROUPS) + 1
    assert [one.title for one in found if not (one.purpose and one.data and one.grounds and one.kept)] == []


def of_conversations():
    with override("fi"):
        return next(one for one in activities() if one.title == "Keskustelut ja muistiot")


def test_a_row_follows_what_its_tables_declare(monkeypatch):
    before = of_conversations()
    assert before.sealed
    told = "; ".join(before.kept)
    assert [period for period in ("24\xa0kk", "6\xa0kk", "3\xa0vuotta", "30\xa0päivää") if period not in told] == []
    assert ["9 artiklan" in ground for ground in before.grounds] == [False, True]
    monkeypatch.setattr(Note, "record", replace(Note.record, ground=Ground.SECURITY, data=Data.PRIVATE))
    after = of_conversations()
    assert (len(after.grounds), len(after.data)) == (len(before.grounds) + 1, len(before.data) + 1)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ["Seloste käsittelytoimista", "Keskustelut ja muistiot", "738/2002"]),
        ("sv", ["Register över behandling", "Samtal och promemorior", "738/2002"]),
        ("en", ["Record of processing", "Conversations and memos", "738/2002"]),
    ],
)
def test_the_record_is_a_readable_pdf_in_each_language(language, words, sari, signed_in):
    answer = signed_in(sari).get(f"{PAGE}seloste/{language}.pdf")
    text = text_of(answer.content)
    assert [word for word in words if word not in text] == []
    assert {"H1", "H2", "H3", "L"} <= {tag for tag, _text in tags_of(answer.content)}


def test_the_draft_and_the_paper_for_co_operation_tell_the_same_risks(sari, signed_in):
    client = signed_in(sari)
    draft = text_of(client.get(f"{PAGE}vaikutukset/fi.pdf").content)
    paper = text_of(client.get("/hr/kayttoonotto/yhteistoiminta/fi.pdf").content)
    for told in ("Teksteihin päätyy terveystietoja", "automaattiseen päätöksentekoon"):
        assert (told in draft, told in paper) == (True, True), told


def test_the_officer_reads_it_by_name(sari, signed_in):
    User.objects.filter(username="matti").update(is_data_protection_officer=False)
    page = signed_in(sari).get(PAGE).content.decode()
    assert "Tehtävää ei ole vielä annettu kenellekään" in page


def test_there_is_no_other_paper(sari, signed_in):
    client = signed_in(sari)
    assert {client.get(f"{PAGE}{path}").status_code for path in ("muu/fi.pdf", "seloste/de.pdf")} == {404}


def test_each_ground_stands_once_with_what_stands_on_it(sari, signed_in):
    found = activities()
    on = dict(grounds(found))
    assert sum(map(len, on.values())) == sum(len(one.grounds) for one in found)
    assert [words for words, titles in on.items() if not titles] == []
    page = signed_in(sari).get(PAGE).text
    assert [page.count(words[0].upper() + words[1:]) for words in on] == [1] * len(on)
