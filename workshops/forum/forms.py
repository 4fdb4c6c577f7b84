"""Forums, their meetings, matters and rows."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import IN_WEEKS, ClockField, DayField, LongTextField, OneLine, clean_moment
from core.names import sort_key
from people.models import User
from workshops.clock.forms import UnitOwnedForm
from workshops.forum.models import LONGEST_PLAN, forum_and_below
from workshops.models import Forum, ForumItem, ForumMeeting, ForumRow

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NAMED = 8  # of those that a name may mean
NO_PERSONS = _("About work and decisions. Matters of one person do not belong here.")


class ForumForm(UnitOwnedForm):
    """Its name, kind and rhythm, its place in the tree and its chair."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        coerce=int,
        choices=WEEKDAYS.items(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Forum
        fields = ("unit", "name_fi", "name_sv", "name_en", "kind", "parent", "rhythm", "weekdays", "chair")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        seen: Iterable[Forum] = Forum.objects.visible_to(by)
        parent: Any = self.fields["parent"]
        parent.queryset = Forum.objects.visible_to(by).exclude(pk__in=forum_and_below(self.instance, seen))
        parent.empty_label = pgettext_lazy("forum", "none: it stands at the top")
        self.people = User.objects.visible_to(by).active().select_related("unit")
        self.fields["chair"] = forms.CharField(
            label=pgettext_lazy("of a forum", "Chair"),
            required=False,
            max_length=200,
            help_text=_("Last name and first name. If there are namesakes, add a comma and the unit."),
        )
        if self.instance.chair:
            self.initial["chair"] = self.instance.chair.list_name

    def clean_chair(self) -> User | None:
        """The one whose name it is. With two thousand people a name is faster than a list."""
        text = self.cleaned_data["chair"].strip()
        now = self.instance.chair
        if not text or (now and text == now.list_name):
            return now if text else None
        name, _comma, unit = text.partition(",")
        rows = self.people.filter(unit__sort_key__contains=sort_key(unit)) if unit.strip() else self.people
        for word in name.split():
            begins = Q(last_name__istartswith=word) | Q(calling_name__istartswith=word)
            rows = rows.filter(begins | Q(first_name__istartswith=word))
        found = list(rows[: MOST_NAMED + 1]) if name.strip() else []
        exact = [person for person in found if name.strip() in (person.list_name, person.name)]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(_("Nobody has this name. Write the last name first, or only its beginning."))
        several = "; ".join(f"{one.list_name}, {one.unit.name if one.unit else '–'}" for one in found[:MOST_NAMED])
        raise forms.ValidationError(_("Several people: write one of these. %(names)s") % {"names": several})

    def clean_weekdays(self) -> list[int]:
        """In the order of the week."""
        return sorted(self.cleaned_data["weekdays"])


class PlanForm(OneLine, forms.Form):
    """The forum's plan."""

    plan = LongTextField(
        label=_("Plan"),
        max_length=LONGEST_PLAN,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=NO_PERSONS,
    )


class MeetingForm(OneLine, forms.ModelForm):
    """When and where."""

    day = DayField(label=_("Day"))
    clock = ClockField(label=_("Time"))

    class Meta:
        model = ForumMeeting
        fields = ("place",)

    field_order = ("day", "clock", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            local = timezone.localtime(self.instance.starts_at)
            self.initial["day"], self.initial["clock"] = local.date(), local.time()

    def clean(self) -> dict[str, Any]:
        """A moment that exists on the Finnish clock."""
        data = super().clean() or {}
        if starts_at := clean_moment(self):
            data["starts_at"] = self.instance.starts_at = starts_at
        return data


class ItemForm(OneLine, forms.ModelForm):
    """One matter of an agenda."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=600, initial=10)

    class Meta:
        model = ForumItem
        fields = ("title", "brought_by", "minutes", "decision")
        widgets = {"decision": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"decision": LongTextField}
        help_texts = {"title": NO_PERSONS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].widget.attrs["class"] = "short"


class RowForm(OneLine, forms.ModelForm):
    """One row of the table."""

    due_on = DayField(label=_("By when"), required=False, quick=IN_WEEKS)

    class Meta:
        model = ForumRow
        fields = ("matter", "decision", "who", "due_on")
        widgets = {"decision": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"decision": LongTextField}
        help_texts = {"matter": NO_PERSONS}


def suggested_day(forum: Forum, latest: datetime.datetime | None) -> datetime.date | None:
    """The day to suggest for a new meeting: the next one of its weekdays after today and after the latest meeting."""
    today = timezone.localdate()
    return forum.next_day(max(today, timezone.localtime(latest).date()) if latest else today)
