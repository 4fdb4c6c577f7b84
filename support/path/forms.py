"""A contact of the support path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import OneLine
from core.forms import Revised
from people.models import User
from people.pick.fields import PersonField
from support.models import Contact

if TYPE_CHECKING:
    from people.user.models import UserQuerySet

NUMBER = re.compile(r"\+?[0-9][0-9 ()-]{2,}", re.ASCII)


def who_may_be_contact(user: User) -> UserQuerySet | None:
    """Who signs in as a contact: anybody at work but HR themselves, who name them."""
    return User.objects.visible_to(user).findable().exclude(pk=user.pk) if user.is_hr else None


class ContactForm(OneLine, Revised):
    """Its place is chosen once: a contact that moved would leave a gap in the path."""

    link = forms.URLField(
        label=gettext_lazy("Address for booking a time"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Write the address of a page, for instance https://…")},
    )

    person = PersonField(
        task="contact",
        label=gettext_lazy("The same person’s sign-in here"),
        required=False,
        help_text=gettext_lazy("An employee can then send a notice of load to an occupational safety representative."),
    )

    class Meta:
        model = Contact
        fields = ("place", "name", "person", "phone", "link", "detail_fi", "detail_sv", "detail_en")
        widgets = {
            "place": forms.RadioSelect,
            "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        }
        labels = {"place": gettext_lazy("Where on the path?")}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer_to(by)  # type: ignore[attr-defined]
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
