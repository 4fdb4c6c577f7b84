"""Of what is published already, the employer's type is the present one: nobody knows of another."""

from django.db import migrations


def as_it_is_now(apps, schema_editor):
    found = apps.get_model("core", "Organisation").objects.first()
    if found is not None:
        apps.get_model("support", "ModelVersion").objects.filter(published_at__isnull=False).update(employer=found.kind)


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0013_models_keep_their_employer"),
        ("core", "0011_organisation"),
    ]

    operations = [migrations.RunPython(as_it_is_now, migrations.RunPython.noop)]
