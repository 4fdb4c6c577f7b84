"""The day on which the time of a conversation was agreed: of those that are agreed already nobody has kept it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0027_figures")]

    operations = [migrations.AddField("conversation", "agreed_on", models.DateField(null=True))]
