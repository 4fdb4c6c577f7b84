"""Whoever comes into a group that is going on is a newcomer: when they came, when a text was begun, who lets them read."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TEXTS = ("expectation", "sharedtext", "reflection", "groundrules", "idea", "groupmessage")


class Migration(migrations.Migration):
    dependencies = [
        ("verme", "0016_message_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            migrations.AddField(model, "begun_at", models.DateTimeField(default=django.utils.timezone.now))
            for model in TEXTS
        ),
        *(
            migrations.AddField(model, "came_at", models.DateTimeField(null=True))
            for model in ("membership", "mentoring")
        ),
        migrations.CreateModel(
            name="TextConsent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verme.group"
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="textconsent",
            constraint=models.UniqueConstraint(fields=("group", "newcomer", "giver"), name="text_consent_once"),
        ),
    ]
