"""What HR chooses on the way of a file: the file, what its columns are, answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.numbers import whole_number
from core.texts.cleaning import short
from people.roster.columns import HEADER_AMONG, MEANINGS, SKIP, Layout, proposed_for
from people.roster.reading import Unreadable
from people.roster.staging import Staged, staged_from
from people.roster.words import UNREADABLE

NAME_FITS = 60


class FileForm(forms.Form):
    """A file, read at once: nothing of it is kept but its rows."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 15 MB. Personal identity codes, bank accounts and the like are not read."),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("There is nothing in the file. Choose another."),
            "invalid": _("Choose the file."),
            "missing": _("Choose the file."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )
    staged: Staged

    def clean_file(self) -> UploadedFile:
        """Readable, or why not."""
        file: UploadedFile = self.cleaned_data["file"]
        try:
            self.staged = staged_from(file.read(), file.name or "")
        except Unreadable as error:
            raise ValidationError(UNREADABLE[error.why]) from None
        return file


def layout_from(data: QueryDict, staged: Staged) -> Layout:
    """What the page of the columns says; another sheet or row of headers is proposed anew."""
    sheet = next((each for each in staged.sheets if each.name == data.get("sheet")), staged.sheet)
    header = whole_number(data.get("header"), most=min(HEADER_AMONG, len(sheet.rows)), otherwise=0)
    is_whole = data.get("is_whole") != "part"
    if (sheet.name, header) != (staged.layout.sheet, staged.layout.header):
        layout = proposed_for(sheet, header)
    else:
        said = [data.get(f"column-{at}", SKIP) for at in range(len(sheet.rows[0]))]
        layout = Layout(sheet.name, header, [meaning if meaning in MEANINGS else SKIP for meaning in said])
    layout.is_whole = is_whole
    return layout


def twice(layout: Layout) -> set[str]:
    """Meanings that two columns have."""
    chosen = [meaning for meaning in layout.meanings if meaning]
    return {meaning for meaning in chosen if chosen.count(meaning) > 1}


def answers_from(data: QueryDict) -> dict[int, str]:
    """By row: is it the same person?"""
    found: dict[int, Any] = {}
    for name in data:
        kind, _dash, row = name.partition("-")
        if kind == "answer" and row.isascii() and row.isdigit() and data[name] in ("same", "other"):
            found[whole_number(row)] = data[name]
    return found


def mapping_name(data: QueryDict) -> str:
    """Under which the columns are kept; empty: they are not."""
    return short(" ".join(data.get("save_as", "").split()), NAME_FITS) if data.get("save") else ""
