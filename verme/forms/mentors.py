"""HR's forms for mentors: the register, and who leads a group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import DayField
from people.models import User
from verme.models import Group, Mentor


class PersonChoice(forms.ModelChoiceField):
    """People by their list name and unit."""

    def label_from_instance(self, person: Any) -> str:
        """Laine Matti, Ruokapalvelut."""
        return f"{person.list_name}, {person.unit.name}" if person.unit else person.list_name


class MentorForm(forms.ModelForm):
    """One row of the register. Who it is about is chosen once."""

    person = PersonChoice(User.objects.none(), label=_("Person"))
    qualified_on = DayField(label=_("Qualified on"), required=False, help_text=_("When the training was completed."))

    class Meta:
        """What HR keeps."""

        model = Mentor
        fields = ("person", "role", "field", "qualified_on", "in_use")
        help_texts = {
            "role": _("For instance: teacher, principal, youth worker, specialist"),
            "field": _("For instance: early childhood education"),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            known = Mentor.objects.editable_by(by).values("person")
            people = User.objects.visible_to(by).active().exclude(pk__in=known).select_related("unit")
            self.fields["person"].queryset = people  # type: ignore[attr-defined]
            del self.fields["in_use"]
        else:
            del self.fields["person"]


class MentorChoice(forms.ModelChoiceField):
    """Mentors by name, with what is known of them."""

    def label_from_instance(self, mentor: Any) -> str:
        """Laine Matti · rehtori · leads a group now."""
        parts = [mentor.person.list_name, mentor.role, mentor.field]
        parts.append(str(_("leads a group now") if mentor.busy else _("free")))
        return " · ".join(part for part in parts if part)


class NameMentorForm(forms.Form):
    """Who leads a group: somebody of the register who does not lead it yet."""

    mentor = MentorChoice(Mentor.objects.none(), label=_("Mentor"), empty_label=_("Choose a mentor"))
    substitute = forms.BooleanField(
        label=_("As a substitute"),
        required=False,
        help_text=_("A substitute sees the plan and the attendance. Earlier texts only if all members agree."),
    )

    def __init__(self, *args: Any, group: Group, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leading = group.mentorings.live().values("person")
        mentors = Mentor.objects.editable_by(by).available().exclude(person__in=leading).select_related("person")
        self.fields["mentor"].queryset = mentors.free_first()  # type: ignore[attr-defined]
