"""What is said of a promise after the memo: the text of the agreement stays as it was confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from vatupassi.agreement.models import Outcome
from vatupassi.models import Agreement, Side

if TYPE_CHECKING:
    from people.models import User


def may_tick(agreement: Agreement, *, by: User) -> bool:
    """One's own, and the employee a supervisor's: nobody ticks the employee's part for them."""
    is_employee = agreement.conversation.employee_id == by.pk
    return is_employee or agreement.side == Side.SUPERVISOR


def tick(agreement: Agreement, *, by: User, ticked: bool) -> None:
    """Done (by the one who promised) or kept (by the employee). The conversation is locked by the caller."""
    is_employee = agreement.conversation.employee_id == by.pk
    name = "kept_at" if is_employee and agreement.side == Side.SUPERVISOR else "done_at"
    if ticked == (getattr(agreement, name) is not None):
        return  # pressed twice
    changes: dict[str, object] = {name: timezone.now() if ticked else None}
    if is_employee:  # how it stands is the employee's word; a supervisor's "done" waits for it
        changes["outcome"] = Outcome.DONE if ticked else Outcome.UNDER_WAY
    for field, value in changes.items():
        setattr(agreement, field, value)
    agreement.save(update_fields=list(changes))
    agreement.conversation.touch()
