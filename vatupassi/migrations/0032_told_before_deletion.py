from django.db import migrations, models

KINDS = [("conversation", "Conversation"), ("follow_up", "Follow Up"), ("overdue", "Overdue")]


class Migration(migrations.Migration):
    """An employee is told a month before a conversation is deleted; one of HR's own light form is a light occasion."""

    dependencies = [
        ("vatupassi", "0031_practice"),
    ]

    operations = [
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(choices=[*KINDS, ("deletion", "Deletion")], max_length=12),
        ),
    ]
