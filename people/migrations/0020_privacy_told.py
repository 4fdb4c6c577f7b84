from django.db import migrations, models


class Migration(migrations.Migration):
    """When a person has put the short privacy notice away. Whoever has an account already sees it once, too."""

    dependencies = [
        ("people", "0019_prolonged_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="privacy_told_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
