"""A unit's name and a job title in the employer's languages: what there is so far is the Finnish one."""

from django.db import migrations, models


def columns(model, stem, label, longest, **of_finnish):
    """The column that there is becomes the Finnish one; two stand beside it."""
    finnish = models.CharField(f"{label} in Finnish", max_length=longest, **of_finnish)
    yield migrations.RenameField(model, stem, f"{stem}_fi")
    yield migrations.AlterField(model, f"{stem}_fi", finnish)
    for code, language in (("sv", "Swedish"), ("en", "English")):
        field = models.CharField(f"{label} in {language}", max_length=longest, blank=True, default="")
        yield migrations.AddField(model, f"{stem}_{code}", field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_renamed_and_earlier_supervisors")]
    operations = [
        *columns("unit", "name", "name", 150),
        *columns("user", "title", "job title", 120, blank=True),
        migrations.AlterField(
            "unit", "sort_key", models.CharField(db_index=True, editable=False, max_length=950)
        ),
    ]
