"""PDFs are opened and read: text, tags, language, title, pages, metadata; and what a document may not do."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pypdf
import pytest

from core import pdf

MEMO = """<!doctype html><html lang="{{ LANGUAGE_CODE }}"><head><title>{{ title }}</title></head>
<body data-footer="Kotikunta"><h1>{{ title }}</h1><p>{{ text }}</p>
<svg viewBox="0 0 40 10" width="40mm" role="img"><title>Tiedänkö: plussan puolella</title>
<circle cx="5" cy="5" r="4"/></svg>
<h2>Sovitut asiat</h2><table><thead><tr><th>Mitä</th><th>Kuka</th></tr></thead>
<tbody>{% for what, who in rows %}<tr><td>{{ what }}</td><td>{{ who }}</td></tr>{% endfor %}</tbody></table>
<p><a href="https://kotikunta.example/">Ohje</a></p></body></html>"""


@pytest.fixture
def render(tmp_path: Path, settings) -> Callable[..., bytes]:
    """Render the memo of this file, or another source."""
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path], "OPTIONS": {}}
    ]

    def make(source: str = MEMO, language: str = "fi", **context: object) -> bytes:
        (tmp_path / "memo.html").write_text(source, encoding="utf-8")
        return pdf.render("memo.html", {"title": "Keskustelumuistio", "text": "Hei", "rows": [], **context}, language)

    return make


def words(data: bytes) -> str:
    return re.sub(
        r"\s+", " ", " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    ).strip()


def tags(data: bytes) -> list[str]:
    """The structure types in reading order."""
    found = []

    def walk(item: pikepdf.Object) -> None:
        if isinstance(item, pikepdf.Array):
            for child in item:
                walk(child)
        elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
            found.append(str(item.S))
            if "/K" in item:
                walk(item.K)

    with pikepdf.open(io.BytesIO(data)) as document:
        walk(document.Root.StructTreeRoot.K)
    return found


def test_the_text_comes_in_order(render) -> None:
    data = render(
        text="Tavoitteet ovat selvät.", rows=[("Enintään kaksi iltavuoroa", "Matti"), ("Seuraa työtä", "Aino")]
    )
    assert words(data) == (
        "Keskustelumuistio Tavoitteet ovat selvät. Sovitut asiat Mitä Kuka "
        "Enintään kaksi iltavuoroa Matti Seuraa työtä Aino Ohje Kotikunta 1 (1)"
    )


def test_the_structure_is_tagged(render) -> None:
    found = tags(render(rows=[("Kokeilu", "Aino")]))
    assert [tag for tag in found if tag not in ("/NonStruct", "/Div", "/Sect", "/Span")] == [
        *("/Document", "/H1", "/P", "/Figure", "/H2", "/Table", "/THead", "/TR", "/TH", "/TH"),
        *("/TBody", "/TR", "/TD", "/TD", "/P", "/Link"),
    ]


def test_a_figure_says_its_title(render) -> None:
    with pikepdf.open(io.BytesIO(render())) as document:
        alts = [str(item.Alt) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    assert "Tiedänkö: plussan puolella" in alts


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_language_title_and_conformance(render, language: str) -> None:
    with pikepdf.open(io.BytesIO(render(language=language, title="Samtal"))) as document:
        assert str(document.Root.Lang) == language
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Samtal"
            assert metadata["pdfuaid:part"] == "1"


def test_every_link_can_be_printed(render) -> None:
    with pikepdf.open(io.BytesIO(render())) as document:
        flags = [int(item.F) for page in document.pages for item in page.get("/Annots", [])]
    assert flags == [4]


def test_metadata_tells_nothing_of_people_or_machine(render) -> None:
    with pikepdf.open(io.BytesIO(render(text="Aino Virtanen"))) as document:
        assert sorted(document.docinfo.keys()) == ["/Producer", "/Title"]
        assert str(document.docinfo["/Producer"]).startswith("WeasyPrint")
        metadata = document.Root.Metadata.read_bytes().decode()
    assert "Aino" not in metadata
    assert "/" + "home" not in metadata


def test_the_same_input_gives_the_same_bytes(render) -> None:
    assert render(text="Sama") == render(text="Sama")


def test_pages_are_counted(render) -> None:
    data = render(rows=[(f"Asia {number}", "Aino") for number in range(80)])
    pages = len(pypdf.PdfReader(io.BytesIO(data)).pages)
    assert pages > 1
    assert f"{pages} ({pages})" in words(data)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<link rel="stylesheet" href="https://kotikunta.example/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<style>body { background: url("file:///etc/passwd") }</style>',
        '<style>@import "http://127.0.0.1:9/x.css";</style>',
        '<svg><image href="file:///etc/passwd" width="5" height="5"/></svg>',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_a_document_can_fetch_nothing(render, markup: str) -> None:
    with pytest.raises(pdf.Refused):
        render(source=f"<html lang=fi><head><title>x</title></head><body>{markup}</body></html>")


def test_what_people_write_stays_text(render) -> None:
    text = "palkka < 3000 & > 2000 <ei tagi> <img src=file:///etc/passwd>"
    assert text in words(render(text=text))


def test_letters_of_the_north_and_of_europe_come_through(render) -> None:
    text = "Şahin ŋ Šimek Đặng Åberg Öhman Σωκράτης Юлия ﬁ – ”näin” 1 000 €"
    read = words(render(text=text)).replace("ﬁ", "fi")
    assert text.replace("ﬁ", "fi") in read


def test_an_emoji_becomes_words_and_no_font_of_the_machine_is_used(render) -> None:
    data = render(text="Kiitos 🙂 😢 👍🏽 👩‍👩‍👧 🇫🇮 ❤️ ✓ valmis")
    assert "Kiitos :) :( [emoji] [emoji] [emoji] [emoji] ✓ valmis" in words(data)
    with pikepdf.open(io.BytesIO(data)) as document:
        fonts = {
            str(item.BaseFont)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    assert fonts
    assert {font for font in fonts if "Source" not in font} == set()


def test_a_long_word_is_hyphenated_in_a_narrow_cell(render) -> None:
    word = "työkyvyttömyyseläkehakemusprosessikuvaus"
    data = render(
        source=f"<html lang=fi><head><title>x</title></head><body><table><tr><td style='width:30mm'>{word}</td>"
        "<td>x</td></tr></table></body></html>".replace("<table>", "<table style='width:60mm;table-layout:fixed'>")
    )
    lines = [line for line in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split("\n") if line != "x"]
    parts = [line.strip().rstrip("-‐") for line in lines]
    assert word in "".join(parts)
    assert any(line.strip().endswith(("-", "‐")) for line in lines)


def test_a_long_address_stays_inside_the_page(render) -> None:
    address = "https://intra.kotikunta.example/" + "ohje/" * 30
    data = render(rows=[(address, "Aino")])
    assert address in words(data).replace(" ", "")


def test_many_threads_at_once(render) -> None:
    expected = render(text="Yhtä aikaa")
    with ThreadPoolExecutor(8) as pool:
        made = list(
            pool.map(
                lambda _n: pdf.render(
                    "memo.html", {"title": "Keskustelumuistio", "text": "Yhtä aikaa", "rows": []}, "fi"
                ),
                range(24),
            )
        )
    assert set(made) == {expected}


def test_no_column_is_as_wide_as_its_words_ask():
    """A track of 1fr is measured by its longest word, which splits a long text letter by letter: seconds of a page."""
    sheets = sorted(Path("static/css").glob("pdf*.css"))
    columns = [each for sheet in sheets for each in re.findall(r"grid-template-columns: ([^;]+)", sheet.read_text())]
    assert len(columns) > 10
    assert [each for each in columns if "fr" in re.sub(r"minmax\(0, [\d.]+fr\)", "", each)] == []
