"""What of near-support is deleted by age."""

import datetime

from core.retention import keeps
from support.load import models as load
from support.models import HelpRequest, LoadNotice, Measure
from support.request.models import over_since


@keeps("measure_proposal", order=60)
def old_proposals(before: datetime.datetime) -> int:
    """Measures that somebody suggested and HR never took."""
    return Measure.objects.proposed().filter(created_at__lt=before).delete()[0]


@keeps("help_request", order=60)
def old_requests(before: datetime.datetime) -> int:
    """Requests for help with their answers, from closing, or from an answer that nobody closed."""
    return HelpRequest.objects.filter(over_since(before)).delete()[0]


@keeps("load_notice", order=60)
def old_notices(before: datetime.datetime) -> int:
    """Notices of load with their answers, from closing, or from the last word of one that nobody closed."""
    return LoadNotice.objects.filter(load.over_since(before)).delete()[0]
