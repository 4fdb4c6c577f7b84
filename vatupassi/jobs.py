"""Names under which jobs may still wait in the queue after an upgrade: each job itself is beside its subject."""

from vatupassi.figures.freezing import freeze_ended
from vatupassi.figures.remainders import sweep_up
from vatupassi.memo.jobs import make_memo_pdf
from vatupassi.presence.jobs import forget_closed_pages

__all__ = ["forget_closed_pages", "freeze_ended", "make_memo_pdf", "sweep_up"]
