"""Who has a talk open now: on PostgreSQL in an unlogged table, which no copy and no backup has."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def unlogged(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE vatupassi_openpage SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0022_round_answers")]
    operations = [
        migrations.CreateModel(
            name="OpenPage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("employee", "employee"), ("supervisor", "supervisor")], max_length=10
                    ),
                ),
                ("page", models.UUIDField()),
                ("step", models.CharField(blank=True, max_length=40)),
                ("slot", models.CharField(blank=True, max_length=80)),
                ("expires_at", models.DateTimeField()),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="vatupassi.conversation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "side", "page"), name="open_page_once")
                ],
            },
        ),
        migrations.RunPython(unlogged, migrations.RunPython.noop),
    ]
