"""Which reminders have been sent, and the index that finds conversations ahead."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0002_occasions")]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("conversation", "Conversation"), ("follow_up", "Follow Up"), ("overdue", "Overdue")],
                        max_length=12,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("starts_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="vatupassi.conversation"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("conversation", "kind", "number", "starts_at"), name="reminder_once"
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("status__in", ["invited", "agreed"])),
                fields=["starts_at"],
                name="conversation_ahead",
            ),
        ),
    ]
