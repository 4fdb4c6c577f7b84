from django.db import migrations, models


class Migration(migrations.Migration):
    """HR's people are asked for on each of HR's pages, and are a few of a hundred thousand."""

    dependencies = [
        ("people", "0020_privacy_told"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="user",
            index=models.Index(condition=models.Q(is_hr=True), fields=["sort_key"], name="user_hr"),
        ),
    ]
