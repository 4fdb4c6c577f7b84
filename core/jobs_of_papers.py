"""The worker makes the papers that are too long to wait for."""

from __future__ import annotations

import time

from core.jobs import task
from core.models import PaperOrder
from core.pdf_process import Busy, Failed, Refused, drawer

TELL_EVERY = 1.0  # seconds


@task(queue_name="slow")
def make_paper(order_id: str) -> None:
    """Draw the ordered document, seal it, and forget its HTML. One that was ordered no more is left."""
    order = PaperOrder.objects.filter(pk=order_id, has_failed=False).first()
    if order is None or order.pdf:
        return
    rows, told = PaperOrder.objects.filter(pk=order_id), time.monotonic()

    def progress(pages: int) -> None:
        nonlocal told
        if time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            rows.update(pages=pages)

    try:
        order.pdf = drawer.draw_for_job(order.html.open_as_system("draw the paper that its reader ordered"), progress)
    except (Busy, Failed, Refused):
        rows.update(has_failed=True)
        raise
    order.html = ""
    if rows.exists():
        order.save(update_fields=["pdf", "html"])
