"""What the database knows of its backups, and the journal whose triggers are put on after each `migrate`."""

import django.utils.timezone
from django.db import migrations, models

from core.backup import journal


def take_triggers_away(apps, schema_editor):
    journal.remove()


class Migration(migrations.Migration):
    """Two new tables."""

    dependencies = [("core", "0009_rooms_out_of_core")]

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("size", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("table", models.CharField(max_length=63)),
                ("row", models.CharField(max_length=64)),
                ("changed", models.JSONField(null=True)),
            ],
            options={"db_table": "core_journal"},
        ),
        migrations.RunPython(migrations.RunPython.noop, take_triggers_away),
    ]
