"""To whom the conversation is opened."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import DayField
from core.names import MOST_WORDS, sort_key
from people.models import User
from vatupassi.conversation.partners import FOUND, SHORTEST
from vatupassi.models import Conversation, Opening

if TYPE_CHECKING:
    from people.user.models import UserQuerySet

LONGEST = datetime.timedelta(days=365)  # for which a memo is given


class _Person(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Name and title: two people may share a name."""
        return f"{obj.name}, {obj.title}" if obj.title else obj.name


class SupervisorForm(forms.Form):
    """A later supervisor, a deputy or the next level, and how much the employee opens to them."""

    reader = _Person(User.objects.none(), label=_("To whom"), widget=forms.RadioSelect, empty_label=None)
    scope = forms.ChoiceField(
        label=_("How much"),
        widget=forms.RadioSelect,
        choices=[
            (Opening.Scope.AGREED, _("Only what we agreed: what, who and by when")),
            (Opening.Scope.WHOLE, _("The whole conversation, its follow-ups and the memo")),
        ],
        initial=Opening.Scope.AGREED,
    )

    def __init__(self, *args: Any, conversation: Conversation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(by).partners_for(conversation.employee)
        known = Opening.objects.visible_to(by).live().filter(conversation=conversation).exclude(to=Opening.To.TRUSTED)
        taken = known.exclude(scope=Opening.Scope.AGREED).values("reader")
        people = people.exclude(pk=conversation.supervisor_id).exclude(pk__in=taken)  # type: ignore[misc]
        self.fields["reader"].queryset = people  # type: ignore[attr-defined]


class TrustedForm(forms.Form):
    """Somebody whom the employee trusts, and until when they may read the confirmed memo."""

    reader = _Person(User.objects.none(), label=_("To whom"), widget=forms.RadioSelect, empty_label=None)
    until = DayField(label=_("Last day to read"), quick=(7, 28, 84))

    def __init__(self, *args: Any, conversation: Conversation, by: User, search: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = [pk for pk in (conversation.employee_id, conversation.supervisor_id) if pk]
        people = User.objects.visible_to(by).active().exclude(pk__in=parties)
        self.fields["reader"].queryset = people if self.is_bound else named(people, search)  # type: ignore[attr-defined]

    def clean_until(self) -> datetime.date:
        """From today on, and not for ever."""
        until: datetime.date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today <= until <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, at most a year away."))
        return until


def named(people: UserQuerySet, text: str) -> UserQuerySet:
    """By three letters or more, at most ten."""
    keys = [sort_key(word) for word in text.split()[:MOST_WORDS]]
    if len(text) < SHORTEST or not keys or not all(keys):
        return people.none()
    for key in keys:
        people = people.filter(sort_key__contains=key)
    return people.select_related("unit")[:FOUND]


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
