"""Days become moments, and a substitute's consents become a newcomer's.

Whoever came after the group's first day, as a member or as a mentor, is a newcomer from now on: what was written
before is closed to them until its writers agree.
"""

import datetime

from django.db import migrations
from django.db.models import Min
from django.utils import timezone

TEXTS = ("Expectation", "SharedText", "Reflection", "GroundRules", "Idea", "GroupMessage")


def midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def forwards(apps, schema_editor):
    def model(name):
        return apps.get_model("verme", name)

    for name in TEXTS:
        rows = model(name).objects.order_by()
        for day in rows.values_list("day", flat=True).distinct():
            rows.filter(day=day).update(begun_at=midnight(day))
    first_days = model("Membership").objects.order_by().values_list("group").annotate(first=Min("starts_on"))
    for group, first in first_days:
        for name in ("Membership", "Mentoring"):
            rows = model(name).objects.order_by().filter(group=group)
            for day in rows.filter(starts_on__gt=first).values_list("starts_on", flat=True).distinct():
                rows.filter(starts_on=day).update(came_at=midnight(day))
    for row in model("Mentoring").objects.filter(substitute=True, came_at=None):
        row.came_at = midnight(row.starts_on)
        row.save(update_fields=["came_at"])
    for consent in model("MentoringConsent").objects.select_related("mentoring"):
        model("TextConsent").objects.get_or_create(
            group_id=consent.mentoring.group_id, giver_id=consent.person_id, newcomer_id=consent.mentoring.person_id
        )


def backwards(apps, schema_editor):
    def model(name):
        return apps.get_model("verme", name)

    for name in TEXTS:
        for pk, begun_at in model(name).objects.order_by().values_list("pk", "begun_at"):
            model(name).objects.filter(pk=pk).update(day=timezone.localtime(begun_at).date())
    model("Mentoring").objects.exclude(came_at=None).update(substitute=True)
    for consent in model("TextConsent").objects.all():
        for row in model("Mentoring").objects.filter(group=consent.group_id, person=consent.newcomer_id, ends_on=None):
            model("MentoringConsent").objects.get_or_create(mentoring=row, person_id=consent.giver_id)


class Migration(migrations.Migration):
    dependencies = [("verme", "0017_newcomers")]

    operations = [migrations.RunPython(forwards, backwards)]
