"""What has been held before this was held on its booked day, or earlier where it was confirmed before that."""

from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    """The day by the Finnish clock."""
    rows = apps.get_model("vatupassi", "Conversation").objects.filter(status__in=["confirmed", "closed"], held_on=None)
    for conversation in rows.only("starts_at", "touched_at").iterator():
        held_on = timezone.localdate(min(conversation.starts_at, conversation.touched_at))
        rows.filter(pk=conversation.pk).update(held_on=held_on)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("vatupassi", "0010_held_on_and_ending")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
