"""The library of measures."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(blank=True, max_length=40)),
                ('kind', models.CharField(choices=[('proactive', 'proactive'), ('reactive', 'reactive')], default='proactive', max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('approved', 'in use'), ('retired', 'retired')], default='approved', max_length=10)),
                ('source', models.CharField(choices=[('workshop', 'the workshop day of 2016'), ('own', 'our own'), ('proposal', 'suggested by somebody here')], default='own', max_length=10)),
                ('name_fi', models.CharField(max_length=80, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=80, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='name in English')),
                ('fits_fi', models.TextField(blank=True, max_length=600, verbose_name='when it fits, in Finnish')),
                ('fits_sv', models.TextField(blank=True, max_length=600, verbose_name='when it fits, in Swedish')),
                ('fits_en', models.TextField(blank=True, max_length=600, verbose_name='when it fits, in English')),
                ('start_fi', models.TextField(blank=True, max_length=600, verbose_name='how to start, in Finnish')),
                ('start_sv', models.TextField(blank=True, max_length=600, verbose_name='how to start, in Swedish')),
                ('start_en', models.TextField(blank=True, max_length=600, verbose_name='how to start, in English')),
                ('proposal', models.TextField(blank=True, max_length=1000)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('suggested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('created_at', 'pk'),
                'indexes': [models.Index(fields=['state', 'kind'], name='measure_state_kind')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='measure_code')],
            },
        ),
    ]
