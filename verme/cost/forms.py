"""HR's form for a cost."""

from __future__ import annotations

import re
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from core.fields import OneLine
from core.formats import euros
from people.models import Unit
from verme.models import Cost, Group

if TYPE_CHECKING:
    from people.models import User

MOST = Decimal("999999.99")
PLAIN = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
IN_THREES = [
    re.compile(rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+({rest})?")
    for mark, rest in (
        (" ", "[.,][0-9]{1,2}"),
        (r"\.", ",[0-9]{1,2}"),
        (",", r"\.[0-9]{1,2}"),
    )
]


class EurosField(forms.Field):
    """A sum as people write it: 12,50 and 12.50, 1 234,50 and 1.234,50, with or without the sign of the euro."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": gettext_lazy("Give the euros in the form 12,50."),
        "thousand": gettext_lazy("Is %(value)s thousands or cents? Give the euros in the form 1 234,50."),
        "nothing": gettext_lazy("Give a sum greater than zero."),
        "much": gettext_lazy("This is more than one cost can be. Give at most %(most)s."),
    }

    def to_python(self, value: Any) -> Decimal | None:
        """The sum, or an error that says how to write it."""
        if value in self.empty_values or isinstance(value, Decimal):
            return value or None
        text = re.sub(r"\s+", " ", str(value).replace("€", " ")).strip()
        if not PLAIN.fullmatch(text):
            parts = [pattern.fullmatch(text) for pattern in IN_THREES]
            if (parts[1] and not parts[1][1]) or (parts[2] and not parts[2][1]):
                raise ValidationError(self.error_messages["thousand"], "thousand", {"value": text})
            found = next((part for part in parts if part), None)
            if not found:
                raise ValidationError(self.error_messages["invalid"], "invalid")
            cents = found[1] or ""
            text = re.sub("[ .,]", "", text[: len(text) - len(cents)]) + cents
        amount = Decimal(text.replace(",", "."))
        if not amount:
            raise ValidationError(self.error_messages["nothing"], "nothing")
        if amount > MOST:
            raise ValidationError(self.error_messages["much"], "much", {"most": euros(MOST)})
        return amount

    def prepare_value(self, value: Any) -> Any:
        """As the reader's language writes it, without the sign."""
        return euros(value).strip("€\xa0") if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """12.50 is 12,50."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """A number keyboard on phones."""
        return {"inputmode": "decimal", "autocomplete": "off", "class": "short"}


class CostForm(OneLine, forms.ModelForm):
    """What, how much, for whom, and whose money it is. The id goes along, so that a double click adds one."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    euros = EurosField(label=gettext_lazy("Euros"))
    payer = forms.ChoiceField(label=gettext_lazy("Paid by"))

    class Meta:
        """What HR sets."""

        model = Cost
        fields = ("what", "euros", "group")
        help_texts = {"what": gettext_lazy("For instance: coffee, lecturer, room. No names of members.")}
        labels = {"group": gettext_lazy("For which group")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["id", "what", "euros", "payer", "group"])
        groups: Any = self.fields["group"]
        groups.queryset = Group.objects.editable_by(user).filter(season=self.instance.season)
        groups.queryset = groups.queryset.exclude(state=Group.State.FORMING).order_by("sort_key", "pk")
        groups.empty_label = gettext_lazy("the whole season")
        units = Unit.objects.visible_to(user).in_tree_order()
        self.units = {str(unit.pk): unit for unit in units}
        payer: Any = self.fields["payer"]
        named = [(pk, "\u2003" * unit.depth + unit.name) for pk, unit in self.units.items()]
        payer.choices = [(Cost.PaidBy.HR, Cost.PaidBy.HR.label), (gettext_lazy("Unit"), named)]
        if self.instance.paid_by == Cost.PaidBy.DEPARTMENT:
            payer.choices[:0] = [] if self.instance.unit_id else [("", "")]
            self.initial["payer"] = str(self.instance.unit_id or "")
        self.initial.setdefault("id", uuid.uuid4())

    def save(self, commit: bool = True) -> Cost:
        """Who pays goes along."""
        cost: Cost = self.instance
        cost.unit = self.units.get(self.cleaned_data["payer"])
        cost.paid_by = Cost.PaidBy.DEPARTMENT if cost.unit else Cost.PaidBy.HR
        if cost._state.adding and self.cleaned_data["id"]:
            cost.pk = self.cleaned_data["id"]
        return super().save(commit)  # type: ignore[no-any-return]
