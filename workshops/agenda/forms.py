"""When, where and for whom a workshop is, and from what its programme begins."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.fields import ClockField, DayField, OneLine, clean_moment
from core.names import list_key
from workshops.agenda.patterns import PATTERNS
from workshops.facilitator.models import may_facilitate_anywhere, units_to_plan_for
from workshops.models import Agenda, OwnTemplate

if TYPE_CHECKING:
    from people.models import User

MOST_PLACES = 5000


def unit_field(user: User) -> forms.TypedChoiceField:
    """The unit for which the workshop is: of a supervisor one that they lead."""
    units = units_to_plan_for(user).in_tree_order()
    choices = [(str(unit.pk), "\u2003" * unit.depth + unit.name) for unit in units]
    anywhere = may_facilitate_anywhere(user)
    return forms.TypedChoiceField(
        label=pgettext_lazy("workshop", "For"),
        choices=[("", _("the whole organisation")), *choices] if anywhere else choices,
        required=not anywhere,
        coerce={str(unit.pk): unit for unit in units}.get,
        empty_value=None,
        help_text=gettext_lazy("Once published, this unit and the units below it see the programme."),
    )


class NewAgendaForm(OneLine, forms.Form):
    """A day and what it begins from; everything else can wait."""

    day = DayField(label=gettext_lazy("Day"))
    clock = ClockField(
        label=gettext_lazy("Begins at"),
        required=False,
        help_text=gettext_lazy("Empty: as in the template."),
    )
    title = forms.CharField(
        label=pgettext_lazy("programme", "Title"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Empty: as in the template."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the programme"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = Agenda._meta.get_field("language").choices  # type: ignore[attr-defined]
        self.fields["language"].initial = by.language
        self.fields["unit"] = unit_field(by)
        own = sorted(OwnTemplate.objects.visible_to(by), key=lambda one: list_key(one.name))
        self.own = {f"own-{one.pk}": one for one in own}
        days: list[tuple[str, Any]] = [(code, pattern.name) for code, pattern in PATTERNS.items()]
        days += [(key, one.name) for key, one in self.own.items()]
        self.fields["template"] = forms.ChoiceField(
            label=gettext_lazy("Begin from"), choices=[*days, ("", "")], required=False
        )

    def clean(self) -> dict[str, Any]:
        """The moment of day and time; the template's own time and title where none was given."""
        data = super().clean() or {}
        code = data.get("template") or ""
        pattern, own = PATTERNS.get(code), self.own.get(code)
        language = data.get("language") or "fi"
        if pattern:
            data["rows"], name, starts = pattern.blocks(language), pattern.name, pattern.starts
        elif own:
            data["rows"], name, starts = own.blocks, own.name, own.starts
        else:
            data["rows"], name, starts = [], "", datetime.time(9)
        if not data.get("clock") and "clock" not in self.errors:
            data["clock"] = starts
        with translation.override(language):
            data["title"] = data.get("title") or str(name)
        if not data["title"] and "title" not in self.errors:
            self.add_error("title", _("Give the workshop a title."))
        if "starts_at" not in data and (found := clean_moment(self)):
            data["starts_at"] = found
        return data


class AgendaForm(OneLine, forms.ModelForm):
    """Everything about a workshop but its blocks."""

    day = DayField(label=gettext_lazy("Day"))
    clock = ClockField(label=gettext_lazy("Begins at"))
    sign_up_until = DayField(
        label=gettext_lazy("Last day to sign up"),
        required=False,
        help_text=gettext_lazy("Empty: until it begins."),
    )

    class Meta:
        model = Agenda
        fields = ("title", "place", "organiser", "language", "open_to", "takes_sign_ups", "capacity", "sign_up_until")
        widgets = {"open_to": forms.RadioSelect}
        help_texts = {
            "organiser": gettext_lazy("Stands on the programme. Empty: the employer."),
            "capacity": gettext_lazy("Empty: no limit. When it is full, the rest wait and move up by themselves."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agenda: Agenda = self.instance
        self.fields["unit"] = unit_field(by)
        local = timezone.localtime(agenda.starts_at)
        own = {"day": local.date(), "clock": local.time(), "unit": str(agenda.unit_id or "")}
        self.initial = {**self.initial, **own}
        self.fields["capacity"].widget.attrs |= {"min": 1, "max": MOST_PLACES, "class": "short"}

    def clean_capacity(self) -> int | None:
        """Not below those who have a place already."""
        wanted: int | None = self.cleaned_data["capacity"]
        if wanted is None:
            return None
        if not 1 <= wanted <= MOST_PLACES:
            raise forms.ValidationError(_("Give 1–%d places, or leave this empty.") % MOST_PLACES)
        placed = self.instance.sign_ups.placed().count()
        if wanted < placed:
            text = _("%(count)d people have a place already. Give at least that many.")
            raise forms.ValidationError(text % {"count": placed})
        return wanted

    def clean(self) -> dict[str, Any]:
        """The moment of day and time."""
        data = super().clean() or {}
        if found := clean_moment(self):
            data["starts_at"] = found
            if data.get("sign_up_until") and data["sign_up_until"] > data["day"]:
                self.add_error("sign_up_until", _("The workshop is over by then. Give an earlier day."))
        return data

    @property
    def moved(self) -> bool:
        """Whether calendars have to know."""
        return bool({"day", "clock", "place"}.intersection(self.changed_data))

    def save(self, commit: bool = True) -> Agenda:
        """The moment and the unit go along."""
        self.instance.starts_at = self.cleaned_data["starts_at"]
        self.instance.unit = self.cleaned_data["unit"]
        if self.instance.unit is None and self.instance.open_to == Agenda.OpenTo.UNIT:
            self.instance.open_to = Agenda.OpenTo.EVERYBODY
        return super().save(commit)


class HostedAgendaForm(OneLine, forms.ModelForm):
    """What is left to the facilitators where an app above decides on day, place and people (workshops/hosts.py)."""

    moved = False  # the host tells of a move

    class Meta:
        model = Agenda
        fields = ("organiser",)
        help_texts = {"organiser": gettext_lazy("Stands on the programme. Empty: the employer.")}


class TemplateNameForm(OneLine, forms.Form):
    """The name of an own template."""

    name = forms.CharField(label=gettext_lazy("Name of the template"), max_length=150)
