"""Places of those who have left are free, and a season with a confirmed group is being composed."""

from django.db import migrations
from django.db.models import Exists, OuterRef
from django.utils import timezone


def forwards(apps, schema_editor):
    def rows(name):
        return apps.get_model("verme", name).objects.order_by()

    today = timezone.localdate()
    left = {"person__is_active": False}
    in_line = rows("SignUp").filter(**left).exclude(season__state="closed").exclude(state="withdrawn")
    in_line.update(state="withdrawn", group=None)
    for name in ("Membership", "Mentoring"):
        rows(name).filter(ends_on=None, **left).exclude(group__state="ended").update(ends_on=today)
    rows("EventSignUp").filter(event__starts_at__gt=timezone.now(), **left).delete()
    confirmed = rows("Group").filter(season=OuterRef("pk"), state="confirmed")
    rows("Season").filter(Exists(confirmed)).update(composing=True)


class Migration(migrations.Migration):
    dependencies = [("verme", "0021_composing")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
