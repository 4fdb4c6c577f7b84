"""Jobs."""

from core.jobs import task


@task
def make_memo_pdf(memo_id: str) -> None:
    """Later."""
