"""A supervisor's practice with an invented employee: on PostgreSQL in an unlogged table, which no base backup has."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.sealed


def unlogged(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE vatupassi_practice SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0030_open_pages_of_follow_ups"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("content", core.sealed.SealedTextField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("started_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.RunPython(unlogged, migrations.RunPython.noop),
    ]
