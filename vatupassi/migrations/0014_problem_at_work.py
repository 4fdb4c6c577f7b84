"""“Pulma työssä” for “Kun työ ei suju”: a name that accuses nobody. Where HR has named it otherwise, that stays."""

from django.db import migrations

CODE = "not-going-well"
OLD = {"fi": "Kun työ ei suju", "sv": "När arbetet inte löper", "en": "When work does not go well"}
NEW = {"fi": "Pulma työssä", "sv": "Bekymmer i arbetet", "en": "A problem at work"}


def change(apps, old, new):
    """Each language by itself, and only where the words are exactly the others. Memos keep the name they have."""
    occasions = apps.get_model("vatupassi", "Occasion").objects.filter(code=CODE)
    for language, words in old.items():
        occasions.filter(**{f"name_{language}": words}).update(**{f"name_{language}": new[language]})


def better(apps, schema_editor):
    """The name that invites."""
    change(apps, OLD, NEW)


def back(apps, schema_editor):
    """As it came."""
    change(apps, NEW, OLD)


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0013_text_of_an_item")]
    operations = [migrations.RunPython(better, back)]
