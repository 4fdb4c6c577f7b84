"""When a leaver is told that a copy of their own data can be taken. Run by the worker's clock."""

from __future__ import annotations

import datetime

from django.db import transaction

from core.models import Mail
from core.outbox import send
from people.models import User
from people.my_data.leaving import OFFERED


def offer_copies(today: datetime.date) -> None:
    """Once for each last day, to those in units that have been taken into use."""
    leaving = User.objects.active().in_open_units().filter(ends_on__gte=today, ends_on__lte=today + OFFERED)
    for pk in leaving.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            person = User.objects.select_for_update(no_key=True).get(pk=pk)
            told = Mail.objects.filter(to=person, kind="copy_offered", ids__last_day=str(person.ends_on))
            if not told.exists():
                send("copy_offered", to=person, last_day=person.ends_on)
