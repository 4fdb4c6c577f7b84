"""Rooms become an app of their own. Their tables stay where they are, and so do the rows in them."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

MODELS = ("room", "phone")
TIDY = "rooms.retention.tidy"  # the job of each minute


def rename(apps, was, now):
    """Whatever refers to the two models, and to the job, by name."""
    types = apps.get_model("contenttypes", "ContentType").objects
    for known in types.filter(app_label=was, model__in=MODELS):
        types.filter(app_label=now, model=known.model).delete()  # made anew between two steps, so nothing refers to it
        known.app_label = now
        known.save()
    prefix = {"core": "core.", "rooms": ""}
    waiting = apps.get_model("django_tasks_database", "DBTaskResult").objects
    waiting.filter(task_path=prefix[was] + TIDY, status__in=["READY", "RUNNING"]).update(task_path=prefix[now] + TIDY)
    apps.get_model("core", "Schedule").objects.filter(name=prefix[was] + TIDY).delete()  # the worker begins another


def into_rooms(apps, schema_editor):
    """Forward."""
    rename(apps, "core", "rooms")


def into_core(apps, schema_editor):
    """Back."""
    rename(apps, "rooms", "core")


class Migration(migrations.Migration):
    """What is known of the tables, not the tables."""

    initial = True

    dependencies = [
        ("core", "0008_notices_unread"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("django_tasks_database", "0018_rename_succeeded_status"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Room",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("code", models.CharField(max_length=6, null=True, unique=True)),
                        ("kind", models.CharField(max_length=30)),
                        ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("purge_on", models.DateTimeField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table": "core_room",
                        "indexes": [models.Index(fields=["closed_at"], name="rooms_closed")],
                    },
                ),
                migrations.CreateModel(
                    name="Phone",
                    fields=[
                        ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        (
                            "room",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="phones", to="rooms.room"
                            ),
                        ),
                    ],
                    options={"db_table": "core_phone"},
                ),
            ],
        ),
        migrations.RunPython(into_rooms, into_core),
    ]
