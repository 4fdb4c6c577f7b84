"""An item's note is called text, as every versioned text is. The column keeps its name: what is sealed is bound to it."""

from django.db import migrations

import core.sealed


class Migration(migrations.Migration):
    dependencies = [("vatupassi", "0012_what_a_former_supervisor_knew")]
    operations = [
        migrations.AlterField("assessmentitem", "note", core.sealed.SealedTextField(db_column="note")),
        migrations.RenameField("assessmentitem", "note", "text"),
    ]
