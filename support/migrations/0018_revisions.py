"""Whoever saves over a colleague's change sees it first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support", "0017_contacts_person")]
    operations = [migrations.AddField("contact", "revision", models.PositiveIntegerField(db_default=0, default=0, editable=False))]
