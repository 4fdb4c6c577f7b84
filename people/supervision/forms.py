"""Who leads a unit, as what, from when until when."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import DayField, OneLine
from people.models import SupervisionLine, Unit, User
from people.pick.fields import PersonField
from people.user.models import UserQuerySet

ASK_A_COLLEAGUE = _("Ask a colleague to do this: nobody makes themselves somebody's supervisor here.")


def leads_now_or_later(user: User, unit: Unit | None) -> bool:
    """Whether this user has a line, now or later, on the unit or above it."""
    if unit is None:
        return False
    lines = SupervisionLine.objects.visible_to(user).filter(supervisor=user, unit__below__unit=unit)
    return lines.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())).exists()


class LineForm(OneLine, forms.ModelForm):
    """Who leads a unit, as what, from when until when. The unit stands in the instance."""

    supervisor = PersonField(task="line", label=_("Person"))
    starts_on = DayField(label=_("From"), error_messages={"required": _("Give the first day in the form 18.5.2016.")})
    ends_on = DayField(
        label=_("Until"), required=False, help_text=_("The last day. Leave empty if it is not known yet.")
    )

    class Meta:
        model = SupervisionLine
        fields = ("supervisor", "kind", "starts_on", "ends_on")
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "kind": _(
                "A unit has one supervisor at a time and any number of deputies. A deputy sees only own conversations."
            )
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        chosen = Q(is_active=True) | Q(pk=self.instance.supervisor_id)  # an old line may be a leaver's
        self.fields["supervisor"].people = User.objects.visible_to(by).filter(chosen)  # type: ignore[attr-defined]

    def clean_supervisor(self) -> User:
        """Never oneself."""
        supervisor: User = self.cleaned_data["supervisor"]
        if supervisor == self.by:
            raise ValidationError(ASK_A_COLLEAGUE)
        return supervisor


class SeveralForm(OneLine, forms.Form):
    """Who leads many units from a day on, today or later: what was before stays as it was."""

    supervisor = PersonField(task="line", label=_("Who leads them from then on"))
    starts_on = DayField(label=_("From"), error_messages={"required": _("Give the first day in the form 18.5.2016.")})

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["supervisor"].people = User.objects.visible_to(by).active()  # type: ignore[attr-defined]

    def clean_supervisor(self) -> User:
        """Never oneself."""
        supervisor: User = self.cleaned_data["supervisor"]
        if supervisor == self.by:
            raise ValidationError(ASK_A_COLLEAGUE)
        return supervisor

    def clean_starts_on(self) -> datetime.date:
        """Not in the past."""
        day: datetime.date = self.cleaned_data["starts_on"]
        if day < timezone.localdate():
            raise ValidationError(_("Give today or a later day. What was before is put right on the unit’s own page."))
        return day


def who_may_lead(user: User) -> UserQuerySet | None:
    """Whom the search finds for a line: everybody at work, for who keeps the register."""
    return User.objects.visible_to(user).active() if user.keeps_register else None
