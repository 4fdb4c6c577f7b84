"""Running what was enqueued."""

from django.core.management import call_command


def run_jobs() -> None:
    """Run every job that is ready with the real worker, in this process."""
    call_command("worker", until_empty=True, interval=0, beat=60)
