"""Those who keep the register count as new from today: the database does not know since when they have kept it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def count_from_today(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    people = apps.get_model("people", "User").objects
    people.filter(is_hr=True, hr_since=None).update(hr_since=timezone.now())
    people.filter(is_admin=True, admin_since=None).update(admin_since=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sign_in_changes")]

    operations = [migrations.RunPython(count_from_today, migrations.RunPython.noop)]
