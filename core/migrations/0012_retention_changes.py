from django.db import migrations, models
from django.utils import timezone


def keep(apps, schema_editor):
    """What HR had set holds from today on."""
    old, new = apps.get_model("core", "RetentionPeriod"), apps.get_model("core", "RetentionChange")
    for row in old.objects.all():
        new.objects.create(name=row.name, months=row.months, days=row.days, since=timezone.localdate())


def give_back(apps, schema_editor):
    """The newest of each."""
    old, new = apps.get_model("core", "RetentionPeriod"), apps.get_model("core", "RetentionChange")
    for row in new.objects.order_by("since"):
        old.objects.update_or_create(pk=row.name, defaults={"months": row.months, "days": row.days})


class Migration(migrations.Migration):

    dependencies = [("core", "0011_organisation")]

    operations = [
        migrations.CreateModel(
            name="RetentionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("months", models.PositiveSmallIntegerField(default=0)),
                ("days", models.PositiveSmallIntegerField(default=0)),
                ("since", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name", "since"), name="one_retention_change_a_day")
                ],
            },
        ),
        migrations.RunPython(keep, give_back),
        migrations.DeleteModel(name="RetentionPeriod"),
    ]
