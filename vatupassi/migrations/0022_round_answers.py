"""The last day for booking a time, and what people say instead of booking."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vatupassi", "0021_left_in_peace"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("round", "book_until", models.DateField(null=True)),
        migrations.CreateModel(
            name="RoundAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[("shift", "no time suits the shift"), ("not_now", "not now")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="vatupassi.round"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("round", "person"), name="round_answer_once")]},
        ),
    ]
