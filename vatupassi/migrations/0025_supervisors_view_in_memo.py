from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vatupassi', '0024_group_stop'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='view_by_employee',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='conversation',
            name='view_by_supervisor',
            field=models.BooleanField(default=False),
        ),
    ]
