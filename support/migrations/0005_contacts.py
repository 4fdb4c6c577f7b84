"""Whom to call on the support path."""

import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0004_measures_to_one_reader'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(choices=[('hr', 'HR'), ('health', 'occupational health service'), ('outside', 'outside expert'), ('steward', 'shop steward'), ('safety', 'occupational safety representative'), ('harassment', 'harassment or other inappropriate conduct')], max_length=10)),
                ('name', models.CharField(max_length=120, verbose_name='name of the person or the service')),
                ('detail_fi', models.CharField(blank=True, max_length=120, verbose_name='title or hours in Finnish')),
                ('detail_sv', models.CharField(blank=True, max_length=120, verbose_name='title or hours in Swedish')),
                ('detail_en', models.CharField(blank=True, max_length=120, verbose_name='title or hours in English')),
                ('phone', models.CharField(max_length=30, verbose_name='telephone')),
                ('link', models.URLField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ('created_at', 'pk'),
            },
        ),
    ]
