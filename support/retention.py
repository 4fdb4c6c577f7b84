"""What of near-support is deleted by age."""

import datetime

from core.retention import keeps
from support.models import Measure


@keeps("measure_proposal", order=60)
def old_proposals(before: datetime.datetime) -> int:
    """Measures that somebody suggested and HR never took."""
    return Measure.objects.proposed().filter(created_at__lt=before).delete()[0]
