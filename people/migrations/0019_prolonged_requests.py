from django.db import migrations, models

WHY = [
    ("complex", "What is asked takes a lot of looking into."),
    ("many", "Many requests have come at once."),
]


class Migration(migrations.Migration):
    """For which reason the answer to a request takes longer than a month."""

    dependencies = [
        ("people", "0018_letters_off"),
    ]

    operations = [
        migrations.AddField(
            model_name="rightsrequest",
            name="prolonged_for",
            field=models.CharField(blank=True, choices=WHY, default="", max_length=8),
            preserve_default=False,
        ),
    ]
