"""Rooms are an app of their own. The apps above say so first (their `run_before`); the tables stay where they are."""

from django.db import migrations


class Migration(migrations.Migration):
    """What is known of the tables, not the tables."""

    dependencies = [("core", "0008_notices_unread"), ("rooms", "0001_out_of_core")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("Phone"), migrations.DeleteModel("Room")],
        ),
    ]
