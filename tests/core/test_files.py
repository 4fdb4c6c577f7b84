"""Files that people bring: of a known kind, and what their name says."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.files import check_document, download


def office(*names, said="<x/>"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name in names:
            parts.writestr(name, said)
    return file.getvalue()


LIST = "[Content_Types].xml"
WORD = office(LIST, "word/document.xml", "word/embeddings/Taulukko.xlsx")
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("name", "data"),
    [("malli.pdf", b"%PDF-1.7 x"), ("malli.docx", WORD), ("malli.odt", office("mimetype", "content.xml"))],
)
def test_a_document_passes_and_can_still_be_read(name, data):
    assert check_document(SimpleUploadedFile(name, data)).read() == data


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("malli.exe", b"MZ\x90", "ei oteta"),
        ("malli.pdf", b"MZ\x90\x00 a program", "ei ole sitä"),
        ("malli.docx", b"MZ\x90\x00 a program", "ei ole sitä"),
        ("malli.docx", b"PK\x03\x04 no list of parts", "ei ole sitä"),
        ("malli.docx", office("run.exe"), "ei ole sitä"),
        ("malli.odt", WORD, "ei ole sitä"),
        ("malli.docx", office("word/document.xml", "word/vbaProject.bin"), "makroja"),
        ("malli.docx", office(LIST, "word/document.xml", said=DOCM), "makroja"),
        ("malli.docx", office(LIST, "word/document.xml", said="application/vnd.ms-office.vbaProject"), "makroja"),
        ("malli.docx", office("word/document.xml", "word/embeddings/oleObject1.bin"), "muu ohjelma"),
        ("malli.docx", office(LIST, LIST.upper(), "word/document.xml"), "ei ole sitä"),
        ("malli.docx", office(LIST, "word/document.xml", said=" " * 2_000_000), "ei ole sitä"),
        ("malli.odt", office("content.xml", "Basic/Standard/Module1.xml"), "makroja"),
        ("malli.png", b"\x89PNG\r\n\x1a\n", "ei oteta"),
        ("malli", b"%PDF-", "ei oteta"),
    ],
)
def test_anything_else_is_refused(name, data, told):
    with pytest.raises(ValidationError) as refused:
        check_document(SimpleUploadedFile(name, data))
    assert told in refused.value.messages[0]


def test_a_download_is_never_a_page():
    answer = download('ä"b.pdf', b"%PDF-", "application/pdf")
    assert answer["Content-Disposition"] == "attachment; filename=\"__b.pdf\"; filename*=UTF-8''%C3%A4%22b.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
