"""The seven occasions of the source (domain.md F35); HR may add some."""

from django.db import migrations

FULL = ["tiedanko", "osaanko", "kykenenko", "haluanko", "agreements", "follow-up", "memo"]
DEVELOPMENT = [*FULL[:4], "nine", *FULL[4:]]
LIGHT = ["together", "agreements", "follow-up", "memo"]
DEBRIEFING = ["debriefing", "agreements", "follow-up", "memo"]
OCCASIONS = [
    ("how-are-you", "Mitä kuuluu", "Hur har du det", "How are you", LIGHT),
    ("all-well", "Onko kaikki ok", "Är allt som det ska", "Is everything all right", FULL),
    ("early-support", "Varhaisen tuen keskustelu", "Samtal om tidigt stöd", "Early support discussion", FULL),
    ("not-going-well", "Kun työ ei suju", "När arbetet inte löper", "When work does not go well", FULL),
    ("change", "Muutoksen tukena", "Stöd i förändring", "Support in a change", FULL),
    ("development", "Kehityskeskustelu", "Utvecklingssamtal", "Development discussion", DEVELOPMENT),
    ("debriefing", "Purkukeskustelu", "Avlastningssamtal", "Debriefing", DEBRIEFING),
]


def add(apps, schema_editor):
    """Idempotent: an occasion that is there is left as it is."""
    occasion = apps.get_model("vatupassi", "Occasion")
    for place, (code, fi, sv, en, steps) in enumerate(OCCASIONS, 1):
        occasion.objects.get_or_create(
            code=code, defaults={"name_fi": fi, "name_sv": sv, "name_en": en, "steps": steps, "position": place * 10}
        )


def remove(apps, schema_editor):
    """Only those that no conversation names can go; the table itself goes with the next step back."""


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0001_vatupassi")]
    operations = [migrations.RunPython(add, remove)]
