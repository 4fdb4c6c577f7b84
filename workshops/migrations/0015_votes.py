
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0014_no_handled_mark'),
    ]

    operations = [
        migrations.AddField(
            model_name='groupwork',
            name='on_wall',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workshops.task', verbose_name="task on the wall"),
        ),
        migrations.AddField(
            model_name='line',
            name='chosen',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='line',
            name='same_as',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workshops.line'),
        ),
        migrations.AddField(
            model_name='task',
            name='vote_closed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='vote_opened_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='voters',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('phone', models.CharField(max_length=64)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='workshops.line')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('line', 'phone'), name='line_chosen_once')],
            },
        ),
    ]
