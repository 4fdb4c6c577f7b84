"""What deletes the rows of this app when they have outlived their period (core.retention runs it nightly)."""

import datetime

from core.retention import keeps
from vatupassi.models import Assessment


@keeps("assessment_unshared")
def old_assessments(before: datetime.datetime) -> int:
    """Own assessments, counted from the last edit. What was shared of them lives with the conversation."""
    return Assessment.objects.filter(edited_at__lt=before).delete()[1].get("vatupassi.Assessment", 0)
