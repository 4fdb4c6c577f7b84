"""What somebody says of the group's picture from their phone."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import core.sealed


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0028_day_agreed")]

    operations = [
        migrations.CreateModel(
            name="GroupRemark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("phone", models.CharField(blank=True, max_length=64)),
                ("text", core.sealed.SealedTextField()),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="vatupassi.groupsession"
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
    ]
