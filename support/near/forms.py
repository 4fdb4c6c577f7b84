"""Naming a near-support person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import OneLine
from people.models import Unit, User
from people.pick.fields import PersonField
from people.unit.forms import unit_choices
from support.path.forms import NUMBER

if TYPE_CHECKING:
    from people.user.models import UserQuerySet


def who_may_be_near(user: User) -> UserQuerySet | None:
    """Whom HR may name: anybody at work but themselves."""
    return User.objects.visible_to(user).findable().exclude(pk=user.pk) if user.is_hr else None


class NearForm(OneLine, forms.Form):
    """Who, for whom, and by which number."""

    person = PersonField(task="near", label=gettext_lazy("Person"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("For whom"),
        help_text=gettext_lazy("The people of this unit and of those below it see the name."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer_to(by)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.visible_to(by)  # type: ignore[attr-defined]
        self.fields["unit"].widget.choices = unit_choices(by, _("Choose the unit"))  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """A number that a telephone takes, or none."""
        phone: str = self.cleaned_data["phone"]
        if phone and not NUMBER.fullmatch(phone):
            raise ValidationError(_("Write the number with digits, for instance 09 555 0140 or +358 9 555 0140."))
        return phone
