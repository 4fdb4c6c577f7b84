from django.db import migrations, models


class Migration(migrations.Migration):
    """An employee may keep their own assessments for longer."""

    dependencies = [
        ("vatupassi", "0032_told_before_deletion"),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="kept_longer",
            field=models.BooleanField(default=False),
        ),
    ]
