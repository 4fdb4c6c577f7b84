"""The limits' own table in the place of the cache's. What was counted in it is a matter of minutes: it is not moved."""

from django.core.management import call_command
from django.db import migrations, models


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE core_cache")


def make(apps, schema_editor):
    call_command("createcachetable", "core_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0005_mail_withheld")]
    operations = [
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("value", models.JSONField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunPython(drop, make),
    ]
