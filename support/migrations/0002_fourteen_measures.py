"""The fourteen measures of the source (domain.md G39); HR edits them and adds others."""

from importlib import import_module

from django.db import migrations

MEASURES = import_module("support.migrations._measures").MEASURES


def add(apps, schema_editor):
    """Idempotent: a measure that is there is left as it is."""
    measure = apps.get_model("support", "Measure")
    for code, kind, *languages in MEASURES:
        words = {
            f"{stem}_{language}": text
            for language, texts in zip(("fi", "sv", "en"), languages)
            for stem, text in zip(("name", "fits", "start"), texts)
        }
        measure.objects.get_or_create(code=code, defaults={"kind": kind, "source": "workshop", **words})


def remove(apps, schema_editor):
    """Those that HR has not named in an agreement could go; the table itself goes with the next step back."""


class Migration(migrations.Migration):
    dependencies = [("support", "0001_measures")]
    operations = [migrations.RunPython(add, remove)]
