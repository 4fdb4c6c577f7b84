"""Whoever saves over a colleague's change sees it first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0015_votes")]
    operations = [
        migrations.AddField(name, "revision", models.PositiveIntegerField(db_default=0, default=0, editable=False))
        for name in ("clockevent", "forum")
    ]
