"""Workshops in the order of their titles, where a number counts as a number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0016_revisions")]
    operations = [
        migrations.AddField("agenda", "sort_key", models.CharField(db_default="", editable=False, max_length=450)),
    ]
