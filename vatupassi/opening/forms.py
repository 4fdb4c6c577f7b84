"""To whom the conversation is opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User
from vatupassi.models import Conversation, Opening


class _Person(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Name and title: two people may share a name."""
        return f"{obj.name}, {obj.title}" if obj.title else obj.name


class SupervisorForm(forms.Form):
    """A later supervisor, a deputy or the next level, to whom the employee opens the whole conversation."""

    reader = _Person(User.objects.none(), label=_("To whom"), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args: Any, conversation: Conversation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(by).partners_for(conversation.employee)
        taken = Opening.objects.visible_to(by).live().filter(conversation=conversation).values("reader")
        people = people.exclude(pk=conversation.supervisor_id).exclude(pk__in=taken)  # type: ignore[misc]
        self.fields["reader"].queryset = people  # type: ignore[attr-defined]


class HrForm(forms.Form):
    """A named HR person, and how much: a supervisor can only suggest the whole."""

    reader = _Person(User.objects.none(), label=_("To whom"), empty_label=_("choose a person"))
    scope = forms.ChoiceField(
        label=_("How much"),
        widget=forms.RadioSelect,
        choices=[
            (Opening.Scope.OWN, _("My own part: what I have marked and written, our agreements, my differing view")),
            (Opening.Scope.WHOLE, _("The whole conversation: my own part at once, the rest when we both have opened")),
        ],
        initial=Opening.Scope.OWN,
    )

    def __init__(self, *args: Any, conversation: Conversation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = [conversation.employee_id, conversation.supervisor_id]
        people = User.objects.visible_to(by).active().filter(is_hr=True).exclude(pk__in=[pk for pk in parties if pk])
        others = Opening.objects.visible_to(by).live().filter(conversation=conversation, to=Opening.To.SUPERVISOR)
        people = people.exclude(pk__in=others.values("reader"))
        self.fields["reader"].queryset = people  # type: ignore[attr-defined]
        if by != conversation.employee:
            del self.fields["scope"]
        elif not conversation.supervisor_holds():  # nobody is there to open the whole with
            self.fields["scope"].choices = self.fields["scope"].choices[:1]  # type: ignore[attr-defined]
