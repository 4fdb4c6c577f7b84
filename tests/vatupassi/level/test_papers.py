"""The papers to print: in three languages, tagged, the same for everybody."""

import io

import pikepdf
import pytest
from django.test import Client
from django.utils import translation

from tests.pdfs import ends_of_text, in_order, pages_of, tags_of, text_of
from vatupassi.level.papers import PAPERS, make_paper
from vatupassi.level.questions import Question

LANGUAGES = ("fi", "sv", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name, pages", [("taulu", 2), ("pikaohje", 1)])
def test_each_paper_in_each_language_fits_its_pages(name, pages, language):
    data = make_paper(name, language)
    assert len(pages_of(data)) == pages
    assert max(ends_of_text(data)) <= 595.3 - 14 / 25.4 * 72 + 0.5
    tags = tags_of(data)
    assert [tag for tag, _alt in tags].count("H1") == 1
    assert {"H2", "H3", "Table", "TH", "Figure", "P"} - {tag for tag, _alt in tags} == set()
    assert all(alt for tag, alt in tags if tag == "Figure")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert sorted(pdf.docinfo.keys()) == ["/Producer", "/Title"]


def test_the_board_has_what_people_fill_in():
    text = text_of(make_paper("taulu", "fi"))
    for question in ("Tiedänkö?", "Osaanko?", "Kykenenkö?", "Haluanko?"):
        in_order(text, question, "siltä väliltä", "Apukysymyksiä", "Mikä jo toimii", "Mitä muutamme", "Mitä kokeilemme")
    in_order(text, "Kykenenkö?", "Älä kirjoita tähän sairauksia tai diagnooseja.", "Haluanko?")
    in_order(text, "Mitä sovimme", "Kuka", "Mihin mennessä", "Auttaa heti", "Palaamme tähän", "Tämä paperi on sinun.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_has_every_question_that_helps(language):
    text = " ".join(text_of(make_paper("taulu", language)).replace("-\n", "").split())
    with translation.override(language):
        asked = [str(help) for question in Question for help in question.help]
    assert [len(question.help) for question in Question] == [7, 7, 6, 6]
    assert [help for help in asked if help not in text] == []


def test_the_guide_says_the_essentials_in_order():
    in_order(
        text_of(make_paper("pikaohje", "sv")),
        *("Tio minuter", "Fyra frågor", "Vet jag?", "Kan jag?", "Klarar jag?", "Vill jag?"),
        *("sex steg", "Kom överens om en tid", "Bekräfta promemorian", "Återkom till saken"),
        *("Vem ser vad", "Bara du, tills du delar dem.", "Aldrig vad som sades."),
        "Det här är inte en varning och används inte som en varning.",
    )


@pytest.mark.django_db
def test_everybody_signed_in_gets_them(johanna, signed_in):
    client = signed_in(johanna)
    page = client.get("/paperit/").content.decode()
    links = [f"/paperit/{name}/{language}.pdf" for name in PAPERS for language in LANGUAGES]
    assert [link for link in links if link not in page] == []
    assert page.index("/paperit/taulu/sv.pdf") < page.index("/paperit/taulu/fi.pdf")  # her language first
    answer = client.get("/paperit/pikaohje/sv.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="vatupassi-snabbguide-sv.pdf"'
    assert answer.content == make_paper("pikaohje", "sv")
    assert [client.get(f"/paperit/{odd}.pdf").status_code for odd in ("taulu/de", "muu/fi")] == [404, 404]
    assert Client().get("/paperit/").status_code == 302
