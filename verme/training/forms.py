"""Forms of a training: the training itself, a seminar with its two days, an interim task, a participant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import IN_WEEKS, ClockField, DayField, OneLine, few_lines, moment
from core.forms import Revised
from people.models import User
from verme.event.actions import duration
from verme.models import InterimTask, Seminar, Training, TrainingPlace
from verme.training.actions import Slot


class PersonChoice(forms.ModelChoiceField):
    """People by their list name and unit."""

    def label_from_instance(self, person: Any) -> str:
        """Laine Matti, Ruokapalvelut."""
        return f"{person.list_name}, {person.unit.name}" if person.unit else person.list_name


class TrainingForm(OneLine, Revised):
    """What the training is called, who trains and who signs."""

    trainer = PersonChoice(
        User.objects.none(),
        label=gettext_lazy("Trainer"),
        required=False,
        help_text=gettext_lazy("Marks attendance and acknowledges tasks. Leave this empty if HR does it."),
    )

    class Meta:
        """What HR sets."""

        model = Training
        fields = ("name", "language", "trainer", "organiser", "credits", "signer")
        help_texts = {
            "name": gettext_lazy("For instance: Mentor training 2026–2027"),
            "organiser": gettext_lazy("Stands on the certificates. Empty: the employer."),
            "credits": gettext_lazy("For instance: 9 credits. Empty: the certificates tell the hours."),
            "signer": gettext_lazy("Name and title, as they stand under the line on the certificates."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(by).active().select_related("unit")
        if not self.instance._state.adding and self.instance.trainer != by:
            people = people.exclude(pk=by.pk)  # nobody takes over a training that is going on for themselves
        self.fields["trainer"].queryset = people  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            del self.fields["language"]  # the seminars have been written in it


class SeminarForm(OneLine, Revised):
    """Texts, place, and two days with their hours. A day that people know of is moved, not removed."""

    class Meta:
        """What HR sets."""

        model = Seminar
        fields = ("title", "goal", "themes", "methods", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("goal", "themes", "methods"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2})
            self.fields[name].validators.append(few_lines)
        self.slots: list[Slot] = []
        self.days = {day.number: day for day in self.instance.days.all()}
        for n in (1, 2):
            day = self.days.get(n)
            self.fields[f"day{n}"] = DayField(label=gettext_lazy("Day"), required=bool(day))
            self.fields[f"from{n}"] = ClockField(label=gettext_lazy("From"), required=bool(day))
            self.fields[f"until{n}"] = ClockField(label=gettext_lazy("Until"), required=bool(day))
            if day:
                first, last = timezone.localtime(day.starts_at), timezone.localtime(day.ends_at)
                self.initial = {
                    **self.initial,
                    f"day{n}": first.date(),
                    f"from{n}": first.time(),
                    f"until{n}": last.time(),
                }

    @property
    def moved_place(self) -> bool:
        """Whether calendars have to know of the place."""
        return "place" in self.changed_data

    def clean(self) -> dict[str, Any]:
        """Each day a moment with an end after it, the second day after the first."""
        data = super().clean() or {}
        for n in (1, 2):
            names = [f"day{n}", f"from{n}", f"until{n}"]
            if self.errors.keys() & set(names):
                continue
            given = [data.get(name) for name in names]
            if not any(given):
                continue
            missing = [name for name, value in zip(names, given, strict=True) if not value]
            for name in missing:
                self.add_error(name, _("Fill in this as well, or leave the whole row empty."))
            if not missing:
                self._slot(n, *given)
        if len(self.slots) == 2 and self.slots[1].starts_at <= self.slots[0].starts_at:
            self.add_error("day2", _("The second day comes after the first. Give a later day."))
        return data

    def _slot(self, n: int, day: Any, first: Any, last: Any) -> None:
        if last <= first:
            self.add_error(f"until{n}", _("The end is before the beginning. Give a later time."))
            return
        if n == 2 and not self.slots:
            if not self.errors:
                self.add_error("day1", _("Give the first day first."))
            return
        try:
            self.slots.append(Slot(moment(day, first), duration(first, last)))
        except ValidationError as error:
            self.add_error(f"from{n}", error)


class TaskForm(OneLine, forms.ModelForm):
    """An interim task: after which seminar, what, by when."""

    due_on = DayField(label=gettext_lazy("By"), quick=IN_WEEKS)

    class Meta:
        """What the trainer or HR gives."""

        model = InterimTask
        fields = ("seminar", "text", "due_on")
        labels = {"seminar": gettext_lazy("After seminar")}

    def __init__(self, *args: Any, training: Training, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seminar"]
        field.queryset = training.seminars.all()  # type: ignore[attr-defined]
        field.label_from_instance = lambda seminar: f"{seminar.roman} {seminar.title}"  # type: ignore[attr-defined]
        field.empty_label = None  # type: ignore[attr-defined]
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 3})
        self.fields["text"].validators.append(few_lines)


class TakeInForm(OneLine, forms.Form):
    """Who takes part: anybody at work who does not yet, but whoever takes in."""

    person = PersonChoice(
        User.objects.none(), label=gettext_lazy("Person"), empty_label=gettext_lazy("Choose a person")
    )

    def __init__(self, *args: Any, training: Training, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking = TrainingPlace.objects.visible_to(by).live().filter(training=training).values("person")
        others = User.objects.visible_to(by).active().exclude(pk=by.pk)  # nobody makes themselves a mentor
        people = others.exclude(pk__in=taking).select_related("unit")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
