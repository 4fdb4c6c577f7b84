"""The worker: nothing lost when a worker is killed, nothing said of an error but where it happened."""

import datetime
import os
import signal

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import jobs
from core.management.commands.worker import plan_for_values
from core.models import Beat, Schedule
from tests.core.jobs_app.jobs import failing, slow
from tests.core.processes import Worker, database
from tests.jobs import make_worker, run_jobs

pytestmark = pytest.mark.both_databases


def test_a_job_runs_once(db):
    slow.enqueue("a", 0)
    run_jobs()
    run_jobs()
    assert list(Schedule.objects.order_by("pk").values_list("pk", flat=True)) == ["a done", "a started"]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert Beat.objects.count() == 0


def test_a_failing_job_runs_three_times_and_its_words_stay_unsaid(db, caplog, capfd):
    failing.enqueue("4321")
    with time_machine.travel("2026-03-02T08:00:00Z") as clock:
        DBTaskResult.objects.update(enqueued_at=timezone.now())
        for _attempt in range(4):
            run_jobs()
            clock.shift(datetime.timedelta(seconds=61))
    job = DBTaskResult.objects.get()
    assert (job.status, len(job.worker_ids), job.exception_class_path) == ("FAILED", 3, "builtins.ValueError")
    assert job.traceback.startswith("ValueError\n")
    assert "jobs_app/jobs.py" in job.traceback
    assert "palkka" not in job.traceback + caplog.text + "".join(capfd.readouterr())


@pytest.mark.django_db(transaction=True)
def test_a_killed_workers_job_is_taken_over_and_a_stopped_worker_finishes_its_own(tmp_path):
    slow.enqueue("a", 1.5)
    done = "SELECT count(*) FROM core_schedule WHERE name = 'a done'"
    status = f"SELECT status FROM {DBTaskResult._meta.db_table} WHERE task_path LIKE '%slow'"
    with database(tmp_path) as base:
        killed = Worker(base)
        base.wait_for("SELECT count(*) FROM core_schedule WHERE name = 'a started'", 1)
        os.kill(killed.pid, signal.SIGKILL)
        killed.communicate()
        assert (base.query(done), base.query(status)) == ([(0,)], [("RUNNING",)])
        second = Worker(base)
        base.wait_for(
            f"{status} AND worker_ids LIKE '%, %'" if base.raw else f"{status} AND worker_ids->1 IS NOT NULL", "RUNNING"
        )
        said = second.stop()  # in the middle of the job
        assert (base.query(done), base.query(status)) == ([(1,)], [("SUCCESSFUL",)])
        assert base.query("SELECT count(*) FROM core_beat") == [(0,)]
        assert "Traceback" not in said


def worker():
    return make_worker("own")


def running(worker_ids, age):
    return DBTaskResult.objects.create(
        status="RUNNING", args_kwargs={"args": ["a", 0], "kwargs": {}}, task_path=slow.module_path,
        backend_name="default", worker_ids=worker_ids, started_at=timezone.now() - datetime.timedelta(seconds=age),
    )  # fmt: skip


def test_only_the_dead_lose_their_jobs(db):
    Beat.objects.create(pk="alive", at=timezone.now() - datetime.timedelta(seconds=25))
    Beat.objects.create(pk="dead", at=timezone.now() - datetime.timedelta(seconds=31))
    jobs_of = {name: running([name], 100) for name in ("alive", "dead", "unheard of", "own")}
    worker().take_over()
    statuses = {name: DBTaskResult.objects.get(pk=job.pk).status for name, job in jobs_of.items()}
    assert statuses == {"alive": "RUNNING", "dead": "READY", "unheard of": "READY", "own": "READY"}


def test_a_job_that_kills_its_workers_is_given_up(db):
    job = running(["dead"] * 5, 100)
    worker().take_over()
    job.refresh_from_db()
    assert (job.status, job.exception_class_path) == ("FAILED", "WorkerLost")


def test_a_late_result_of_a_job_taken_over_is_discarded(db):
    job = running(["own"], 100)
    DBTaskResult.objects.filter(pk=job.pk).update(status="READY", started_at=None)
    worker().write(job, {"status": "SUCCESSFUL"})
    job.refresh_from_db()
    assert job.status == "READY"


def test_schedules_run_when_due_and_not_on_top_of_each_other(db):
    names = {"core.access.seal_log", "core.outbox.sweep_outbox", "core.retention.dispose_nightly"}
    assert names <= set(jobs.SCHEDULES)

    def enqueued():
        return sorted(DBTaskResult.objects.filter(task_path__in=names).values_list("task_path", flat=True))

    with time_machine.travel("2026-03-02T08:00:00Z", tick=False) as clock:
        worker().schedule()
        assert enqueued() == []
        clock.shift(datetime.timedelta(seconds=61))
        worker().schedule()
        worker().schedule()
        assert enqueued() == ["core.access.seal_log", "core.outbox.sweep_outbox"]
        clock.shift(datetime.timedelta(seconds=61))
        worker().schedule()  # the earlier ones still wait
        assert enqueued() == ["core.access.seal_log", "core.outbox.sweep_outbox"]
        run_jobs()
        clock.move_to("2026-03-03T00:31:00Z")
        worker().schedule()
        assert enqueued().count("core.retention.dispose_nightly") == 1
        run_jobs()
    assert set(DBTaskResult.objects.filter(task_path__in=names).values_list("status", flat=True)) == {"SUCCESSFUL"}


def due(name, now):
    return jobs.SCHEDULES[name].due_after(datetime.datetime.fromisoformat(now)).astimezone(datetime.UTC).isoformat()


def test_nights_are_local_also_when_the_clocks_change():
    name = "core.retention.dispose_nightly"
    assert due(name, "2026-03-02T00:29:00+00:00") == "2026-03-02T00:30:00+00:00"
    assert due(name, "2026-03-02T00:30:00+00:00") == "2026-03-03T00:30:00+00:00"
    assert due(name, "2027-03-27T12:00:00+00:00") == "2027-03-28T00:30:00+00:00"
    assert due(name, "2027-03-28T12:00:00+00:00") == "2027-03-28T23:30:00+00:00"
    assert due(name, "2026-10-25T12:00:00+00:00") == "2026-10-26T00:30:00+00:00"


def test_a_workers_plans_know_their_values(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans each time")
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("force_generic_plan",)
        plan_for_values(connection)
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("auto",)
        cursor.execute("SET plan_cache_mode = force_generic_plan")
