from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a person is found by name. Until HR says otherwise, everybody is."""

    dependencies = [("people", "0023_units_by_number")]
    operations = [
        migrations.AddField(
            "user",
            "is_protected",
            models.BooleanField(db_default=False, default=False, verbose_name="not found by name"),
        ),
    ]
