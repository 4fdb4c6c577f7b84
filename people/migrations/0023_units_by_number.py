"""Units whose name has a number stand in the order of the numbers; a search finds what it found."""

from django.db import migrations

from core.names import list_key, sort_key

BETWEEN = "00"


def by_number(apps, _schema_editor):
    units = apps.get_model("people", "Unit").objects
    rows = list(units.filter(name_fi__regex="[0-9]").only("name_fi", "name_sv", "name_en"))
    for row in rows:
        spelled = [sort_key(name) for name in (row.name_fi, row.name_sv, row.name_en) if name]
        row.sort_key = BETWEEN.join(dict.fromkeys([list_key(row.name_fi), *spelled]))[:950]
    units.bulk_update(rows, ["sort_key"], batch_size=500)


def as_before(apps, _schema_editor):
    units = apps.get_model("people", "Unit").objects
    rows = list(units.filter(name_fi__regex="[0-9]").only("name_fi", "name_sv", "name_en"))
    for row in rows:
        row.sort_key = BETWEEN.join(sort_key(name) for name in (row.name_fi, row.name_sv, row.name_en) if name)[:950]
    units.bulk_update(rows, ["sort_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("people", "0022_easy_finnish")]
    operations = [migrations.RunPython(by_number, as_before)]
