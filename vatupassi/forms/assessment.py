"""One item of a board as it is filled in: a mark for now, one for the target, and a text with its version."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from core.autosave import clean, too_long
from vatupassi.models import LONGEST_TEXT
from vatupassi.questions import Position


class LongText(forms.CharField):
    """A text as it was written: no stripping. Line ends become single; a NUL, which no one types, goes."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, **options)

    def to_python(self, value: object) -> str:
        """The text with \\n as its line end."""
        return clean(str(value or ""))

    def validate(self, value: str) -> None:
        """Too long is said with both numbers; the text stays in the form."""
        super().validate(value)
        if (length := len(value)) > LONGEST_TEXT:
            raise forms.ValidationError(too_long(length, LONGEST_TEXT))


class PositionField(forms.TypedChoiceField):
    """One of the seven positions, or None for "not marked"."""

    def __init__(self) -> None:
        choices: list[tuple[Any, str | Promise]] = [("", gettext_lazy("not marked")), *Position.choices]
        super().__init__(choices=choices, coerce=int, empty_value=None, required=False)


class ItemForm(forms.Form):
    """The fields of one item under its key: ``<key>-now``, ``<key>-target``, ``text-<key>`` and ``version-<key>``.

    Autosave sends only what changed, so what is absent from the data stays as it is: see `marks` and `new_text`. A
    ``whole`` form sends every mark, with what it was when the page was made (``was-<key>-now``): one that was not
    touched there does not undo what another tab has marked since. Of two that were touched the last one counts.
    """

    now = PositionField()
    target = PositionField()
    text = LongText()
    version = forms.IntegerField(min_value=0)

    def __init__(self, data: Mapping[str, Any], *, key: str, marks: bool = True, whole: bool = False) -> None:
        self.key, self.whole = key, whole
        super().__init__(data)
        if not marks:
            del self.fields["now"], self.fields["target"]

    def add_prefix(self, field_name: str) -> str:
        """The name of a field in the page."""
        mark = field_name in ("now", "target")
        return f"{self.key}-{field_name}" if mark else f"{field_name}-{self.key}"

    @classmethod
    def sent(cls, data: Mapping[str, Any], key: str) -> bool:
        """Whether the data has this item at all."""
        return f"version-{key}" in data

    @property
    def marks(self) -> dict[str, int | None]:
        """The marks that were set."""
        names = [name for name in ("now", "target") if name in self.fields and self._is_set(self.add_prefix(name))]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def _is_set(self, name: str) -> bool:
        return name in self.data and not (self.whole and self.data.get(f"was-{name}") == self.data[name])

    @property
    def new_text(self) -> str | None:
        """The text if it was sent, otherwise None."""
        return self.cleaned_data.get("text") if self.add_prefix("text") in self.data else None

    @property
    def typed(self) -> str:
        """The text as it stands in the page, also when it cannot be saved."""
        return LongText().to_python(self.data.get(self.add_prefix("text")))

    @property
    def keep(self) -> str:
        """What somebody without JavaScript chose of two texts: "both", "mine" or "theirs"; otherwise ""."""
        return str(self.data.get(f"keep-{self.key}", ""))
