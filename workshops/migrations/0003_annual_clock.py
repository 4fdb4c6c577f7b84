"""Events of the annual clock."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_sign_in'),
        ('workshops', '0002_group_tasks'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockEvent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(blank=True, max_length=40)),
                ('title_fi', models.CharField(max_length=80, verbose_name='name in Finnish')),
                ('title_sv', models.CharField(blank=True, max_length=80, verbose_name='name in Swedish')),
                ('title_en', models.CharField(blank=True, max_length=80, verbose_name='name in English')),
                ('ring', models.CharField(choices=[('strategic', 'strategic'), ('operational', 'operational')], default='strategic', max_length=12, verbose_name='ring')),
                ('level', models.CharField(choices=[('organisation', 'organisation'), ('community', 'work community'), ('employee', 'employee')], default='community', max_length=12, verbose_name='level')),
                ('months', models.JSONField(default=list)),
                ('weekdays', models.JSONField(default=list)),
                ('responsible', models.CharField(blank=True, max_length=120, verbose_name='who is responsible')),
                ('link', models.SlugField(blank=True, max_length=20)),
                ('agenda', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workshops.agenda')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit', verbose_name='unit')),
            ],
            options={
                'ordering': ('ring', 'title_fi', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('unit', 'code'), name='clock_event_once'), models.UniqueConstraint(condition=models.Q(('unit', None), models.Q(('code', ''), _negated=True)), fields=('code',), name='clock_event_once_for_all')],
            },
        ),
    ]
