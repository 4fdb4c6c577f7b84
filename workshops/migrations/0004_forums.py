"""Forums with their meetings, matters and rows."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_sign_in'),
        ('workshops', '0003_annual_clock'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Forum',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name_fi', models.CharField(max_length=120, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=120, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('kind', models.CharField(choices=[('council', 'council'), ('board', 'board'), ('committee', 'committee'), ('top_team', 'management team of the organisation'), ('sector_team', 'management team of a sector'), ('unit_meeting', 'unit meeting'), ('group', 'group')], default='unit_meeting', max_length=12, verbose_name='kind')),
                ('rhythm', models.CharField(choices=[('weekly', 'every week'), ('fortnightly', 'every second week'), ('monthly', 'every month'), ('quarterly', 'four times a year'), ('needed', 'when needed')], default='monthly', max_length=12, verbose_name='how often')),
                ('weekdays', models.JSONField(default=list)),
                ('plan', models.TextField(blank=True, max_length=10000, verbose_name='plan')),
                ('version', models.PositiveIntegerField(default=0)),
                ('chair', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='chair')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workshops.forum', verbose_name='under which forum')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit', verbose_name='unit')),
            ],
            options={
                'ordering': ('name_fi', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ForumMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='workshops.forum')),
            ],
            options={
                'ordering': ('-starts_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ForumItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=200, verbose_name='matter')),
                ('brought_by', models.CharField(blank=True, max_length=120, verbose_name='who brings it')),
                ('minutes', models.PositiveSmallIntegerField(default=10, verbose_name='minutes')),
                ('decision', models.TextField(blank=True, max_length=2000, verbose_name='what was decided')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='workshops.forummeeting')),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ForumRow',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('matter', models.CharField(max_length=200, verbose_name='matter')),
                ('decision', models.TextField(blank=True, max_length=2000, verbose_name='what was decided')),
                ('who', models.CharField(blank=True, max_length=120, verbose_name='who')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='by when')),
                ('done_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='workshops.forum')),
                ('item', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='row', to='workshops.forumitem')),
            ],
            options={
                'ordering': (models.OrderBy(models.F('done_on'), descending=True, nulls_first=True), models.OrderBy(models.F('due_on'), nulls_last=True), 'created_at'),
            },
        ),
        migrations.AddIndex(
            model_name='forummeeting',
            index=models.Index(fields=['forum', 'starts_at'], name='forum_meeting_time'),
        ),
    ]
