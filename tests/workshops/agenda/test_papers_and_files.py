"""The programme sheet and the attendance list opened and read; files that are safe to take and to send; deletion."""

import datetime
import io

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core import retention
from core.files import safe_name
from core.models import Disposal
from tests.pdfs import check_structure, in_order, pages_of, tags_of, text_of
from tests.workshops.conftest import at, make_agenda
from workshops.models import Agenda, Attachment, Block, Presence, SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def footers(settings):
    settings.ORGANISER_FOOTER_FI = "Kotikunta, PL 12 · puhelin 0100 000 000 · Y-tunnus 0000000-0"
    settings.ORGANISER_FOOTER_SV = "Kotikunta, PB 12 · telefon 0100 000 000 · FO-nummer 0000000-0"


def test_the_programme_sheet(published, footers, aino, signed_in):
    second = published.blocks.all()[1]
    second.speakers = [{"name": "Şükrü Åhlman Ŋ", "title": "toimialajohtaja", "organisation": "Kotikunta"}]
    second.note = "Vain vetäjille"
    second.save()
    answer = signed_in(aino).get(f"/tyopajat/{published.pk}/ohjelma.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    data = answer.content
    (page,) = pages_of(data)
    in_order(
        page.replace("OHJELMA", "Ohjelma"),
        *("Ohjelma", "18.5.2027", "Aktiivisen tuen päivä", "ti 18.5.2027 klo 9.15–15.00", "Valtuustosali"),
        *("9.15", "Avaus", "9.45", "Työhyvinvoinnin", "toimialajohtaja Şükrü Åhlman Ŋ, Kotikunta", "Diat 2–12"),
        *("10.15", "Tauko", "10.30", "11.30", "Lounas", "12.15", "Verme", "22–39", "Verme käytännössä", "40–47"),
        *("13.15", "13.30", "48–64", "14.00", "15.00", "Työpaja päättyy"),
    )
    assert "1 (1)" in page
    plain = page.replace("\u00a0", " ").replace("\u2011", "-")
    assert "puhelin 0100 000 000 · Y-tunnus 0000000-0" in plain  # no number is broken over two lines
    assert "FO-nummer 0000000-0" in plain
    assert "Vain vetäjille" not in page
    tags = [tag for tag, _alt in tags_of(data)]
    assert (tags.count("H1"), tags.count("TR")) == (1, 11)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "fi"
        assert str(pdf.docinfo["/Title"]) == "Ohjelma: Aktiivisen tuen päivä 18.5.2027"


def test_the_facilitators_sheet_has_lengths_gaps_and_notes(published, his):
    Block.objects.filter(agenda=published, kind="lunch").update(pinned_at=datetime.time(11, 45), note="Ruoka tilattu")
    text = text_of(his.get(f"/tyopajat/{published.pk}/ohjelma-vetajille.pdf").content)
    assert "Ruoka tilattu" in text
    assert "15 minuuttia tyhjää ennen tätä" in text


def test_in_the_programmes_own_language(matti, his):
    agenda = make_agenda(matti, language="sv", title="Dag", starts_at=at("18.5.2027", "9.15"))
    answer = his.get(f"/tyopajat/{agenda.pk}/ohjelma.pdf")
    text = text_of(answer.content)
    assert "tis 18.5.2027 kl. 9.15–15.00" in text
    assert "Bilder 2–12" in text
    assert answer.headers["Content-Language"] == "sv"


def test_sixty_parts_take_their_pages(matti, his):
    agenda = make_agenda(matti, pattern="")
    for n in range(60):
        Block.objects.create(agenda=agenda, position=n, title=f"Osa {n}", minutes=10)
    data = his.get(f"/tyopajat/{agenda.pk}/ohjelma.pdf").content
    pages = pages_of(data)
    assert len(pages) > 1
    assert [tag for tag, _alt in tags_of(data)].count("Table") == 1
    check_structure(data)
    assert f"1 ({len(pages)})" in pages[0]


@pytest.mark.both_databases
def test_the_attendance_list_is_in_finnish_order(published, his, aino, timo, johanna, pekka, monkeypatch):
    for person in (timo, aino, johanna, pekka):
        SignUp.objects.create(agenda=published, person=person, state="placed")
    Presence.objects.create(agenda=published, person=aino, name="Virtanen Aino", sort_key="virtanen aino")
    Presence.objects.create(agenda=published, name="Zetterberg Ŋ", organisation="Muualta", sort_key="zetterberg")
    monkeypatch.setattr("weasyprint.layout.table.auto_table_layout", None)  # fixed columns: quick for hundreds
    text = text_of(his.get(f"/tyopajat/{published.pk}/osallistujat.pdf").content)
    in_order(text, "Virtanen Aino", "läsnä", "Åberg Johanna", "Ääri Timo", "Öhman Pekka", "Zetterberg Ŋ", "Muualta")


# ---- Files


def upload(client, block, name, content):
    return client.post(f"/tyopajat/osat/{block.pk}/liite/", {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_taken_and_comes_back_as_a_download(published, his, aino, signed_in):
    block = published.blocks.first()
    assert upload(his, block, "Päivän diat ŞÅŋ.pdf", b"%PDF-1.7 sisus").status_code == 302
    file = Attachment.objects.get()
    answer = signed_in(aino).get(f"/tyopajat/liitteet/{file.pk}/")
    assert answer.content == b"%PDF-1.7 sisus"
    assert answer.headers["Content-Type"] == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''P%C3%A4iv%C3%A4n%20diat%20%C5%9E%C3%85%C5%8B.pdf" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    his.post(f"/tyopajat/liitteet/{file.pk}/poista/")
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", "utf-8"), ("cp1252", "windows-1252")])
def test_a_text_says_its_charset(published, his, encoding, said):
    upload(his, published.blocks.first(), "ohje.txt", "Työpäivä".encode(encoding))
    answer = his.get(f"/tyopajat/liitteet/{Attachment.objects.get().pk}/")
    assert answer.headers["Content-Type"] == f"text/plain; charset={said}"
    assert answer.content.decode(said) == "Työpäivä"


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("sivu.html", b"<script>alert(1)</script>", "Tällaista tiedostoa ei oteta vastaan."),
        ("kuva.svg", b"<svg onload=alert(1)>", "Tällaista tiedostoa ei oteta vastaan."),
        ("ohjelma.exe", b"MZ", "Tällaista tiedostoa ei oteta vastaan."),
        ("ilman", b"x", "Tällaista tiedostoa ei oteta vastaan."),
        ("diat.pdf", b"<html>", "Tiedosto ei ole sitä, mitä sen nimi kertoo."),
        ("diat.pptx", b"%PDF-", "Tiedosto ei ole sitä, mitä sen nimi kertoo."),
        ("teksti.txt", b"a\0b", "Tiedosto ei ole sitä, mitä sen nimi kertoo."),
        ("iso.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "Tiedosto on yli 10 Mt."),
    ],
)
def test_files_that_are_not_taken(published, his, name, content, error):
    page = upload(his, published.blocks.first(), name, content)
    assert page.context["upload"].errors["file"][0].startswith(error)
    assert Attachment.objects.count() == 0


def test_names_of_files():
    assert safe_name("../../etc/passwd.txt") == "passwd.txt"
    assert safe_name('C:\\x\\a"b\r\nc.pdf') == "abc.pdf"
    assert safe_name("a" * 300 + ".pdf") == "a" * 100 + ".pdf"


def test_a_programme_holds_so_many_files(published, his):
    block = published.blocks.first()
    for _n in range(40):
        block.attachments.create(name="x.txt", content_type="text/plain", size=1, data=b"x")
    page = his.post(f"/tyopajat/osat/{block.pk}/liite/", {"file": SimpleUploadedFile("y.txt", b"y")}, follow=True)
    assert "Ohjelmaan mahtuu enintään 40 tiedostoa." in page.content.decode()
    assert Attachment.objects.count() == 40


# ---- How long it lives


@pytest.mark.parametrize(
    ("months", "left"),
    [(0, (1, 1, 1, 1)), (2, (0, 1, 1, 1)), (13, (0, 0, 1, 1)), (25, (0, 0, 0, 0))],
)
@pytest.mark.both_databases
def test_what_has_outlived_its_period_goes(published, aino, months, left):
    block = published.blocks.first()
    block.attachments.create(name="x.txt", content_type="text/plain", size=1, data=b"x")
    SignUp.objects.create(agenda=published, person=aino, state="placed")
    Presence.objects.create(agenda=published, person=aino, name="x", sort_key="x")
    later = timezone.localtime(published.starts_at) + datetime.timedelta(days=31 * months)
    with time_machine.travel(later, tick=False):
        retention.dispose()
    counts = (SignUp.objects.count(), Presence.objects.count(), Attachment.objects.count(), Agenda.objects.count())
    assert counts == left
    assert Block.every.count() == (10 if left[3] else 0)
    if months:
        assert "old_workshop_sign_ups" in set(Disposal.objects.values_list("what", flat=True))
