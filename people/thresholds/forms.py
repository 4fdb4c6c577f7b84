"""One threshold, and when its change was talked through with the staff."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core import organisation
from core.organisation.thresholds import Threshold
from people.organisation.negotiated import NumberForm
from people.thresholds.words import unit_of


class ThresholdForm(NumberForm):
    """A whole number, never below what the application comes with."""

    def __init__(self, *args: Any, threshold: Threshold, **kwargs: Any) -> None:
        super().__init__(*args, least=threshold.least, most=threshold.most, **kwargs)
        self.fields["number"].label = unit_of(threshold.name)
        law = organisation.law()
        self.fields["negotiated_on"].help_text = _(
            "A change of what figures and surveys tell is talked through %(where)s before it is made: %(act)s."
        ) % {"where": law.where, "act": law.act}
