"""The programme of a joint event is an agenda, so its own lines go."""

from django.db import migrations


class Migration(migrations.Migration):
    """The table alone: its rows became blocks in the migration before."""

    dependencies = [("verme", "0010_event_programmes")]

    operations = [migrations.DeleteModel(name="ProgrammeRow")]
