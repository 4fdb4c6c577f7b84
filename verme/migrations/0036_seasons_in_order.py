"""The seasons that there are get their place in a list."""

from django.db import migrations

from core.names import list_key


def put_in_order(apps, _schema_editor):
    seasons = apps.get_model("verme", "Season").objects
    rows = list(seasons.filter(sort_key="").only("name"))
    for row in rows:
        row.sort_key = list_key(row.name)[:250]
    seasons.bulk_update(rows, ["sort_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("verme", "0035_season_sort_key")]
    operations = [migrations.RunPython(put_in_order, migrations.RunPython.noop)]
