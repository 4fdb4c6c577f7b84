from django.db import migrations, models


class Migration(migrations.Migration):
    """Which reminders a person has turned off, and whether they want a letter on the week."""

    dependencies = [
        ("people", "0017_roster_run"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="letters_off",
            field=models.JSONField(default=list, verbose_name="reminders turned off"),
        ),
        migrations.AddField(
            model_name="user",
            name="weekly_letter",
            field=models.BooleanField(default=False, verbose_name="a letter on what the week has"),
        ),
    ]
