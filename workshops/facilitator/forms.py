"""Naming a person of those who may be named."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.fields import OneLine
from people.models import User
from people.pick.fields import PersonField


class PersonChoice(forms.ModelChoiceField):
    """Choosing a person from a list in Finnish order."""

    def label_from_instance(self, person: User) -> str:
        """Laine Matti, ruokapalvelupäällikkö."""
        return f"{person.list_name}, {person.title or person.username}"


class FacilitatorForm(OneLine, forms.Form):
    """Anybody who is not in the register yet."""

    person = PersonField(task="facilitator", label=gettext_lazy("Person"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer_to(by)  # type: ignore[attr-defined]


class PersonForm(OneLine, forms.Form):
    """One person of those who may be named."""

    person = PersonChoice(
        User.objects.none(), label=gettext_lazy("Person"), empty_label=gettext_lazy("Choose a person")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
