"""What the worker does for the VatuPassi."""

from __future__ import annotations

from django.db import transaction

from core.jobs import task
from vatupassi.memo.layout import draw_frozen_memo
from vatupassi.models import Memo


@task
def make_memo_pdf(memo_id: str) -> None:
    """Make and seal the PDF of a confirmed memo, once: a second run finds it made and changes nothing.

    The memo may be gone by the time (deleted with its conversation): then there is nothing to do.
    """
    with transaction.atomic():
        frozen = Memo.objects.select_for_update().filter(pk=memo_id).first()
        if frozen is None or frozen.pdf:
            return
        content = frozen.content.open_as_system("make the PDF of the frozen memo")
        frozen.pdf = draw_frozen_memo(frozen, content)
        frozen.save(update_fields=["pdf"])
