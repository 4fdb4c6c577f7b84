"""A unit, and choosing one from the tree."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import OneLine
from core.forms import Revised
from people.models import Unit, User
from people.supervision.forms import ASK_A_COLLEAGUE, leads_now_or_later


def unit_choices(by: User, empty: str, *, outside: Unit | None = None) -> list[tuple[str, str]]:
    """The tree as choices, each level pushed in; without a unit and what is below it."""
    units = Unit.objects.visible_to(by).exclude(above__ancestor=outside) if outside else Unit.objects.visible_to(by)
    rows = units.in_tree_order()
    return [("", empty), *((str(unit.pk), "\u2003" * unit.depth + unit.name) for unit in rows)]


class UnitForm(OneLine, Revised):
    """A unit's name in the employer's languages, and its place in the tree."""

    class Meta:
        model = Unit
        fields = ("name_fi", "name_sv", "name_en", "parent")
        help_texts = {"name_sv": _("Empty: as in Finnish."), "name_en": _("Empty: as in Finnish.")}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.parent_before = by, self.instance.parent
        self.fields["name_fi"].error_messages["required"] = _("Write the name of the unit.")
        self.fields["parent"].widget.choices = unit_choices(by, str(_("The top of the tree")), outside=self.instance)

    def clean_parent(self) -> Unit | None:
        """Not under oneself."""
        parent: Unit | None = self.cleaned_data["parent"]
        moved = not self.instance._state.adding and parent != self.parent_before
        if moved and leads_now_or_later(self.by, parent) and not leads_now_or_later(self.by, self.instance):
            raise ValidationError(ASK_A_COLLEAGUE)
        return parent
