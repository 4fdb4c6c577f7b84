"""The day on which a conversation was held; what one party has ended, and who finished a follow-up."""

from django.db import migrations, models

SIDES = [("employee", "employee"), ("supervisor", "supervisor")]


class Migration(migrations.Migration):
    """Fields only."""

    dependencies = [("vatupassi", "0009_no_open_support_person")]

    operations = [
        migrations.AddField("conversation", "held_on", models.DateField(null=True)),
        migrations.AddField(
            "conversation",
            "ended_by",
            models.CharField(blank=True, choices=SIDES, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField("conversation", "ended_at", models.DateTimeField(db_index=True, null=True)),
        migrations.AddField(
            "conversation",
            "status_before",
            models.CharField(blank=True, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.AlterField(
            "conversation",
            "status",
            models.CharField(
                choices=[
                    ("invited", "invited"),
                    ("agreed", "time agreed"),
                    ("confirmed", "confirmed"),
                    ("ending", "ended by one party"),
                    ("closed", "closed"),
                    ("declined", "not held"),
                ],
                default="invited",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "followup",
            "held_by",
            models.CharField(blank=True, choices=SIDES, default="", max_length=10),
            preserve_default=False,
        ),
    ]
