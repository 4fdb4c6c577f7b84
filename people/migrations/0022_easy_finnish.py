from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a person reads the pages in easy Finnish. Until they choose it, nobody does."""

    dependencies = [
        ("people", "0021_index_of_hr"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="reads_easy_finnish",
            field=models.BooleanField(default=False, verbose_name="pages in easy Finnish"),
        ),
    ]
