"""The logo: read by its content, drawn anew, on pages and papers."""

import io
import struct
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile

from core import organisation
from core.organisation import logo as logos
from tests.people.organisation.pictures import picture
from vatupassi.level.papers import make_paper

pytestmark = pytest.mark.django_db
PAGE = "/hr/asetukset/"
SAVE = "/hr/asetukset/logo/"


@pytest.fixture
def hr(sari, signed_in):
    return signed_in(sari)


def bring(client, content: bytes, name: str = "logo.png"):
    return client.post(SAVE, {"file": SimpleUploadedFile(name, content)})


def a_png_that_says_it_is_large() -> bytes:
    """A head of 60 000 × 60 000 points and nothing after it."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IDAT\x35\xaf\x06\x1e"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "kind"),
        (b"GIF89a" + b"\0" * 40, "kind"),
        (picture(kind="BMP"), "kind"),
        (picture()[:200], "kind"),
        (b"\x89PNG\r\n\x1a\n<script>", "kind"),
        (b"\0" * (logos.LARGEST + 1), "size"),
        (a_png_that_says_it_is_large(), "points"),
        (picture(4001, 4000), "points"),
    ],
)
def test_what_is_no_small_picture_is_refused(content, why, monkeypatch):
    # WeasyPrint sets it for its whole process, which in use is another one
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    with pytest.raises(logos.Refused, match=why):
        logos.logo_from(content)


def test_nothing_of_the_file_itself_is_kept():
    exif = Image.Exif()
    exif[0x010E] = "kanarialintu-7312"
    found = logos.logo_from(picture(kind="JPEG", exif=exif) + b"<?php kanarialintu-7312")
    drawn = Image.open(io.BytesIO(found.png))
    assert (drawn.format, drawn.size) == ("PNG", (480, 160))
    assert b"kanarialintu" not in found.png
    assert dict(drawn.getexif()) == {}


def test_a_photograph_becomes_small_enough():
    noise = Image.effect_noise((1500, 500), 90).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=70)
    assert len(logos.logo_from(written.getvalue()).png) <= logos.KEPT


def test_the_logo_stands_in_the_bar_and_browsers_may_keep_it(hr, client):
    assert bring(hr, picture()).status_code == 302
    now = organisation.current()
    address = f"/logo/{now.logo_hash}.png"
    assert address in client.get("/kirjaudu/").content.decode()
    for visitor in (hr, client):
        answer = visitor.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer
    assert client.get("/logo/0000000000000000.png").status_code == 404


def test_svg_is_refused_with_what_to_do(hr):
    text = bring(hr, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg").content.decode()
    assert "SVG ei käy" in text
    assert "Tallenna logo PNG-muodossa" in text
    assert text.index('role="alert"') < text.index(
        "<h2>Työnantaja</h2>"
    )  # also on a phone, where the field is far below
    assert organisation.current().logo_hash == ""


def test_the_logo_goes_away_and_both_stand_in_the_log(hr):
    bring(hr, picture())
    bring(hr, picture())  # the same picture again changes nothing
    hr.post(SAVE, {"remove": "1"})
    assert organisation.current().logo is None
    log = hr.get("/hr/asetukset/muutokset/").content.decode()
    assert log.count("Logo</th>") == 2


def pictures_in(paper: bytes) -> int:
    """How many pictures a PDF holds."""
    with pikepdf.open(io.BytesIO(paper)) as document:
        return sum(len(page.get_images()) for page in document.pages)


def test_the_logo_stands_on_papers(hr):
    assert pictures_in(make_paper("pikaohje", "fi")) == 0
    bring(hr, picture())
    assert pictures_in(make_paper("pikaohje", "fi")) == 1
