"""Who leads an agenda from when, when groups began to write, and to whom the owner has handed their work over."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two moments, and the table of what is handed over."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("workshops", "0008_forum_meeting_sequence"),
    ]

    operations = [
        migrations.AddField(
            model_name="facilitating",
            name="named_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(model_name="groupwork", name="begun_at", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="HandedOver",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handed_over",
                        to="workshops.groupwork",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("work", "person"), name="group_work_handed_once")]
            },
        ),
    ]
