"""Rooms were a part of core: what refers to them by name comes along, forward and back."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django_tasks_db.models import DBTaskResult

from core.models import Schedule
from rooms.retention import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
moving = import_module("rooms.migrations.0001_out_of_core")


def labels():
    return set(ContentType.objects.filter(model__in=["room", "phone"]).values_list("app_label", flat=True))


def test_a_job_that_waits_under_its_old_name_runs(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    tidy.enqueue()
    moving.into_core(apps, None)
    job = DBTaskResult.objects.get()
    assert (job.task_path, job.status) == ("core.rooms.retention.tidy", "READY")
    Schedule.objects.filter(name="core.rooms.retention.tidy").delete()
    Schedule.objects.create(name="core.rooms.retention.tidy", next_at=job.enqueued_at)
    moving.into_rooms(apps, None)
    job = DBTaskResult.objects.get()
    assert job.task.func is tidy.func
    assert not Schedule.objects.filter(name__endswith="rooms.retention.tidy").exists()


def test_content_types_and_permissions_come_along():
    before = set(Permission.objects.filter(content_type__model="room").values_list("pk", flat=True))
    moving.into_core(apps, None)
    assert labels() == {"core"}
    ContentType.objects.create(app_label="rooms", model="room")  # as a step between two makes it
    moving.into_rooms(apps, None)
    assert labels() == {"rooms"}
    assert set(Permission.objects.filter(content_type__model="room").values_list("pk", flat=True)) == before
    assert len(before) == 4
