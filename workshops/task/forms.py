"""The facilitator's forms for group work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LongTextField, OneLine
from support.measure.models import LONGEST_PROPOSAL
from support.models import Measure
from workshops.task.models import MOST_GROUPS, GroupWork, Line, Task, TaskGroup


class WorkForm(OneLine, forms.ModelForm):
    """What it is called and how many groups there are."""

    group_count = forms.IntegerField(label=_("How many groups"), min_value=1, max_value=MOST_GROUPS, initial=4)

    class Meta:
        model = GroupWork
        fields = ("title",)
        help_texts = {"title": _("Those who join see it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group_count"].widget.attrs["class"] = "short"


class EditWorkForm(WorkForm):
    """The groups that there are can be given names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = list(self.instance.groups.all())
        for group in self.groups:
            label = _("Name of group %(number)d") % {"number": group.number}
            self.fields[f"name_{group.number}"] = forms.CharField(
                label=label, max_length=40, required=False, initial=group.name
            )

    @property
    def name_fields(self) -> list[forms.BoundField]:
        """The fields of the names, in order."""
        return [self[f"name_{group.number}"] for group in self.groups]

    @property
    def names(self) -> dict[int, str]:
        """Number → name."""
        return {group.number: self.cleaned_data[f"name_{group.number}"] for group in self.groups}


class NewWorkForm(WorkForm):
    """A new one also says what to start from."""

    begin = forms.ChoiceField(
        label=_("Start from"),
        choices=[("own", _("tasks of my own")), ("four", _("the four tasks of the workshop day of 2016"))],
        widget=forms.RadioSelect,
        initial="own",
    )


class TaskForm(OneLine, forms.ModelForm):
    """One task."""

    groups = forms.ModelMultipleChoiceField(
        TaskGroup.objects.none(),
        label=_("Only for these groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none, and every group gets the task."),
    )

    class Meta:
        model = Task
        fields = ("title", "guide", "groups")
        widgets = {"guide": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"guide": LongTextField}

    def __init__(self, *args: Any, work: GroupWork, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = work.groups.all()  # type: ignore[attr-defined]
        if work.groups.count() < 2:
            del self.fields["groups"]


class PassOnForm(OneLine, forms.Form):
    """A line on its way to HR."""

    text = LongTextField(
        label=_("What is sent"),
        max_length=LONGEST_PROPOSAL,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("You may shorten it. Leave out what tells of a single person."),
    )
    to = forms.ChoiceField(
        label=_("Where to"),
        choices=[(Line.Passed.MEASURE, _("suggest as a measure")), (Line.Passed.HR, _("send to HR as an idea"))],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("As a measure it is"), choices=Measure.Kind.choices, initial=Measure.Kind.PROACTIVE, required=False
    )
