"""A form's field for one person: typed, and chosen where several fit. It works without a script: the form asks back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.addresses import address
from core.forms import WholeText
from people.models import User
from people.pick.search import MOST, found, is_long_enough, label, people_for

if TYPE_CHECKING:
    from people.user.models import UserQuerySet

WHICH = "-which"
LONGEST = 150


class Picked(WholeText):
    """A field whose people stand below it, at once where there are scripts (`people/pick/components.html`)."""

    @property
    def chosen(self) -> User | None:
        """Who is chosen now."""
        return self.field.chosen(self.value())  # type: ignore[attr-defined]

    @property
    def candidates(self) -> list[User]:
        """Who fits what was typed, or who is chosen."""
        return self.field.candidates(self.value())  # type: ignore[attr-defined]

    @property
    def told_id(self) -> str:
        """Of the place below."""
        return f"{self.id_for_label}_told"

    @property
    def aria_describedby(self) -> str | None:
        """Hint, error, and who was found."""
        return " ".join(filter(None, (super().aria_describedby, self.told_id)))

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> Any:
        """The control, which asks who fits."""
        search = address("person_search", self.field.task)  # type: ignore[attr-defined]
        own = {
            "hx-get": f"{search}?{urlencode({'_of': self.html_name})}",
            "hx-trigger": "input changed delay:300ms",
            "hx-target": "next [data-told]",
            "hx-select": "unset",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        return super().as_widget(widget, own | (attrs or {}), only_initial)


class PersonInput(forms.TextInput):
    """A plain text input; who of several is meant comes beside it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        """What was typed, and who was chosen of those that fit."""
        return data.get(name, "").strip(), data.get(name + WHICH, "")

    def format_value(self, value: Any) -> str:
        """What was typed; the name of who is chosen."""
        return value[0] if isinstance(value, tuple) else label(value) if isinstance(value, User) else ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form did not have it."""
        return name not in data


class PersonField(forms.Field):
    """One of `people`, which the form sets; `task` says whom the search finds meanwhile."""

    widget = PersonInput
    bound_field_class = Picked
    default_error_messages = {
        "required": _("Write a name and choose the person."),
        "short": _("Write at least three letters of the name."),
        "nobody": _("Nobody here has that name. Check it, or write less of it."),
        "many": _("More than ten people fit. Write more of the name."),
        "which": _("Choose below whom you mean."),
    }

    def __init__(self, *, task: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.task = task
        self.people: UserQuerySet = User.objects.none()  # type: ignore[assignment]

    def offer_to(self, user: User) -> None:
        """Those whom the user may find for the field's task; nobody where it is not theirs."""
        people = people_for(self.task, user)
        self.people = User.objects.none() if people is None else people  # type: ignore[assignment]

    def __deepcopy__(self, memo: dict[int, Any]) -> PersonField:
        made: PersonField = super().__deepcopy__(memo)
        made.people = self.people.all()
        return made

    def chosen(self, value: Any) -> User | None:
        """Who of the people a value names: a person, an id, or what the form has sent."""
        if isinstance(value, User):
            return value
        text, which = value if isinstance(value, tuple) else ("", value)
        try:
            person = self.people.select_related("unit").filter(pk=UUID(str(which or text))).first()
        except ValueError:
            return None
        if person and which and text and not self._fits(person, text):
            return None  # another name has been typed since
        return person

    def _fits(self, person: User, text: str) -> bool:
        return person in found(self.people.filter(pk=person.pk), text)

    def candidates(self, value: Any) -> list[User]:
        """Who fits what was typed, at most ten; without anything typed who is chosen."""
        if isinstance(value, tuple):
            several = found(self.people, value[0])
            return several if len(several) <= MOST else []
        person = self.chosen(value)
        return [person] if person else []

    def prepare_value(self, value: Any) -> Any:
        """A person instead of their id, so that the control shows the name."""
        return value if isinstance(value, tuple) else self.chosen(value)

    def to_python(self, value: Any) -> User | None:
        """The person, or what to do."""
        if not value or not any(value):
            return None
        if person := self.chosen(value):
            return person
        text = value[0][:LONGEST]
        several = found(self.people, text)
        if len(several) == 1:
            return several[0]
        code = "many" if len(several) > MOST else "which" if several else "nobody"
        raise ValidationError(self.error_messages[code if is_long_enough(text) else "short"], code)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Another person."""
        person = self.chosen(data)
        return person is None or str(person.pk) != str(getattr(initial, "pk", initial))
