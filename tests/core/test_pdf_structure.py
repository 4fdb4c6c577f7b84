"""One Table and one L, however many pages they run over; what is printed again is read once."""

import io
from collections import Counter

import pikepdf
import pytest

from core import pdf, pdf_structure
from tests.pdf_ua import faults_of_ua
from tests.pdfs import check_structure, pages_of, tags_of, text_of

HEAD = "<thead><tr><th>Mitä</th><th>Kuka</th></tr></thead>"
ROWS = "".join(f"<tr><td><p>Asia {n}</p></td><td>Aino</td></tr>" for n in range(90))
ITEMS = "".join(f"<li>kohta {n} " + "ja sen selitys " * 8 + "</li>" for n in range(40))
PAGE = f"""<!doctype html><html lang="fi"><head><title>x</title></head><body data-footer="Kotikunta"><h1>Muistio</h1>
<section><table>{HEAD}<tbody>{ROWS}</tbody></table></section>
<table>{HEAD}<tbody><tr><th>rivi</th><td>toinen taulukko</td></tr></tbody></table>
<ul>{ITEMS}</ul><ol id="toinen">{ITEMS}</ol><p>{"sana " * 1200}</p>
<p>loppu <a href="#toinen">katso</a></p></body></html>"""
# what groups in a list, items in one line with blanks between, pictures for the eye and one with words
SMALL = """<!doctype html><html lang="fi"><head><title>x</title></head><body data-footer="Kotikunta"><h1>Luvut</h1>
<dl><div><dt>Koti</dt><dd>kunta</dd></div><div><dt>Kausi</dt><dd>kevät</dd><dd>syksy</dd></div></dl>
<ul style="list-style: none"><li style="display: inline">yksi</li> <li style="display: inline">kaksi</li></ul>
<p>Palkki <svg viewBox="0 0 9 9" width="9" height="9" aria-hidden="true"><path d="M0 0h9v9z"/></svg> ja
<svg viewBox="0 0 9 9" width="9" height="9"><title>kolmio</title><path d="M0 0h9v9z"/></svg></p>
<table><thead><tr><th>Mitä</th></tr></thead><tbody><tr><td>Asia</td></tr></tbody></table>
<table><thead><tr><th>Ei rivejä</th></tr></thead><tbody> </tbody></table>
<p><a href="https://kotikunta.example/">Ohje</a></p></body></html>"""


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
    """The negative control."""
    monkeypatch.setattr(pdf_structure.Tree, "join", lambda *_given: None)
    found = Counter(tag for tag, _alt in tags_of(pdf.draw(PAGE)))  # in this process
    assert found["Table"] > 3
    assert found["L"] > 3


def test_lists_hold_items_and_pictures_words():
    data = pdf.draw(SMALL)
    assert faults_of_ua(data) == []
    check_structure(data)
    found = tags_of(data)
    assert Counter(tag for tag, _alt in found if tag in ("L", "LI", "LBody", "Figure")) == {
        "L": 2,
        "LI": 7,
        "LBody": 7,
        "Figure": 1,
    }
    assert ("Figure", "kolmio") in found


@pytest.mark.parametrize(
    ("left_out", "number"),
    [
        ("only_items_in_lists", "09-004"),
        ("leave_out_empty_bodies", "09-004"),
        ("leave_out_pictures", "13-004"),
        ("scopes", "15-003"),
    ],
)
def test_without_them_the_check_finds_it(left_out, number, monkeypatch):
    monkeypatch.setattr(pdf_structure.Tree, left_out, lambda *_given: None)
    assert any(fault.startswith(number) for fault in faults_of_ua(pdf.draw(SMALL)))


def element(document, kind, key="/S"):
    everything = (one for one in document.objects if isinstance(one, pikepdf.Dictionary))
    return next(one for one in everything if one.get("/S") == kind and key in one)


def font(document):
    return next(one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one)


BREAKS = {
    "01-003": lambda document: document.pages[0].contents_add(b"0 0 9 9 re f"),
    "02-001": lambda document: setattr(element(document, "/P"), "S", pikepdf.Name("/Kappale")),
    "06-001": lambda document: document.Root.MarkInfo.__setitem__("/Marked", False),
    "07-001": lambda document: document.Root.ViewerPreferences.__setitem__("/DisplayDocTitle", False),
    "09-004": lambda document: setattr(element(document, "/TD"), "S", pikepdf.Name("/P")),
    "10-001": lambda document: font(document).__delitem__("/ToUnicode"),
    "11-006": lambda document: document.Root.__delitem__("/Lang"),
    "13-004": lambda document: element(document, "/Figure", "/Alt").__delitem__("/Alt"),
    "14-002": lambda document: setattr(element(document, "/H1"), "S", pikepdf.Name("/H2")),
    "15-003": lambda document: element(document, "/TH").A.__delitem__("/Scope"),
    "28-008": lambda document: document.pages[0].obj.__delitem__("/Tabs"),
    "28-011": lambda document: setattr(element(document, "/Link"), "S", pikepdf.Name("/Span")),
    "28-012": lambda document: document.pages[0].Annots[0].__delitem__("/Contents"),
    "31-009": lambda document: font(document).DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2"),
}


@pytest.mark.parametrize("number", BREAKS)
def test_the_check_finds_what_is_broken(number):
    with pikepdf.open(io.BytesIO(pdf.draw(SMALL))) as document:
        BREAKS[number](document)
        document.save(broken := io.BytesIO())
    assert [fault.split(",")[0].split(":")[0].split(" ")[0] for fault in faults_of_ua(broken.getvalue())] == [number]


def test_a_head_names_its_column_and_its_row(printed):
    with pikepdf.open(io.BytesIO(printed())) as document:
        cells = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"]
        assert Counter(str(cell.A.get("/Scope", "")) for cell in cells)["/Row"] == 1
        names = document.Root.Names.Dests.Names
        assert [str(name) for name in names[::2]] == ["toinen"]


def test_the_same_input_gives_the_same_bytes(printed):
    assert printed() == printed()
