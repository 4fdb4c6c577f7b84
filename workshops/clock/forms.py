"""An event of the annual clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import OneLine
from core.formats import date_only
from core.forms import Revised
from people.models import Unit
from workshops.clock import links
from workshops.clock.models import led_units
from workshops.models import Agenda, ClockEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User


class UnitOwnedForm(OneLine, Revised):
    """Whose it is: the organisation's for HR, otherwise a unit that the person leads."""

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = led_units(by).order_by("sort_key")
        field.empty_label = _("the whole organisation") if by.is_hr else None
        field.required = not by.is_hr
        field.label = _("Unit")


def _programmes(found: Iterable[Agenda]) -> list[tuple[Any, Any]]:
    """By day, what is to come before what has been: titles alone repeat from year to year."""
    today = timezone.localdate()
    coming: list[tuple[UUID, str]] = []
    earlier: list[tuple[UUID, str]] = []
    for agenda in found:
        (coming if agenda.day >= today else earlier).append((agenda.pk, f"{date_only(agenda.day)} {agenda}"))
    groups = [(_("Coming"), coming[::-1]), (_("Earlier"), earlier)]
    return [("", pgettext_lazy("programme", "none")), *(group for group in groups if group[1])]


class ClockEventForm(UnitOwnedForm):
    """Names, ring, level and months; the days of the week for what has a weekly rhythm."""

    months = forms.TypedMultipleChoiceField(
        label=_("Months"),
        coerce=int,
        choices=MONTHS.items(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Without any month it lasts all year."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        coerce=int,
        choices=WEEKDAYS.items(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Only for what comes back each week."),
    )
    link = forms.ChoiceField(label=_("Leads to"), required=False)

    class Meta:
        model = ClockEvent
        fields = (
            *("unit", "title_fi", "title_sv", "title_en", "ring", "level"),
            *("months", "weekdays", "responsible", "agenda", "link"),
        )
        widgets = {"ring": forms.RadioSelect, "level": forms.RadioSelect}
        labels = {"agenda": _("Programme"), "responsible": _("Who is responsible")}
        help_texts = {
            "responsible": _("A role rather than a name, such as “supervisor of the unit”."),
            "agenda": _("A workshop or meeting whose programme belongs to it."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        agenda: Any = self.fields["agenda"]
        agenda.queryset = Agenda.objects.visible_to(by).order_by("-starts_at")
        agenda.choices = _programmes(agenda.queryset)
        self.fields["link"].choices = self._leads_to(by)  # type: ignore[attr-defined]
        self.fields["responsible"].widget.attrs["autocomplete"] = "off"

    def _leads_to(self, by: User) -> list[tuple[str, Any]]:
        """The links, and what is particular behind them. What somebody else has chosen stays a choice."""
        found: list[tuple[str, Any]] = [("", pgettext_lazy("link", "nowhere")), *links.choices(by)]
        event: ClockEvent = self.instance
        if event.target:
            self.initial["link"] = now = f"{event.link}:{event.target}"
            if now not in dict(found):
                found.append((now, _("as it is now")))
        return found

    def clean_link(self) -> str:
        """The link; which thing behind it goes onto the event."""
        code, _colon, target = self.cleaned_data["link"].partition(":")
        self.instance.target = UUID(target) if target else None
        return code

    def clean_months(self) -> list[int]:
        """In the order of the year."""
        return sorted(self.cleaned_data["months"])

    def clean_weekdays(self) -> list[int]:
        """In the order of the week."""
        return sorted(self.cleaned_data["weekdays"])


class UnitChoiceForm(OneLine, forms.Form):
    """Which unit's clock or forums to look at."""

    unit = forms.ModelChoiceField(Unit.objects.none(), required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
