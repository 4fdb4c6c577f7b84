import core.sealed
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('verme', '0024_choice_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='sharedtext',
            name='clashes',
            field=core.sealed.SealedTextField(blank=True, default=b''),
        ),
        migrations.CreateModel(
            name='SharedTextVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('text', core.sealed.SealedTextField(blank=True, default=b'')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='verme.sharedtext')),
                ('writer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('of', 'number'), name='shared_text_version_once')],
            },
        ),
    ]
