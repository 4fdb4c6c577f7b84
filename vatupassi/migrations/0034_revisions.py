"""Whoever saves over a colleague's change sees it first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0033_assessments_kept_longer")]
    operations = [migrations.AddField("occasion", "revision", models.PositiveIntegerField(db_default=0, default=0, editable=False))]
