"""A page of a follow-up is open beside one of the talk: each belongs to its own sitting."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0029_group_remarks")]
    operations = [
        migrations.AddField(
            model_name="openpage", name="sitting", field=models.PositiveSmallIntegerField(default=0)
        ),
    ]
