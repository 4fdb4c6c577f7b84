"""Name and role of support people from the open columns into the sealed rows, and back."""

from django.db import migrations
from django.db.models import Q

CHUNK = 500
SOMEBODY = ~Q(support_name="", support_role="")


def seal(apps, schema_editor):
    conversations = apps.get_model("vatupassi", "Conversation").objects.using(schema_editor.connection.alias)
    people = apps.get_model("vatupassi", "SupportPerson")
    while rows := list(conversations.filter(SOMEBODY).order_by().only("pk", "support_name", "support_role")[:CHUNK]):
        people.objects.using(schema_editor.connection.alias).bulk_create(
            people(conversation_id=row.pk, name=row.support_name, role=row.support_role) for row in rows
        )
        # emptied as well as dropped later: PostgreSQL leaves a dropped column's values where they lie
        conversations.filter(pk__in=[row.pk for row in rows]).update(support_name="", support_role="")


def unseal(apps, schema_editor):
    conversations = apps.get_model("vatupassi", "Conversation").objects.using(schema_editor.connection.alias)
    people = apps.get_model("vatupassi", "SupportPerson").objects.using(schema_editor.connection.alias)
    for row in people.iterator(CHUNK):
        conversations.filter(pk=row.conversation_id).update(
            support_name=row.name.open_as_system("an earlier version keeps it open"),
            support_role=row.role.open_as_system("an earlier version keeps it open"),
        )
    people.all().delete()


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0007_support_person")]
    operations = [migrations.RunPython(seal, unseal)]
