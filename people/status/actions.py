"""Telling those who watch over the site."""

from __future__ import annotations

from django.db.models import Q

from core.outbox import send
from people.user.models import User


def tell_of_break() -> None:
    """Each of them, each night, until it is seen to."""
    for person in User.objects.active().filter(Q(is_admin=True) | Q(is_data_protection_officer=True)):
        send("access_log_broken", to=person)
