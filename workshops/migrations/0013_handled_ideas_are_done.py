"""What was marked as handled is done; without an answer, since none could be given."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def done(apps: Any, schema_editor: Any) -> None:
    """Handled: done."""
    apps.get_model("workshops", "Idea").objects.exclude(handled_at=None).update(handling="done")


def handled(apps: Any, schema_editor: Any) -> None:
    """Back: what is done or not done now is handled."""
    ideas = apps.get_model("workshops", "Idea").objects
    ideas.filter(handling__in=("done", "not_now")).update(handled_at=timezone.now())


class Migration(migrations.Migration):
    """Both ways."""

    dependencies = [("workshops", "0012_ideas_handled_at_hr")]
    operations = [migrations.RunPython(done, handled)]
