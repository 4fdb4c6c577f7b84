"""A contact of the support path."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import OneLine
from support.models import Contact

NUMBER = re.compile(r"\+?[0-9][0-9 ()-]{2,}", re.ASCII)


class ContactForm(OneLine, forms.ModelForm):
    """Its place is chosen once: a contact that moved would leave a gap in the path."""

    link = forms.URLField(
        label=gettext_lazy("Address for booking a time"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Write the address of a page, for instance https://…")},
    )

    class Meta:
        model = Contact
        fields = ("place", "name", "phone", "link", "detail_fi", "detail_sv", "detail_en")
        widgets = {
            "place": forms.RadioSelect,
            "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        }
        labels = {"place": gettext_lazy("Where on the path?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["place"].choices = Contact.Place.choices  # type: ignore[attr-defined]  # none is chosen
        else:
            del self.fields["place"]

    def clean_phone(self) -> str:
        """A number that a telephone takes."""
        phone: str = self.cleaned_data["phone"]
        if phone and not NUMBER.fullmatch(phone):
            raise ValidationError(_("Write the number with digits, for instance 09 555 0140 or +358 9 555 0140."))
        return phone
