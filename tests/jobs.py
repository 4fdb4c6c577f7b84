"""Running what was enqueued."""

from django_tasks_db.models import DBTaskResult

from core.management.commands.worker import SteadyWorker


def make_worker(name: str = "tests") -> SteadyWorker:
    return SteadyWorker(
        beat=10,
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
    )


def run_jobs() -> None:
    """Run every job that is ready as the worker does, inside the test's transaction.

    The worker's own loop would close the connection, and the transaction with it.
    """
    worker = make_worker()
    while job := DBTaskResult.objects.ready().first():
        job.claim(worker.worker_id)
        worker.run_task(job)
