"""One period, and when its change was talked through with the staff."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import organisation
from people.organisation.negotiated import NumberForm
from people.retained.bounds import Bounds


class PeriodForm(NumberForm):
    """A whole number of months or days between the bounds."""

    def __init__(self, *args: Any, bounds: Bounds, **kwargs: Any) -> None:
        super().__init__(*args, least=bounds.least, most=bounds.most, **kwargs)
        self.fields["number"].label = (
            pgettext("how long", "Months") if bounds.in_months else pgettext("how long", "Days")
        )
        law = organisation.law()
        self.fields["negotiated_on"].help_text = _(
            "A change of how long data is kept is talked through %(where)s before it is made: %(act)s."
        ) % {"where": law.where, "act": law.act}
