"""Joint events and seminar days get a programme in the workshops."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One agenda each."""

    dependencies = [
        ("verme", "0008_session_reminders"),
        ("workshops", "0005_agenda_host"),
    ]

    operations = [
        migrations.AddField(
            model_name="seasonevent",
            name="agenda",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="workshops.agenda"
            ),
        ),
        migrations.AddField(
            model_name="seminarday",
            name="agenda",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="workshops.agenda"
            ),
        ),
    ]
