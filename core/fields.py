"""Form fields for dates and times as people write them: 18.5.2016 and 9.15, in every language."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formats import date_only

DAY = re.compile(r"(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4}|\d{2})\.?")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
CLOCK = re.compile(r"(?:klo\.?|kl\.?)?\s*(\d{1,2})(?:\s*[.:]\s*(\d{2})(?:[.:]\d{2})?)?", re.IGNORECASE)


class DayInput(forms.TextInput):
    """A plain text input: date controls of browsers follow the browser's language, not the page's."""

    def format_value(self, value: Any) -> str | None:
        """18.5.2016 in every language."""
        return date_only(value, "fi") if isinstance(value, datetime.date) else value


class ClockInput(forms.TextInput):
    """A plain text input."""

    def format_value(self, value: Any) -> str | None:
        """9.15."""
        return f"{value.hour}.{value.minute:02}" if isinstance(value, datetime.time) else value


class DayField(forms.Field):
    """A date written 18.5.2016 (18.05.2016, 18. 5. 2016, 18.5.16 and 2016-05-18 do as well)."""

    widget = DayInput
    default_error_messages = {
        "invalid": gettext_lazy("Give the date in the form 18.5.2016."),
        "nonexistent": gettext_lazy("There is no such day as %(value)s. Give the date in the form 18.5.2016."),
    }

    def to_python(self, value: Any) -> datetime.date | None:
        """The date, or an error that says how to write it."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
        if isinstance(value, datetime.date):
            return value
        text = str(value).strip()
        if found := ISO_DAY.fullmatch(text):
            year, month, day = map(int, found.groups())
        elif found := DAY.fullmatch(text):
            day, month, year = map(int, found.groups())
            year += 2000 if len(found[3]) == 2 else 0
        else:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            found_day = datetime.date(year, month, day)
        except ValueError:
            found_day = datetime.date.min
        if not 1900 <= found_day.year <= 2200:
            raise ValidationError(self.error_messages["nonexistent"], "nonexistent", {"value": text})
        return found_day

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """A number keyboard on phones."""
        return {"inputmode": "decimal", "autocomplete": "off"}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """18.05.2016 is 18.5.2016."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class ClockField(forms.Field):
    """A time written 9.15 (9:15, 09.15, 9 and klo 9.15 do as well), 24 hours."""

    widget = ClockInput
    default_error_messages = {
        "invalid": gettext_lazy("Give the time in the form 9.15."),
        "nonexistent": gettext_lazy("There is no such time as %(value)s. Give the time in the form 9.15."),
    }

    def to_python(self, value: Any) -> datetime.time | None:
        """The time, or an error that says how to write it."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return timezone.localtime(value).time() if timezone.is_aware(value) else value.time()
        if isinstance(value, datetime.time):
            return value
        text = str(value).strip()
        found = CLOCK.fullmatch(text)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return datetime.time(int(found[1]), int(found[2] or 0))
        except ValueError:
            raise ValidationError(self.error_messages["nonexistent"], "nonexistent", {"value": text}) from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """A number keyboard on phones."""
        return {"inputmode": "decimal", "autocomplete": "off"}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """9:15 is 9.15."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def moment(day: datetime.date, clock: datetime.time) -> datetime.datetime:
    """The local moment; ValidationError where the clock-change nights leave none, or two."""
    zone = timezone.get_current_timezone()
    naive = datetime.datetime.combine(day, clock)
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    shown = {"clock": f"{clock.hour}.{clock.minute:02}"}
    if first.astimezone(datetime.UTC).astimezone(zone).replace(tzinfo=None) == naive:
        raise ValidationError(
            _("That night the clocks are turned back and %(clock)s comes twice. Choose another time."),
            "ambiguous",
            shown,
        )
    raise ValidationError(
        _("That night the clocks are turned forward and %(clock)s does not exist. Choose another time."),
        "nonexistent",
        shown,
    )


def clean_moment(form: forms.BaseForm, day: str = "day", clock: str = "clock") -> datetime.datetime | None:
    """For a form's clean(): the moment of its two fields; an error goes to the field of the time."""
    found_day, found_clock = form.cleaned_data.get(day), form.cleaned_data.get(clock)
    if found_day is None or found_clock is None:
        return None
    try:
        return moment(found_day, found_clock)
    except ValidationError as error:
        form.add_error(clock, error)
        return None
