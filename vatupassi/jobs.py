"""Names under which jobs may still wait in the queue after an upgrade: each job itself is beside its subject."""

from vatupassi.memo.jobs import make_memo_pdf

__all__ = ["make_memo_pdf"]
