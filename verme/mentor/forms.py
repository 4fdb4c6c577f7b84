"""HR's forms for mentors: the register, and who leads a group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates.reading import Look
from core.fields import DayField, OneLine
from core.forms import Revised
from people.models import User
from people.pick.fields import PersonField
from people.user.models import UserQuerySet
from verme.models import Group, Mentor


def who_may_mentor(user: User) -> UserQuerySet | None:
    """Whom HR may add to the register: who is not in it yet, and nobody makes themselves a mentor."""
    if not user.is_hr:
        return None
    known = Mentor.objects.visible_to(user).values("person")
    return User.objects.visible_to(user).findable().exclude(pk=user.pk).exclude(pk__in=known)


class MentorForm(OneLine, Revised):
    """One row of the register. Who it is about is chosen once."""

    person = PersonField(task="mentor", label=_("Person"))
    qualified_on = DayField(
        label=_("Qualified on"), required=False, look=Look.BACK, help_text=_("When the training was completed.")
    )

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
            self.fields["person"].offer_to(by)  # type: ignore[attr-defined]
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


class GroupChoice(forms.ModelChoiceField):
    """Groups with their season."""

    def label_from_instance(self, group: Any) -> str:
        """Uudet työntekijät, Kevät 2027."""
        return f"{group.name}, {group.season.name}"


class NameMentorForm(OneLine, forms.Form):
    """Who leads a group: somebody of the register who does not lead it yet, and never whoever names them."""

    mentor = MentorChoice(Mentor.objects.none(), label=_("Mentor"), empty_label=_("Choose a mentor"))

    def __init__(self, *args: Any, group: Group, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leading = group.mentorings.live().values("person")
        mentors = Mentor.objects.editable_by(by).available().exclude(person__in=leading).select_related("person")
        self.fields["mentor"].queryset = mentors.free_first()  # type: ignore[attr-defined]


class NameHrForm(OneLine, forms.Form):
    """The system administrator names the only HR person a mentor: of which group."""

    group = GroupChoice(Group.objects.none(), label=_("Group"), empty_label=_("Choose a group"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.named_for_by(by).select_related("season").order_by("season", "sort_key", "pk")
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
