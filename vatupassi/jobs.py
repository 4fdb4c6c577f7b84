"""Names under which jobs may still wait in the queue after an upgrade: each job itself is beside its subject."""

from vatupassi.memo.jobs import make_memo_pdf
from vatupassi.presence.jobs import forget_closed_pages

__all__ = ["forget_closed_pages", "make_memo_pdf"]
