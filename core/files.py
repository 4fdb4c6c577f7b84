"""Files that people bring for others to read: of a known kind, being what their name says, only ever downloaded."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST = 10 * 1024 * 1024  # bytes
# Kind of file → how it is sent. None of them is ever shown inside a page of ours: all are downloads.
TYPES = {
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
}
DOCUMENTS = (".pdf", ".docx", ".odt")
BEGINS = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".pptx": b"PK\x03\x04",
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".odp": b"PK\x03\x04",
    ".odt": b"PK\x03\x04",
    ".ods": b"PK\x03\x04",
}
# What an office file's own list of parts must hold.
PARTS = {".docx": "word/document.xml", ".odt": "content.xml"}
MACROS = ("vbaproject.bin", "basic/", "scripts/")
OLE = re.compile(r"(word/embeddings/.+\.bin|word/activex/.+|object ?\d+/.*\.bin)")  # a program in its own wrapping
LIST_OF_PARTS = "[content_types].xml"  # which also says what a part is, however it is named
LONGEST_LIST = 1024 * 1024  # bytes


def safe_name(name: str) -> str:
    """The last part of what the browser said, without what a file system or a header could misread."""
    name = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(letter for letter in name if letter.isprintable() and letter not in '"<>:|?*;%').strip(". ")
    stem, dot, kind = kept.rpartition(".")
    return f"{stem[:100]}{dot}{kind[:10]}" if dot else kept[:100]


def kind_of(name: str) -> str:
    """The ending: ".pdf"."""
    return PurePosixPath(safe_name(name)).suffix.lower()


def check(file: UploadedFile, kinds: Collection[str] = tuple(TYPES)) -> UploadedFile:
    """Small enough, of one of these kinds, and beginning as its kind does; ValidationError says what to do."""
    kind = kind_of(file.name or "")
    if kind not in kinds:
        text = _("This kind of file is not taken. Take one of these: %(kinds)s.")
        raise ValidationError(text % {"kinds": ", ".join(one[1:] for one in kinds if one != ".jpeg")})
    if (file.size or 0) > LARGEST:
        raise ValidationError(_("The file is larger than 10 MB. Make it smaller, or put a link here instead."))
    beginning = file.read(8)
    file.seek(0)
    if not beginning.startswith(BEGINS.get(kind, b"")) or (kind == ".txt" and b"\0" in beginning):
        raise ValidationError(_("The file is not what its name says. Save it anew and try again."))
    return file


def check_document(file: UploadedFile) -> UploadedFile:
    """A text document. Of an office file also its list of parts is read: it holds a text, no macros and no programs."""
    check(file, DOCUMENTS)
    kind = kind_of(file.name or "")
    if kind in PARTS:
        try:
            with zipfile.ZipFile(io.BytesIO(file.read(LARGEST))) as parts:
                names = [name.lower() for name in parts.namelist()]
                lists = [part for part in parts.infolist() if part.filename.lower() == LIST_OF_PARTS]
                said = b"".join(parts.read(part) for part in lists[:1] if part.file_size <= LONGEST_LIST).lower()
                if len(lists) > 1 or any(part.file_size > LONGEST_LIST for part in lists):
                    names = []  # no program writes it so
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            names, said = [], b""
        file.seek(0)
        has_macros = any(name.endswith(MACROS[0]) or name.startswith(MACROS[1:]) for name in names)
        if has_macros or b"macroenabled" in said or b"vbaproject" in said or any(map(OLE.fullmatch, names)):
            told = _("The file holds macros or another program. Save it without them, or as a PDF, and try again.")
            raise ValidationError(told)
        if PARTS[kind] not in names:
            raise ValidationError(_("The file is not what its name says. Save it anew and try again."))
    return file


def content_type(name: str) -> str:
    """How a file of this name is sent."""
    return TYPES[kind_of(name)]


def download(name: str, data: bytes, content_type: str) -> HttpResponse:
    """The file, as a download: the browser neither shows it as a page nor guesses what it is."""
    response = HttpResponse(data, content_type=content_type)
    plain = "".join(letter if letter.isascii() and letter not in '"\\' else "_" for letter in name)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
