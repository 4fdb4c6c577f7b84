"""How many work in each unit is told by an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0025_revisions")]
    operations = [
        migrations.AddIndex(
            "user", models.Index(fields=["unit"], condition=models.Q(is_active=True), name="user_at_work")
        ),
    ]
