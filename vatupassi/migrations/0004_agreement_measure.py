"""An agreement may name a measure of the library."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0002_fourteen_measures'),
        ('vatupassi', '0003_reminders'),
    ]

    operations = [
        migrations.AddField(
            model_name='agreement',
            name='measure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.measure', verbose_name='from the measures'),
        ),
    ]
