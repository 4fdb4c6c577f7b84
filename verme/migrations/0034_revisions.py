"""Whoever saves over a colleague's change sees it first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verme", "0033_groups_in_order")]
    operations = [
        migrations.AddField(name, "revision", models.PositiveIntegerField(db_default=0, default=0, editable=False))
        for name in ("group", "mentor", "season", "seasonevent", "seminar", "training")
    ]
