"""What of people's data is deleted by age."""

import datetime

from core.retention import keeps
from people.models import SignIn


@keeps("sign_in_log", order=70)
def old_sign_ins(before: datetime.datetime) -> int:
    """The log of sign-ins."""
    return SignIn.objects.filter(at__lt=before).delete()[0]
