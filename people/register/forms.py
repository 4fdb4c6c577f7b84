"""A person's data."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import DayField, OneLine
from core.forms import Revised
from people.models import SignInChange, Unit, User
from people.supervision.forms import ASK_A_COLLEAGUE, leads_now_or_later
from people.unit.forms import unit_choices
from people.user.models import ROLES, number_key

NAMES = ("last_name", "first_name", "calling_name")
GROUPS = (  # how the page shows the fields
    (_("Name"), NAMES),
    (_("Title"), ("title_fi", "title_sv", "title_en")),
    (_("At work"), ("unit", "language", "number")),
    (_("Signing in"), ("username", "email")),
    (_("Protection"), ("is_protected",)),
    (_("Tasks"), ("is_hr", "is_admin", "is_data_protection_officer")),
)


class PersonForm(OneLine, Revised):
    """A person's data. Nobody changes their own name, unit or tasks, or moves a person under themselves.

    Their name is how people hear who has done something: nobody does it under another one.
    """

    class Meta:
        model = User
        fields = [name for _heading, names in GROUPS for name in names]
        help_texts = {
            "calling_name": _("The name that colleagues use, if it is not the first of the first names."),
            "title_sv": _("Empty: as in Finnish."),
            "title_en": _("Empty: as in Finnish."),
            "unit": _("The supervisor follows from the unit."),
            "number": _("As in the system of salaries: files of people find the person by it."),
            "username": _("For instance aino.virtanen. The person signs in with it, or with the e-mail."),
            "email": _("Leave empty if the person has no e-mail at work: print a letter instead."),
            "is_protected": _(
                "For a non-disclosure order, for instance. Nobody finds the person by name to choose them for a "
                "task; only HR and the system administrator do, in this register. The team and the supervisor stay "
                "as they are."
            ),
            "is_hr": _(
                "Keeps people, units and lines. Sees how many conversations are held, never whose or what was said."
            ),
            "is_admin": _("Keeps people, units and lines, and the system. Reads nobody's texts."),
            "is_data_protection_officer": _(
                "Reads what people write in requests about their own data, never conversations. Not HR as well."
            ),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.before = {name: getattr(self.instance, name) for name in ("unit", "username", "email", *ROLES)}
        self.earlier_name = self.instance.full_name
        if self.instance.pk == by.pk:
            for name in (*NAMES, "unit", "number", *ROLES):
                del self.fields[name]
        else:
            self.fields["unit"].widget.choices = unit_choices(by, str(_("No unit yet")))
        for name, message in {
            "last_name": _("Write the last name."),
            "first_name": _("Write the first names."),
            "username": _("Write a user name, for instance aino.virtanen."),
        }.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = message
        self.fields["email"].error_messages["invalid"] = _("Write the address in the form name@example.fi.")
        for name in ("username", "email"):
            self.fields[name].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields that this person may fill in, under their headings."""
        shown = [(str(heading), [self[name] for name in names if name in self.fields]) for heading, names in GROUPS]
        return [(heading, fields) for heading, fields in shown if fields]

    def _others(self) -> Any:
        return User.objects.editable_by(self.by).exclude(pk=self.instance.pk)

    def clean_username(self) -> str:
        """One of its kind, and never like an e-mail address, so that the two ways of signing in stay apart."""
        username: str = self.cleaned_data["username"].strip()
        if "@" in username or any(letter.isspace() for letter in username):
            raise ValidationError(_("Leave out @ and spaces: write for instance aino.virtanen."))
        if self._others().filter(username__iexact=username).exists():
            raise ValidationError(_("This user name is in use. Choose another, for instance with a number."))
        return username

    def clean_number(self) -> str:
        """One person's: zeros at the front make no other."""
        number: str = self.cleaned_data["number"].strip()
        if number and self._others().filter(number_key=number_key(number)).exists():
            raise ValidationError(_("Another person has this number. Check it, or leave it empty."))
        return number

    def clean_email(self) -> str:
        """One of its kind, in small letters: people write it as they like when they sign in."""
        email: str = self.cleaned_data["email"].strip().lower()
        if email and self._others().filter(email__iexact=email).exists():
            raise ValidationError(_("Another person has this address. Check it, or leave it empty."))
        return email

    def clean_unit(self) -> Unit | None:
        """Not into one's own team."""
        unit: Unit | None = self.cleaned_data["unit"]
        moved = not self.instance._state.adding and unit != self.before["unit"]
        if moved and leads_now_or_later(self.by, unit) and not leads_now_or_later(self.by, self.before["unit"]):
            raise ValidationError(ASK_A_COLLEAGUE)
        return unit

    def clean(self) -> dict[str, Any]:
        """A way to sign in that waits already, and one of somebody who has left, are not changed here."""
        found = super().clean() or self.cleaned_data
        if found.get("is_data_protection_officer") and (found.get("is_hr") or found.get("is_admin")):
            why = _("The data protection officer cannot be HR or the system administrator: choose another person.")
            self.add_error("is_data_protection_officer", why)
        names = [name for name in NAMES if name in found and found[name] != self.initial.get(name, "")]
        if names and not self.instance._state.adding and self._is_looked_at():
            why = _("A change of this person’s sign-in is being settled. Change the name after that.")
            self.add_error(names[0], why)
        new = {name: found.get(name, self.before[name]) for name in ("username", "email")}
        changed = [name for name, value in new.items() if value != self.before[name]]
        if self.errors or not changed or self.instance._state.adding or not self.instance.is_in_use:
            return found
        if not self.instance.is_active:
            self.add_error(changed[0], _("The employment has ended. Mark first that the person works here again."))
        waits = SignInChange.objects.visible_to(self.by).waiting()
        if waits.filter(person=self.instance, kind=SignInChange.Kind.NAMES).exclude(**new).exists():
            self.add_error(changed[0], _("Another change waits already. Withdraw it first."))
        return found

    def _is_looked_at(self) -> bool:
        """Somebody is to agree to a change that this person asked for or that concerns them: by the name they know."""
        changes = SignInChange.objects.visible_to(self.by)
        going_on = changes.waiting() | changes.printable()
        return going_on.filter(Q(person=self.instance) | Q(asked_by=self.instance)).exists()

    @property
    def renamed(self) -> bool:
        """The name is another than before."""
        return self.instance.full_name != self.earlier_name

    @property
    def sign_in_changed(self) -> bool:
        """The user name or the address is another than before."""
        return any(getattr(self.instance, name) != self.before[name] for name in ("username", "email"))

    @property
    def tasks_changed(self) -> bool:
        """A role is another than before."""
        return any(getattr(self.instance, name) != self.before[name] for name in ROLES)


LONGEST_AHEAD = datetime.timedelta(days=366)


class LastDayForm(forms.Form):
    """The last day of an employment. Left empty, there is none any more."""

    last_day = DayField(
        label=_("Last day of the employment"),
        required=False,
        quick=(7, 14, 28),
        help_text=_(
            "The sign-in ends after it. Until then the start page and a letter offer a copy of one’s own data."
        ),
    )

    def clean_last_day(self) -> datetime.date | None:
        """Today at the earliest."""
        day: datetime.date | None = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if day and not today <= day <= today + LONGEST_AHEAD:
            raise ValidationError(_("Choose a day from today on, at most a year away."))
        return day
