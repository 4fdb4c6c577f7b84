"""Groups in the order of their names, where a number counts as a number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verme", "0031_plan_of_a_meeting")]
    operations = [
        migrations.AddField("group", "sort_key", models.CharField(db_default="", editable=False, max_length=250)),
        migrations.AlterModelOptions("group", {"ordering": ("sort_key", "pk")}),
    ]
