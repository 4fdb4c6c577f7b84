"""A room is one of the app `rooms` now; its table and the key to it stay as they are."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is known of the key, not the key."""

    dependencies = [("vatupassi", "0016_how_much_occasions_ask"), ("rooms", "0001_out_of_core")]
    run_before = [("core", "0009_rooms_out_of_core")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="groupsession",
                    name="room",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="group_session", to="rooms.room"
                    ),
                ),
            ],
        ),
    ]
