"""One Table and one L, however many pages they run over; what is printed again is read once."""

import io
from collections import Counter

import pikepdf
import pytest

from core import pdf, pdf_structure
from tests.pdfs import check_structure, pages_of, tags_of, text_of

HEAD = "<thead><tr><th>Mitä</th><th>Kuka</th></tr></thead>"
ROWS = "".join(f"<tr><td><p>Asia {n}</p></td><td>Aino</td></tr>" for n in range(90))
ITEMS = "".join(f"<li>kohta {n} " + "ja sen selitys " * 8 + "</li>" for n in range(40))
PAGE = f"""<!doctype html><html lang="fi"><head><title>x</title></head><body data-footer="Kotikunta"><h1>Muistio</h1>
<section><table>{HEAD}<tbody>{ROWS}</tbody></table></section>
<table>{HEAD}<tbody><tr><th>rivi</th><td>toinen taulukko</td></tr></tbody></table>
<ul>{ITEMS}</ul><ol id="toinen">{ITEMS}</ol><p>{"sana " * 1200}</p>
<p>loppu <a href="#toinen">katso</a></p></body></html>"""


@pytest.fixture
def printed(tmp_path, settings):
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path], "OPTIONS": {}}
    ]
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    return lambda: pdf.render("page.html", {}, "fi")


WHOLE = {"Table": 2, "THead": 2, "TBody": 2, "TR": 93, "TH": 5, "TD": 181, "L": 2, "LI": 80, "P": 92}


def test_each_is_one_over_many_pages(printed):
    data = printed()
    assert len(pages_of(data)) > 4
    found = Counter(tag for tag, _alt in tags_of(data))
    assert {tag: found[tag] for tag in WHOLE} == WHOLE
    check_structure(data)
    assert text_of(data).count("Mitä Kuka") >= 3  # the head is on each page of the table, and read once


def test_without_joining_they_would_be_many(monkeypatch):
    monkeypatch.setattr(pdf_structure.Tree, "join", lambda *_given: None)
    found = Counter(tag for tag, _alt in tags_of(pdf.draw(PAGE)))  # in this process
    assert found["Table"] > 3
    assert found["L"] > 3


def test_a_head_names_its_column_and_its_row(printed):
    with pikepdf.open(io.BytesIO(printed())) as document:
        cells = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"]
        assert Counter(str(cell.A.get("/Scope", "")) for cell in cells)["/Row"] == 1
        names = document.Root.Names.Dests.Names
        assert [str(name) for name in names[::2]] == ["toinen"]


def test_the_same_input_gives_the_same_bytes(printed):
    assert printed() == printed()
