"""A room is one of the app `rooms` now; its table and the key to it stay as they are."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is known of the key, not the key."""

    dependencies = [("workshops", "0010_led_from_the_beginning"), ("rooms", "0001_out_of_core")]
    run_before = [("core", "0009_rooms_out_of_core")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="groupwork",
                    name="room",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="group_work", to="rooms.room", null=True
                    ),
                ),
            ],
        ),
    ]
