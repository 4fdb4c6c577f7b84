"""Whoever saves over a colleague's change sees it first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0024_protected")]
    operations = [
        migrations.AddField("unit", "revision", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
    ]
