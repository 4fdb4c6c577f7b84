"""A template as an accessible PDF (PDF/UA-1) that is the same on every machine and fetches nothing.

`render` makes the HTML here and has it drawn by the process beside this one (`core.pdf_process`), in which alone
WeasyPrint is loaded: `draw` and what it needs run there.

The look comes from `static/css/pdf*.css`, parsed once for each process; templates carry no style of their own. The
document's language, title and body text come from the template: `<html lang="{{ LANGUAGE_CODE }}">`, `<title>`.
A figure is an SVG with a `<title>`: that becomes its Alt (`aria-label` does not).
"""

import atexit
import base64
import contextlib
import functools
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core import papers
from core.pdf_process import Refused, drawer
from core.pdf_structure import finisher, named
from core.texts.cleaning import clean

if TYPE_CHECKING:
    from core.request import Request

__all__ = ["FACES", "Refused", "draw", "in_words", "render", "warm_up"]

FACES = [("Regular", 400, "normal"), ("Bold", 700, "normal"), ("Italic", 400, "italic")]
# One picture letter with everything that modifies it: skin tones, joiners, flags of two letters.
_PICTURE = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{1,2}|[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff])"
    "(?:[\ufe0f\U0001f3fb-\U0001f3ff]|\u200d[\u2600-\u27bf\U0001f000-\U0001faff])*"
)
_SMILES = dict.fromkeys("😀😃😄😁😆😊🙂☺😌😍🥰🤗", ":)") | dict.fromkeys("😞😟🙁☹😢😭😔😕😓", ":(") | {"😉": ";)"}
LOGO = "logo:"  # and the picture itself in base64
_lock = threading.Lock()  # Pango and Fontconfig are not safe across threads


@functools.cache
def _setup() -> tuple[Any, Any, Any, frozenset[int], list[str]]:
    """WeasyPrint warmed up: a maker of documents, our parsed sheet, the fonts, their letters, and what was refused."""
    from fontTools.ttLib import TTFont
    from weasyprint import CSS, HTML  # imported late: it costs most of a second
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    from core import pdf_hyphenation

    paths = {f"font:{name}": Path(settings.FONTS_DIR) / "pdf" / f"SourceSans3-{name}.ttf" for name, _w, _s in FACES}
    fonts = {address: path.read_bytes() for address, path in paths.items()}

    asked: list[str] = []

    class OwnFacesOnly(URLFetcher):
        """A document can neither read the server's files nor call a host: asking for anything but a face stops it."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            """The face or the logo that the document brings along, or an error that ends the render."""
            if url.startswith(LOGO):
                return URLFetcherResponse(url, base64.b64decode(url[len(LOGO) :]), {"Content-Type": "image/png"})
            if url not in fonts:
                asked.append(url.partition(":")[0])  # the scheme alone: an address may hold someone's words
                raise FatalURLFetchingError
            return URLFetcherResponse(url, fonts[url], {"Content-Type": "font/ttf"})

    pdf_hyphenation.install()
    fetcher, configuration = OwnFacesOnly(), FontConfiguration()
    faces = "".join(
        f'@font-face{{font-family:"Source Sans 3";src:url("font:{name}");font-weight:{weight};font-style:{style}}}'
        for name, weight, style in FACES
    )
    sheets = sorted((Path(settings.BASE_DIR) / "static" / "css").glob("pdf*.css"))  # pdf.css, then those of the apps
    look = "\n".join(path.read_text(encoding="utf-8") for path in sheets)
    sheet = CSS(string=faces + look, font_config=configuration, url_fetcher=fetcher)
    letters = frozenset(TTFont(paths["font:Regular"]).getBestCmap())
    return functools.partial(HTML, url_fetcher=fetcher), sheet, configuration, letters, asked


# Fontconfig must be let go before the interpreter is taken apart
atexit.register(_setup.cache_clear)


def in_words(text: str, letters: frozenset[int] = frozenset()) -> str:
    """Emoji as text, unless our face has the sign (✓): a smile as `:)`, any other as `[emoji]`. Control signs go.

    An emoji would come from whatever font the machine has, or become an empty box that PDF/UA forbids.
    """

    def words(match: re.Match[str]) -> str:
        sign = match[0]
        return sign if ord(sign[0]) in letters else _SMILES.get(sign[0], "[emoji]")

    return _PICTURE.sub(words, clean(text)).replace("\ufe0f", "")


def render(template: str, context: Mapping[str, Any], language: str, request: "Request | None" = None) -> bytes:
    """The template in the language (fi, sv, en) as PDF bytes; equal input gives equal bytes.

    `request`: whose answer waits for it, within the limits of a page (`core.papers`); None for a job, which has time.
    """
    with translation.override(language):
        html = with_logo(clean(render_to_string(template, {"LANGUAGE_CODE": language[:2], **context})))
    return papers.drawn_for(request, html) if request else drawer.draw_for_job(html)


def with_logo(html: str) -> str:
    """The document with the employer's logo in the upper margin of its first page, if there is one.

    It is a picture beside the name, which every paper says in words: `alt` is empty.
    """
    from core import organisation  # the drawing process, which imports this module, has no models

    employer = organisation.current()
    if not employer.logo_hash:
        return html
    address = LOGO + base64.b64encode(bytes(employer.logo or b"")).decode()
    head, tag, rest = html.partition("<body")
    attributes, end, content = rest.partition(">")  # an attribute's own ">" is written &gt;
    return f'{head}{tag}{attributes}{end}<img class="paper-logo" alt="" src="{address}">{content}' if end else html


def draw(html: str) -> bytes:
    """In the drawing process: the document as a PDF."""
    with _lock:
        document, sheet, configuration, letters, asked = _setup()
        from weasyprint.urls import FatalURLFetchingError

        asked.clear()
        # The error is a BaseException, which would take the process down, and inside an SVG WeasyPrint swallows it.
        with contextlib.suppress(FatalURLFetchingError):
            text, names = named(in_words(html, letters))
            result: bytes = document(string=text).write_pdf(
                stylesheets=[sheet], font_config=configuration, pdf_variant="pdf/ua-1", finisher=finisher(names)
            )
        if asked:
            raise Refused(f"the document asked for {', '.join(asked)} addresses")
    return result


def warm_up() -> None:
    """In the drawing process: load what the first PDF would wait for, and draw a letter: fonts are opened then."""
    letters = '<!doctype html><html lang="fi"><title>Å</title><p>Åäö <b>b</b> <i>i</i></p></html>'
    draw(letters)
