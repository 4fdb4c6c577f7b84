"""The open columns go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0008_seal_support_people")]
    operations = [
        migrations.RemoveField(model_name="conversation", name="support_name"),
        migrations.RemoveField(model_name="conversation", name="support_role"),
    ]
