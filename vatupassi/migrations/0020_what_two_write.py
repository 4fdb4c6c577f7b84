import core.sealed
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vatupassi', '0019_waiting_texts_stay'),
    ]

    operations = [
        migrations.AddField(
            model_name='note',
            name='clashes',
            field=core.sealed.SealedTextField(blank=True, default=b''),
        ),
        migrations.CreateModel(
            name='NoteVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('text', core.sealed.SealedTextField(blank=True, default=b'')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('writer', models.CharField(blank=True, choices=[('employee', 'employee'), ('supervisor', 'supervisor')], max_length=10)),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='vatupassi.note')),
            ],
        ),
        migrations.DeleteModel(
            name='Fork',
        ),
        migrations.AddConstraint(
            model_name='noteversion',
            constraint=models.UniqueConstraint(fields=('of', 'number'), name='note_version_once'),
        ),
    ]
