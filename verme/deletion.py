"""What of Verme goes when somebody's request to delete their data is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.rights import deletion
from verme.models import Attendance, DiaryEntry, Expectation, Kooste, Reflection, TrainingDiary

if TYPE_CHECKING:
    from people.models import User

NOBODY = "–"  # in the place of a name, so that the count stays


def own_texts(person: User) -> None:
    """What one wrote in one's own name or for oneself alone."""
    for texts in (Expectation.objects.filter(by=person), Reflection.objects.filter(by=person)):
        texts.delete()
    for diary in (DiaryEntry.objects.filter(person=person), TrainingDiary.objects.filter(person=person)):
        diary.delete()


@transaction.atomic
def name_among_those_present(person: User) -> None:
    """The name goes from the attendance and the summary, the count stays. The old rows go, so a restore brings none."""
    for row in Attendance.objects.filter(person=person).order_by("pk"):
        for kooste in Kooste.objects.select_for_update().filter(session=row.session_id):
            if row.name in kooste.present:
                kooste.present[kooste.present.index(row.name)] = NOBODY
                kooste.save(update_fields=["present"])
        Attendance.objects.create(session_id=row.session_id, name=NOBODY, sort_key="")
        row.delete()


def register() -> None:
    """Both."""
    deletion.register(30, _("your expectations, reflections and diaries in Verme"), own_texts)
    words = _("your name among those present in Verme meetings and their summaries; how many there were stays")
    deletion.register(40, words, name_among_those_present)
