"""One block of an agenda: what, how long, who speaks, which slides, links and files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.fields import ClockField, LongTextField, OneLine, moment
from core.files import check
from workshops.block.models import LONGEST
from workshops.models import Block

MOST_TALKS, MOST_SPEAKERS, MOST_LINKS = 5, 6, 8
SLIDES = re.compile(r"(?:s\.\s*)?(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?", re.IGNORECASE)


def clean_slides(text: str) -> str:
    """ "s. 2 - 12" as 2–12; several ranges with commas between."""
    ranges = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        found = SLIDES.fullmatch(part)
        if not found or (found[2] and int(found[2]) < int(found[1])):
            raise ValidationError(_("Give the slides in the form 2–12."))
        ranges.append(f"{int(found[1])}–{int(found[2])}" if found[2] else str(int(found[1])))
    return ", ".join(ranges)


def check_minutes(minutes: int, kind: str) -> None:
    """1–600; 0 suits only the end."""
    if minutes > LONGEST or minutes < 0:
        raise ValidationError(_("Give 1–%d minutes.") % LONGEST)
    if minutes == 0 and kind != Block.Kind.CLOSING:
        raise ValidationError(_("Give 1–%d minutes. Only an ending may last 0.") % LONGEST)


class MinutesField(forms.IntegerField):
    """A length; an error says what does."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Minutes"),
            error_messages={"invalid": gettext_lazy("Give the length in minutes, for instance 45.")},
            **kwargs,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A number keyboard."""
        return super().widget_attrs(widget) | {"min": 0, "max": LONGEST, "step": 1, "class": "short"}


class QuickBlockForm(OneLine, forms.ModelForm):
    """The row at the end of the builder: kind, title, minutes."""

    minutes = MinutesField(initial=30)

    class Meta:
        model = Block
        fields = ("kind", "title", "minutes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False

    def clean(self) -> dict[str, Any]:
        """A break needs no title of its own; the length fits the kind."""
        data = super().clean() or {}
        kind = data.get("kind", "")
        if not data.get("title") and "title" not in self.errors:
            if kind in (Block.Kind.BREAK, Block.Kind.LUNCH):
                data["title"] = self.instance.get_kind_display() if not kind else _name(kind)
            else:
                self.add_error("title", _("Give a title."))
        if data.get("minutes") is not None:
            try:
                check_minutes(data["minutes"], kind)
            except ValidationError as error:
                self.add_error("minutes", error)
        return data


def _name(kind: str) -> str:
    name = str(dict(Block.Kind.choices)[kind])
    return name[:1].upper() + name[1:]


class BlockForm(QuickBlockForm):
    """Everything about a block. Speakers, further talks and links are as many rows as there are, and one empty."""

    pinned_at = ClockField(
        label=gettext_lazy("Begins exactly at"),
        required=False,
        help_text=gettext_lazy("Only for what cannot move, lunch for instance. Empty: right after what precedes it."),
    )

    class Meta(QuickBlockForm.Meta):
        fields = ("kind", "title", "minutes", "pinned_at", "slides", "note")  # type: ignore[assignment]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"note": LongTextField}
        help_texts = {
            "slides": gettext_lazy("For instance 2–12."),
            "note": gettext_lazy("Stands only on the facilitators’ programme."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        block: Block = self.instance
        self.talk_count = min(MOST_TALKS - 1, len(block.more) + 1)
        self._speaker_fields(0, block.speakers)
        for n in range(1, self.talk_count + 1):
            row = block.more[n - 1] if n <= len(block.more) else {}
            self.fields[f"t{n}-title"] = forms.CharField(
                label=pgettext_lazy("programme", "Title"), max_length=200, required=False, initial=row.get("title", "")
            )
            self.fields[f"t{n}-slides"] = forms.CharField(
                label=gettext_lazy("Slides"), max_length=40, required=False, initial=row.get("slides", "")
            )
            self._speaker_fields(n, row.get("speakers", []))
        self.link_count = min(MOST_LINKS, len(block.links) + 1)
        for n in range(self.link_count):
            row = block.links[n] if n < len(block.links) else {}
            self.fields[f"l{n}-label"] = forms.CharField(
                label=pgettext_lazy("link", "Name"), max_length=120, required=False, initial=row.get("label", "")
            )
            self.fields[f"l{n}-url"] = forms.CharField(
                label=gettext_lazy("Address"),
                max_length=500,
                required=False,
                initial=row.get("url", ""),
                widget=forms.URLInput,
            )

    def _speaker_fields(self, talk: int, known: list[dict[str, str]]) -> None:
        for n in range(min(MOST_SPEAKERS, len(known) + 1)):
            row = known[n] if n < len(known) else {}
            for name, label, length in (
                ("title", gettext_lazy("Job title"), 100),
                ("name", pgettext_lazy("person", "Name"), 120),
                ("organisation", gettext_lazy("Organisation"), 120),
            ):
                self.fields[f"s{talk}-{n}-{name}"] = forms.CharField(
                    label=label, max_length=length, required=False, initial=row.get(name, "")
                )

    # What the template draws

    def _speaker_rows(self, talk: int) -> list[tuple[BoundField, BoundField, BoundField]]:
        rows: list[tuple[BoundField, BoundField, BoundField]] = []
        while f"s{talk}-{len(rows)}-name" in self.fields:
            row = f"s{talk}-{len(rows)}"
            rows.append((self[f"{row}-title"], self[f"{row}-name"], self[f"{row}-organisation"]))
        return rows

    @property
    def speaker_rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """Of the first talk: title, name, organisation."""
        return self._speaker_rows(0)

    @property
    def more_talks(self) -> Iterator[tuple[BoundField, BoundField, list[tuple[BoundField, BoundField, BoundField]]]]:
        """Title, slides and speakers of each further talk."""
        for n in range(1, self.talk_count + 1):
            yield self[f"t{n}-title"], self[f"t{n}-slides"], self._speaker_rows(n)

    @property
    def link_rows(self) -> list[tuple[BoundField, BoundField]]:
        """Name and address of each link."""
        return [(self[f"l{n}-label"], self[f"l{n}-url"]) for n in range(self.link_count)]

    # What was written

    def clean_slides(self) -> str:
        """2–12."""
        return clean_slides(self.cleaned_data["slides"])

    def clean(self) -> dict[str, Any]:
        """The rows as the block keeps them; an error stands at its field."""
        data = super().clean() or {}
        data["speakers"] = self._speakers(data, 0)
        data["more"] = []
        for n in range(1, self.talk_count + 1):
            title = data.get(f"t{n}-title") or ""
            slides = self._try(f"t{n}-slides", clean_slides, data.get(f"t{n}-slides") or "")
            speakers = self._speakers(data, n)
            if not title and (slides or speakers):
                self.add_error(f"t{n}-title", _("Give a title."))
            elif title:
                data["more"].append({"title": title, "slides": slides, "speakers": speakers})
        data["links"] = []
        for n in range(self.link_count):
            label, url = data.get(f"l{n}-label") or "", data.get(f"l{n}-url") or ""
            if url:
                url = self._try(f"l{n}-url", _web_address, url)
                data["links"].append({"label": label, "url": url})
            elif label:
                self.add_error(f"l{n}-url", _("Give the address, or leave the whole row empty."))
        if data.get("pinned_at"):
            self._try("pinned_at", self._check_pin, data["pinned_at"])
        return data

    def _try(self, name: str, check: Any, value: Any) -> Any:
        try:
            return check(value)
        except ValidationError as error:
            self.add_error(name, error)
            return value

    def _speakers(self, data: dict[str, Any], talk: int) -> list[dict[str, str]]:
        found, n = [], 0
        while f"s{talk}-{n}-name" in self.fields:
            row = {name: data.get(f"s{talk}-{n}-{name}") or "" for name in ("name", "title", "organisation")}
            if row["name"] or row["organisation"]:
                found.append(row)
            elif row["title"]:
                self.add_error(f"s{talk}-{n}-name", _("Give the name or the organisation as well."))
            n += 1
        return found

    def _check_pin(self, clock: Any) -> Any:
        agenda = self.instance.agenda
        moment(agenda.day, clock)  # refuses what the clock-change nights do not have, or have twice
        return clock

    def save(self, commit: bool = True) -> Block:
        """The rows go along; nothing is saved here, the action does it."""
        block: Block = super().save(commit=False)
        for name in ("speakers", "more", "links"):
            setattr(block, name, self.cleaned_data[name])
        return block


def _web_address(text: str) -> str:
    if "://" not in text:
        text = f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise ValidationError(_("Give a web address, for instance https://www.example.org/slides.")) from None
    return text


# ---- Files

MOST_FILES = 40  # of one agenda


class AttachmentForm(OneLine, forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Slides, a document, a picture or a text file, at most 10 MB. No personal data of others."
        ),
    )

    def clean_file(self) -> UploadedFile:
        """Small enough, of a kind that is known, and beginning as its kind does."""
        return check(self.cleaned_data["file"])
