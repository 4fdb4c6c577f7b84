"""A version of a written model in three languages, as text or as files."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import organisation
from core.dates.reading import Look
from core.fields import DayField, LongTextField, OneLine
from core.files import check_document
from core.worded import LANGUAGES
from support.model.kinds import Kind
from support.model.models import LONGEST_CHANGES, LONGEST_MODEL, ModelVersion
from support.model.text import blocks

STEMS = ("text", "changes", "file", "no_file")
NAMES = {"fi": gettext_lazy("In Finnish"), "sv": gettext_lazy("In Swedish"), "en": gettext_lazy("In English")}


def started(kind: Kind, before: ModelVersion | None) -> dict[str, Any]:
    """What a new version begins with: the one in force, or the headings."""
    if before:
        same = ("approved_by", *(f"text_{language}" for language in LANGUAGES))
        return {name: getattr(before, name) for name in same}
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[f"text_{language}"] = kind.template()
    return found


class VersionForm(OneLine, forms.ModelForm):
    """A draft is saved as it is. To publish it, what shows that it is in force must be there."""

    approved_by = forms.CharField(
        label=gettext_lazy("Who approved it"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A body, for instance the management team. Not a person’s name."),
    )
    approved_on = DayField(label=gettext_lazy("When it was approved"), look=Look.BACK, required=False)
    negotiated_on = DayField(
        look=Look.BACK,
        required=False,
        help_text=gettext_lazy("If it was handled in another way: the day on which the staff was heard."),
    )
    in_force_from = DayField(label=gettext_lazy("In force from"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    class Meta:
        model = ModelVersion
        fields = ("approved_by", "approved_on", "negotiated_on", "in_force_from")

    def __init__(self, *args: Any, kind: Kind, publishing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.publishing = kind, publishing
        self.fields["negotiated_on"].label = organisation.law().handled
        files = (
            {} if self.instance._state.adding else {file.language: file for file in self.instance.files.defer("data")}
        )
        how = _("A line that begins with # is a heading, one that begins with a hyphen is a point of a list.")
        for language in LANGUAGES:
            self.fields[f"text_{language}"] = LongTextField(
                label=_("Text"),
                max_length=LONGEST_MODEL,
                required=False,
                widget=forms.Textarea(attrs={"rows": 14, "lang": language}),
                help_text=how,
            )
            self.fields[f"changes_{language}"] = LongTextField(
                label=_("What has changed since the version before"),
                max_length=LONGEST_CHANGES,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
            )
            self.fields[f"file_{language}"] = forms.FileField(
                label=_("Or as a file"),
                required=False,
                help_text=_("PDF, DOCX or ODT, at most 10 MB.")
                + (" " + _("Now: %(name)s") % {"name": files[language].name} if language in files else ""),
            )
            if language in files:
                self.fields[f"no_file_{language}"] = forms.BooleanField(label=_("Take the file away"), required=False)
            for stem in ("text", "changes"):
                if self.instance.pk and not self.instance._state.adding:
                    self.initial.setdefault(f"{stem}_{language}", getattr(self.instance, f"{stem}_{language}"))

    def languages(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by language, under its name."""
        return [
            (str(NAMES[language]), [self[name] for stem in STEMS if (name := f"{stem}_{language}") in self.fields])
            for language in LANGUAGES
        ]

    @property
    def days(self) -> list[forms.BoundField]:
        """What shows that it is in force."""
        return [self[name] for name in ("in_force_from", "approved_by", "approved_on", "negotiated_on")]

    def clean(self) -> dict[str, Any]:
        """Files are what their names say; what is published has everything that it needs."""
        data = super().clean() or self.cleaned_data
        for language in LANGUAGES:
            if data.get(f"file_{language}"):
                try:
                    check_document(data[f"file_{language}"])
                except ValidationError as refused:
                    self.add_error(f"file_{language}", refused)
        if self.publishing:
            self._whole(data)
        return data

    def _whole(self, data: dict[str, Any]) -> None:
        for name in ("in_force_from", "approved_by", "approved_on", "negotiated_on"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed before the version is published."))
        if not any(self._is_written(language, data) for language in LANGUAGES):
            self.add_error(
                "text_fi", _("Write something under the headings, or bring a file, in one language at least.")
            )
        for name in ("approved_on", "negotiated_on"):
            day: datetime.date | None = data.get(name)
            if day and day > timezone.localdate():
                self.add_error(name, _("That day is still to come. Publish the version when it has been."))

    def _is_written(self, language: str, data: dict[str, Any]) -> bool:
        if data.get(f"file_{language}"):
            return True
        if f"no_file_{language}" in self.fields and not data.get(f"no_file_{language}"):
            return True
        return any(block.kind != "heading" for block in blocks(data.get(f"text_{language}") or ""))
