"""Whoever saves a person's data over a colleague's change sees it first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0026_people_at_work")]
    operations = [
        migrations.AddField("user", "revision", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
    ]
