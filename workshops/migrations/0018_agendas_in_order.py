"""The workshops that there are get their place in a list."""

from django.db import migrations

from core.names import list_key


def put_in_order(apps, _schema_editor):
    agendas = apps.get_model("workshops", "Agenda").objects
    rows = list(agendas.filter(sort_key="").only("title"))
    for row in rows:
        row.sort_key = list_key(row.title)[:450]
    agendas.bulk_update(rows, ["sort_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0017_agenda_sort_key")]
    operations = [migrations.RunPython(put_in_order, migrations.RunPython.noop)]
