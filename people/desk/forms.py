"""What HR sets and answers of one thing in the inbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import DayField, LongTextField
from people.desk.handled import LONGEST_ANSWER, Handling
from people.desk.inbox import Kind
from people.models import User

CLOSED = (Handling.DONE, Handling.NOT_NOW)


def hr_people(by: User) -> list[User]:
    """HR: a few people, so they stand as a list."""
    return list(User.objects.visible_to(by).active().filter(is_hr=True))


class ItemForm(forms.Form):
    """Owner, day, state and answer, with the revision that the writer saw."""

    owner = forms.ChoiceField(label=_("Who sees to it"), required=False)
    due_on = DayField(label=_("To be done by"), error_messages={"required": _("Give a day.")})
    handling = forms.ChoiceField(label=_("State"), widget=forms.RadioSelect)
    answer = LongTextField(
        label=_("Answer"), max_length=LONGEST_ANSWER, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)

    def __init__(self, *args: Any, kind: Kind, people: list[User], row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.row, self.people = kind, row, {str(person.pk): person for person in people}
        names = [(pk, person.name) for pk, person in self.people.items()]
        if row.owner_id and str(row.owner_id) not in self.people:
            names.append((str(row.owner_id), row.owner.name))  # who is of HR no more keeps what they had
            self.people[str(row.owner_id)] = row.owner
        self.fields["owner"].choices = [("", _("nobody yet")), *names]  # type: ignore[attr-defined]
        self.fields["handling"].choices = [(state.value, str(words)) for state, words in kind.states.items()]  # type: ignore[attr-defined]
        opened = kind.opened
        if opened is None or not opened.to_whom:
            del self.fields["answer"]
        else:
            self.fields["answer"].label = opened.to_whom  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        """What is closed has an answer, and one that has gone is not changed in silence."""
        data: dict[str, Any] = self.cleaned_data
        if "answer" not in self.fields or self.errors:
            return data
        text, state = data.get("answer", ""), data["handling"]
        sends = "send" in self.data
        if sends and not text:
            self.add_error("answer", ValidationError(_("Write an answer first.")))
        elif not sends and self.row.answered_at and text != self.row.answer:
            self.add_error(
                "answer", ValidationError(_("This answer has been sent. Send it anew, or leave it as it was."))
            )
        elif not sends and state in CLOSED and not self.row.answered_at:
            self.add_error(
                "answer", ValidationError(_("Whoever thought of this waits for an answer: write why, and send it."))
            )
        return data

    @property
    def owner_chosen(self) -> User | None:
        """Who sees to it from now on."""
        return self.people.get(self.cleaned_data["owner"])
