"""An event of the annual clock may lead to one particular thing of an app above: a round, for instance."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One field."""

    dependencies = [("workshops", "0006_steps_and_group_names")]

    operations = [
        migrations.AddField(model_name="clockevent", name="target", field=models.UUIDField(blank=True, null=True)),
    ]
