"""Seasons in the order of their names, where a number counts as a number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verme", "0034_revisions")]
    operations = [
        migrations.AddField("season", "sort_key", models.CharField(db_default="", editable=False, max_length=250)),
        migrations.AlterModelOptions("season", {"ordering": ("-starts_on", "sort_key", "pk")}),
    ]
