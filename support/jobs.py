"""What the worker does for near-support."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.jobs import nightly
from core.models import Mail
from core.outbox import send
from support.models import LoadNotice


@nightly(7)
def remind_of_late_answers() -> None:
    """Once to the supervisor whose answer to a notice of load is late; after a change of supervisor to the new one."""
    late = LoadNotice.objects.late_on(timezone.localdate()).exclude(supervisor=None)
    for pk in late.values_list("pk", flat=True):
        with transaction.atomic():
            row = LoadNotice.objects.select_for_update(of=("self",)).defer("text", "answer").filter(pk=pk).first()
            supervisor = row.supervisor if row and row.is_late else None
            if supervisor and not Mail.objects.filter(kind="load_late", to=supervisor, ids__notice=str(pk)).exists():
                send("load_late", to=supervisor, notice=pk)
