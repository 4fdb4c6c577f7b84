"""What HR and the system administrator fill in to keep people, units and lines."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import DayField
from people.models import SupervisionLine, Unit, User

ASK_A_COLLEAGUE = _("Ask a colleague to do this: nobody makes themselves somebody's supervisor here.")


class PersonChoice(forms.ModelChoiceField):
    """Choosing a person from a list in Finnish order."""

    def label_from_instance(self, person: User) -> str:
        """Laine Matti, ruokapalvelupäällikkö (matti): enough to tell two of the same name apart."""
        return f"{person.list_name}, {person.title or person.username}"


def _unit_choices(by: User, empty: str, *, outside: Unit | None = None) -> list[tuple[str, str]]:
    """The tree as choices, each level pushed in; without a unit and what is below it."""
    units = Unit.objects.visible_to(by).exclude(above__ancestor=outside) if outside else Unit.objects.visible_to(by)
    rows = units.in_tree_order()
    return [("", empty), *((str(unit.pk), "\u2003" * unit.depth + unit.name) for unit in rows)]


def leads(user: User, unit: Unit | None) -> bool:
    """Whether this user has a line, now or later, on the unit or above it."""
    if unit is None:
        return False
    lines = SupervisionLine.objects.visible_to(user).filter(supervisor=user, unit__below__unit=unit)
    return lines.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())).exists()


class PersonForm(forms.ModelForm):
    """A person's data. Nobody changes their own unit or tasks, or moves a person under themselves."""

    class Meta:
        model = User
        fields = (
            "last_name",
            "first_name",
            "calling_name",
            "title",
            "unit",
            "language",
            "username",
            "email",
            "is_hr",
            "is_admin",
        )
        help_texts = {
            "calling_name": _("The name that colleagues use, if it is not the first of the first names."),
            "unit": _("The supervisor follows from the unit."),
            "username": _("For instance aino.virtanen. The person signs in with it, or with the e-mail."),
            "email": _("Leave empty if the person has no e-mail at work: print a letter instead."),
            "is_hr": _("Keeps people, units and lines. Sees whether conversations are held, never what was said."),
            "is_admin": _("Keeps people, units and lines, and the system. Reads nobody's texts."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.before = {
            name: getattr(self.instance, name) for name in ("unit", "username", "email", "is_hr", "is_admin")
        }
        if self.instance.pk == by.pk:
            for name in ("unit", "is_hr", "is_admin"):
                del self.fields[name]
        else:
            self.fields["unit"].widget.choices = _unit_choices(by, str(_("No unit yet")))
        for name, message in {
            "last_name": _("Write the last name."),
            "first_name": _("Write the first names."),
            "username": _("Write a user name, for instance aino.virtanen."),
        }.items():
            self.fields[name].error_messages["required"] = message
        self.fields["email"].error_messages["invalid"] = _("Write the address in the form name@example.fi.")
        for name in ("username", "email"):
            self.fields[name].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}

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
        if moved and leads(self.by, unit) and not leads(self.by, self.before["unit"]):
            raise ValidationError(ASK_A_COLLEAGUE)
        return unit

    @property
    def sign_in_changed(self) -> bool:
        """The user name or the address is another than before."""
        return any(getattr(self.instance, name) != self.before[name] for name in ("username", "email"))

    @property
    def tasks_changed(self) -> bool:
        """HR or system administrator is another than before."""
        return any(getattr(self.instance, name) != self.before[name] for name in ("is_hr", "is_admin"))


class UnitForm(forms.ModelForm):
    """A unit's name and place in the tree."""

    class Meta:
        model = Unit
        fields = ("name", "parent")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.parent_before = by, self.instance.parent
        self.fields["name"].error_messages["required"] = _("Write the name of the unit.")
        self.fields["parent"].widget.choices = _unit_choices(by, str(_("The top of the tree")), outside=self.instance)

    def clean_parent(self) -> Unit | None:
        """Not under oneself."""
        parent: Unit | None = self.cleaned_data["parent"]
        moved = not self.instance._state.adding and parent != self.parent_before
        if moved and leads(self.by, parent) and not leads(self.by, self.instance):
            raise ValidationError(ASK_A_COLLEAGUE)
        return parent


class LineForm(forms.ModelForm):
    """Who leads a unit, as what, from when until when. The unit stands in the instance."""

    supervisor = PersonChoice(
        User.objects.none(), label=_("Person"), error_messages={"required": _("Choose the person.")}, empty_label="–"
    )
    starts_on = DayField(label=_("From"), error_messages={"required": _("Give the first day in the form 18.5.2016.")})
    ends_on = DayField(
        label=_("Until"), required=False, help_text=_("The last day. Leave empty if it is not known yet.")
    )

    class Meta:
        model = SupervisionLine
        fields = ("supervisor", "kind", "starts_on", "ends_on")
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "kind": _(
                "A unit has one supervisor at a time and any number of deputies. A deputy sees only own conversations."
            )
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        chosen = Q(is_active=True) | Q(pk=self.instance.supervisor_id)  # an old line may be a leaver's
        self.fields["supervisor"].queryset = User.objects.visible_to(by).filter(chosen)  # type: ignore[attr-defined]

    def clean_supervisor(self) -> User:
        """Never oneself."""
        supervisor: User = self.cleaned_data["supervisor"]
        if supervisor == self.by:
            raise ValidationError(ASK_A_COLLEAGUE)
        return supervisor
