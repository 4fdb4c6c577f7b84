"""Texts that waited for a choice between two go into the text that they met, as "Keep both" would have put them."""

from django.db import migrations
from django.db.models import Q

BEING_WRITTEN = Q(conversation__status__in=["invited", "agreed"])
AT_A_FOLLOW_UP = Q(conversation__status="confirmed", slot__startswith="follow-up.")


def keep_both(apps, schema_editor):
    alias, reason = schema_editor.connection.alias, "join two texts that met"
    notes = apps.get_model("vatupassi", "Note").objects.using(alias)
    forks = apps.get_model("vatupassi", "Fork").objects.using(alias)
    for fork in forks.filter(BEING_WRITTEN | AT_A_FOLLOW_UP).order_by("pk"):
        note = notes.filter(conversation_id=fork.conversation_id, slot=fork.slot).first()
        if note is None:
            continue
        saved, waiting = note.text.open_as_system(reason), fork.text.open_as_system(reason)
        if waiting.strip() and waiting not in saved:
            note.text = f"{saved.rstrip()}\n\n{waiting}" if saved.strip() else waiting
            note.version += 1
            note.save()
    forks.all().delete()


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0018_promises")]
    operations = [migrations.RunPython(keep_both, migrations.RunPython.noop)]
