"""Form fields for dates and times as people write them, in every language (`core.dates.reading` says how)."""

import datetime
import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.addresses import address
from core.dates.reading import Look, Unread, read_clock, read_day
from core.dates.told import Pick, Told, of_days, pick, told_day
from core.formats import clock, clock_only, date_only
from core.forms import WholeText
from core.texts.limits import problem_of_size

IN_WEEKS = (14, 28, 42)  # quick choices, in days from today
WHICH = "-which"  # the name of the choice between the days that a text may mean


class ReadBack(WholeText):
    """A field whose text is read back below it, at once where there are scripts (`components/dates.html`)."""

    @property
    def told_id(self) -> str:
        """Of the place below."""
        return f"{self.id_for_label}_told"

    @property
    def told(self) -> Told:
        """What stands there when the page comes."""
        return self.field.told(self.value())  # type: ignore[attr-defined]  # a DayField or ClockField

    @property
    def picks(self) -> list[Pick]:
        """The quick choices."""
        return self.field.picks()  # type: ignore[attr-defined]

    @property
    def aria_describedby(self) -> str | None:
        """Hint, error, and what was understood."""
        return " ".join(filter(None, (super().aria_describedby, self.told_id)))

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> Any:
        """The control, which asks what its text means."""
        kind, look = self.widget_type, getattr(self.field, "look", "")
        own = {
            "hx-get": f"{address(f'{kind}_told')}?{urlencode({'_of': self.html_name, '_look': look})}",
            "hx-trigger": "input changed delay:300ms",
            "hx-target": "next [data-told]",
            "hx-select": "unset",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        return super().as_widget(widget, own | (attrs or {}), only_initial)


class DayInput(forms.TextInput):
    """A plain text input: date controls of browsers follow the browser's language, not the page's."""

    look = Look.AHEAD

    def format_value(self, value: Any) -> str | None:
        """18.5.2016 in every language; what was written stays as it was."""
        return date_only(value, "fi") if isinstance(value, datetime.date) else value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was written; the chosen day, if the text may still mean it."""
        written, chosen = data.get(name), data.get(name + WHICH)
        if written and chosen:
            days = possible_days(written, self.look)
            return next((day for day in days if day.isoformat() == chosen), written)
        return written


class ClockInput(forms.TextInput):
    """A plain text input."""

    def format_value(self, value: Any) -> str | None:
        """9.15."""
        return clock_only(value) if isinstance(value, datetime.time) else value


def possible_days(written: str, look: Look) -> tuple[datetime.date, ...]:
    """The days that a text may mean, none if it cannot be read."""
    try:
        return read_day(str(written).strip(), timezone.localdate(), look)
    except Unread:
        return ()


class DayField(forms.Field):
    """A day: 30.11., 30.11.2026, tomorrow, next Tue, week 50, in 2 weeks."""

    widget = DayInput
    bound_field_class = ReadBack
    default_error_messages = {
        "invalid": gettext_lazy("Write the day for instance like this: 30.11., 30.11.2026, tomorrow or next Tue."),
        "day": gettext_lazy("There is no %(written)s: that month ends on %(last)s. Write another day."),
        "month": gettext_lazy("There is no month %(month)s. Write the day first, then the month: 30.11.2026."),
        "year": gettext_lazy("That is too far away. Write the day with its year, for instance 30.11.2026."),
        "week": gettext_lazy("There is no week %(week)s in %(year)s. Write another week, or the day: 30.11.2026."),
        "apart": gettext_lazy("These do not fit together: the calendar says %(day)s. Write the day that you mean."),
        "which": gettext_lazy("“%(written)s” can mean more than one day. Choose the one that you mean."),
    }

    def __init__(self, *, look: Look = Look.AHEAD, quick: tuple[int, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.look = self.widget.look = look
        self.quick = quick  # days from today

    def to_python(self, value: Any) -> datetime.date | None:
        """The date, or an error that says how to write it."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
        if isinstance(value, datetime.date):
            return value
        days = self.read(value)
        if len(days) > 1:
            raise self.error("which", written=str(value).strip())
        return days[0]

    def read(self, value: Any) -> tuple[datetime.date, ...]:
        """The days that a text may mean, or the error."""
        try:
            return read_day(str(value).strip(), timezone.localdate(), self.look)
        except Unread as unread:
            raise self.error(unread.code, **unread.params) from None

    def told(self, value: Any) -> Told:
        """What a text means, as it is read back; nothing where it means nothing."""
        try:
            days = (value,) if isinstance(value, datetime.date) else self.read(value) if value else ()
        except ValidationError:
            days = ()
        return of_days(days) if days else Told()

    def picks(self) -> list[Pick]:
        """The quick choices, each with its day."""
        today = timezone.localdate()
        return [found for days in self.quick if (found := pick(today, days))]

    def error(self, code: str, **params: Any) -> ValidationError:
        """What to do, in the reader's language."""
        if "day" in params:
            params["day"] = told_day(params["day"])
        return ValidationError(self.error_messages[code], code, params)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """Nothing that was written in another form."""
        return {"autocomplete": "off"}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """18.05.2016 is 18.5.2016."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class ClockField(forms.Field):
    """A time: 930, 9.30, 9:30, 9, klo 9; 24 hours."""

    widget = ClockInput
    bound_field_class = ReadBack
    default_error_messages = {
        "invalid": gettext_lazy("Write the time for instance like this: 9, 9.30 or 930."),
        "nonexistent": gettext_lazy("There is no such time as %(value)s. The day has the times from 0.00 to 23.59."),
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
        try:
            return read_clock(text)
        except Unread as unread:
            raise ValidationError(self.error_messages[unread.code], unread.code, {"value": text}) from None

    def told(self, value: Any) -> Told:
        """What a text means, as it is read back."""
        try:
            found = self.to_python(value)
        except ValidationError:
            found = None
        return Told(text=clock(found)) if found is not None else Told()

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


# Line and paragraph separators, and what shows nothing: a name with one would break a letter's header or a list
_NOT_ON_ONE_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(value: str) -> None:
    """Refuse a line break and every other control character."""
    if _NOT_ON_ONE_LINE.search(value):
        raise ValidationError(_("Write this on one line. There is a line break or a hidden character in it."))


class OneLine(forms.BaseForm):
    """A form whose one-line fields take one line: names, titles, places. (A browser sends no other, a script can.)"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and isinstance(field.widget, forms.TextInput):
                field.validators.append(one_line)


def few_lines(text: str) -> None:
    """A text has at most `MOST_LINES` lines, however short they are."""
    if problem := problem_of_size(text, len(text)):
        raise ValidationError(problem, code="lines")


class LongTextField(forms.CharField):
    """A text of several lines, limited in lines as in characters."""

    widget = forms.Textarea
    default_validators = [few_lines]
