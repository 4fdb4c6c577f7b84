"""An agenda may belong to something of an app above, which decides on its day and its people."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One field."""

    dependencies = [("workshops", "0004_forums")]

    operations = [
        migrations.AddField(
            model_name="agenda",
            name="host",
            field=models.SlugField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
    ]
