"""Other answers than yes, whom the employee brings, and how much each occasion asks."""

import core.sealed
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vatupassi', '0014_problem_at_work'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name='supportperson',
            name='role',
        ),
        migrations.AddField(
            model_name='conversation',
            name='said_by',
            field=models.CharField(blank=True, choices=[('employee', 'employee'), ('supervisor', 'supervisor')], max_length=10),
        ),
        migrations.AddField(
            model_name='conversation',
            name='signed_on_paper',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='conversation',
            name='time_refused',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='conversation',
            name='way',
            field=models.CharField(blank=True, choices=[('', 'with the tool'), ('paper', 'on paper'), ('without', 'without the tool')], default='', max_length=10),
        ),
        migrations.AddField(
            model_name='occasion',
            name='minutes',
            field=models.PositiveSmallIntegerField(default=45, verbose_name='length'),
        ),
        migrations.AddField(
            model_name='occasion',
            name='weight',
            field=models.CharField(choices=[('light', 'Light'), ('thorough', 'Thorough'), ('debriefing', 'After something hard')], default='thorough', max_length=10, verbose_name='group'),
        ),
        migrations.AddField(
            model_name='supportperson',
            name='is_printed',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='supportperson',
            name='conversation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', to='vatupassi.conversation'),
        ),
        migrations.CreateModel(
            name='Interpreter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', core.sealed.SealedTextField(blank=True, default=b'')),
                ('is_printed', models.BooleanField(default=False)),
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', to='vatupassi.conversation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InvitationMessage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', core.sealed.SealedTextField(blank=True, default=b'')),
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='message', to='vatupassi.conversation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit_name', models.CharField(blank=True, max_length=150)),
                ('offered_on', models.DateField(db_index=True)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('occasion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vatupassi.occasion')),
            ],
        ),
    ]
