"""A mentor who came into a group that was going on is a substitute: that needs no flag, and moments need no days."""

from django.db import migrations

TEXTS = ("expectation", "sharedtext", "reflection", "groundrules", "idea", "groupmessage")


class Migration(migrations.Migration):
    dependencies = [("verme", "0018_who_came_when")]

    operations = [
        migrations.DeleteModel(name="MentoringConsent"),
        *(migrations.RemoveField(model_name=model, name="day") for model in TEXTS),
        migrations.RemoveField(model_name="mentoring", name="substitute"),
    ]
