"""A table for the support person, whose name and role are encrypted."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import core.sealed


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0006_group_passed_on")]

    operations = [
        migrations.CreateModel(
            name="SupportPerson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", core.sealed.SealedTextField(blank=True, default=b"")),
                ("role", core.sealed.SealedTextField(blank=True, default=b"")),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="support_person",
                        to="vatupassi.conversation",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
