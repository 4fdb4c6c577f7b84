"""The rows of a season's page: its groups, each with who leads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import ClockField, OneLine
from core.forms import Revised
from verme.mentor.forms import MentorChoice
from verme.models import Group, Mentor, Season

if TYPE_CHECKING:
    from people.models import User


class Mentors:
    """Who may be chosen to lead, asked once for all rows, and who leads the groups now."""

    def __init__(self, season: Season, *, by: User) -> None:
        rows = Mentor.objects.editable_by(by).available().select_related("person").free_first()
        self.by_pk = {str(mentor.pk): mentor for mentor in rows}
        label = MentorChoice(Mentor.objects.none()).label_from_instance
        self.choices = [(pk, label(mentor)) for pk, mentor in self.by_pk.items()]
        self.of_person = {mentor.person_id: mentor for mentor in self.by_pk.values()}
        self.last_day = season.ends_on


class PlannedGroupForm(OneLine, Revised):
    """One group on the season's page. Empty, where it is the row for one more."""

    clock = ClockField(label=gettext_lazy("Time of day"), required=False)
    capacity = forms.IntegerField(label=gettext_lazy("Places"), min_value=1, max_value=20)
    mentor = forms.ChoiceField(label=gettext_lazy("Mentor"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    class Meta:
        """What HR sets."""

        model = Group
        fields = ("name", "target", "language", "weekday", "clock", "capacity")

    def __init__(self, *args: Any, mentors: Mentors, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mentors = mentors
        self.is_new = self.instance._state.adding
        self.leads = [] if self.is_new else [row.person for row in self.instance.mentors]
        known = [self._option(person) for person in self.leads[:1]]
        others = [choice for choice in mentors.choices if choice not in known]
        self.fields["mentor"].choices = [("", _("nobody yet")), *known, *others]  # type: ignore[attr-defined]
        self.initial["mentor"] = known[0][0] if known else ""
        day = self.fields["weekday"]
        day.choices = [("", _("the group chooses")), *WEEKDAYS.items()]  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["required"] = not self.is_new
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = self._said(str(field.label))

    def _option(self, person: User) -> tuple[str, str]:
        """Who leads now, also when HR may not choose them: oneself, or somebody who leads no more groups."""
        mentor = self.mentors.of_person.get(person.pk)
        found = next((each for each in self.mentors.choices if mentor and each[0] == str(mentor.pk)), None)
        return found or ("now", person.list_name)

    def _said(self, label: str) -> str:
        """A field by its group, for who does not see the table."""
        group = _("new group") if self.is_new else self.instance.name
        return f"{label}: {group}"

    @property
    def warning(self) -> str:
        """What HR should look at beside the mentor."""
        if self.is_new:
            return ""
        if not self.leads:
            return _("no mentor yet")
        person = self.leads[0]
        if person.ends_on and person.ends_on < self.mentors.last_day:
            return _("employment ends before the season does")
        return ""

    @property
    def is_empty(self) -> bool:
        """The row for one more group, left as it was."""
        return self.is_new and not self.data.get(self.add_prefix("name"), "").strip()

    def chosen(self) -> Mentor | None:
        """Who is to lead; None: nobody, or whoever leads now."""
        return self.mentors.by_pk.get(self.cleaned_data["mentor"])
