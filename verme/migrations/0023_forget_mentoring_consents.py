"""The name of the table that is gone goes from Django's own list of what exists."""

from django.db import migrations


def forget(apps, schema_editor):
    """Where the table never was, nothing is there to forget."""
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="verme", model="mentoringconsent").delete()


class Migration(migrations.Migration):
    """Data only. Going back, Django writes the name down again by itself."""

    dependencies = [
        ("verme", "0022_leavers_and_confirmed"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
