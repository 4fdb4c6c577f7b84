import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vatupassi', '0023_open_pages'),
    ]

    operations = [
        migrations.AddField(
            model_name='groupsession',
            name='held_back',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='GroupStop',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('phone', models.CharField(max_length=64)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stops', to='vatupassi.groupsession')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'phone'), name='group_stop_once')],
            },
        ),
    ]
