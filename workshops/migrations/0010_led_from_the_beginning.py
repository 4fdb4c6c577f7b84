"""Whoever leads an agenda when this comes has led it from the beginning, and group work with a room has begun."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps, schema_editor):
    """The time when the agenda and the group work were made."""
    agendas = apps.get_model("workshops", "Agenda").objects.filter(pk=OuterRef("agenda"))
    apps.get_model("workshops", "Facilitating").objects.update(named_at=Subquery(agendas.values("created_at")))
    apps.get_model("workshops", "GroupWork").objects.exclude(room=None).update(begun_at=F("created_at"))


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("workshops", "0009_group_work_handed_over")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
