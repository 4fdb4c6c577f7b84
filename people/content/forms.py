"""A group of texts, each in three languages. Empty, or as the original: the original stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from core.content import LANGUAGES, Group, Texts
from core.fields import one_line

OWN_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


class ContentForm(forms.Form):
    """A field for each text and language."""

    def __init__(self, *args: Any, group: Group, texts: Texts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        for number, code in enumerate(group.originals, 1):
            for language in LANGUAGES:
                original = group.original(code, language)
                self.fields[f"{code}-{language}"] = forms.CharField(
                    label=_("%(number)s, in the language %(language)s")
                    % {"number": number, "language": OWN_NAMES[language]},
                    required=False,
                    max_length=group.longest(code),
                    initial=texts.get(code, {}).get(language) or original,
                    widget=forms.Textarea(
                        attrs={
                            "lang": language,
                            "maxlength": group.longest(code),
                            "rows": 4 if code in group.in_lines else 1,
                        }
                    ),
                )
                if code not in group.in_lines:
                    self.fields[f"{code}-{language}"].validators.append(one_line)

    def clean(self) -> dict[str, Any]:
        """Places for names as the original has them: a letter with another one could not be sent."""
        data: dict[str, Any] = self.cleaned_data
        for code in self.group.originals:
            for language in LANGUAGES:
                name = f"{code}-{language}"
                if not self.group.fits(code, data.get(name, "")):
                    places = ", ".join(f"%({place})s" for place in self.group.places(code))
                    told = _("Only these may stand between the words: %(places)s. Write a percent sign as a word.")
                    self.add_error(name, told % {"places": places})
        return data

    def rows(self) -> list[tuple[Any, str, list[tuple[str, BoundField, str]]]]:
        """What it is, code, and for each language its field and its original."""
        return [
            (
                self.group.labels.get(code, number),
                code,
                [(language, self[f"{code}-{language}"], self.group.original(code, language)) for language in LANGUAGES],
            )
            for number, code in enumerate(self.group.originals, 1)
        ]

    def texts(self) -> Texts:
        """What differs from the originals."""
        found: Texts = {}
        for code in self.group.originals:
            for language in LANGUAGES:
                words = "\n".join(self.cleaned_data[f"{code}-{language}"].strip().splitlines())
                if words and words != self.group.original(code, language):
                    found.setdefault(code, {})[language] = words
        return found
