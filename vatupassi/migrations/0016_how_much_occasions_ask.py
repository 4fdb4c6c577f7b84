"""Each occasion in its group and with its length: the seven by their codes, HR's own by their steps."""

from django.db import migrations

SEVEN = {
    "how-are-you": ("light", 15),
    "all-well": ("light", 30),
    "early-support": ("thorough", 45),
    "not-going-well": ("thorough", 45),
    "change": ("thorough", 45),
    "development": ("thorough", 60),
    "debriefing": ("debriefing", 30),
}
BY_STEP = (("debriefing", ("debriefing", 30)), ("together", ("light", 15)), ("nine", ("thorough", 60)))


def fill(apps, schema_editor):
    occasions = apps.get_model("vatupassi", "Occasion").objects.using(schema_editor.connection.alias)
    for occasion in occasions.all():
        own = next((found for step, found in BY_STEP if step in occasion.steps), ("thorough", 45))
        occasion.weight, occasion.minutes = SEVEN.get(occasion.code, own)
        occasion.save(update_fields=["weight", "minutes"])


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0015_answers")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
