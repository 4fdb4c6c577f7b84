"""What stands in a summary that a mentor has approved has come to HR."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def come(apps: Any, schema_editor: Any) -> None:
    """With the summary's own time."""
    kooste = apps.get_model("verme", "Kooste").objects.filter(session=OuterRef("session"))
    ideas = apps.get_model("verme", "Idea").objects.filter(state="approved", arrived_at=None)
    ideas.update(arrived_at=Subquery(kooste.values("approved_at")[:1]))


class Migration(migrations.Migration):
    """Forward; back there is nothing to undo."""

    dependencies = [("verme", "0027_handled_at_hr")]
    operations = [migrations.RunPython(come, migrations.RunPython.noop)]
