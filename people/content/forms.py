"""A group of texts, each in three languages. Empty, or as the original: the original stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from core.content import LANGUAGES, Group, Texts
from core.fields import one_line

LONGEST = 200
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
                    max_length=LONGEST,
                    initial=texts.get(code, {}).get(language) or original,
                    widget=forms.Textarea(attrs={"lang": language, "maxlength": LONGEST, "rows": 1}),
                )
                self.fields[f"{code}-{language}"].validators.append(one_line)

    def rows(self) -> list[tuple[int, str, list[tuple[str, BoundField, str]]]]:
        """Number, code, and for each language its field and its original."""
        return [
            (
                number,
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
                words = self.cleaned_data[f"{code}-{language}"].strip()
                if words and words != self.group.original(code, language):
                    found.setdefault(code, {})[language] = words
        return found
