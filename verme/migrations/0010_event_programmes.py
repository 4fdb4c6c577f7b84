"""The lines of joint events' programmes become blocks of their agendas; seminar days get theirs when they are saved."""

import datetime

from django.db import migrations

STATE = {"open": "published"}


def _speakers(row):
    if not (row.speaker or row.organisation):
        return []
    return [{"name": row.speaker, "title": "", "organisation": row.organisation}]


def to_blocks(apps, schema_editor):
    """A line lasts until the next one begins, the last one until the event ends; each keeps its time by its length."""
    Agenda, Block = apps.get_model("workshops", "Agenda"), apps.get_model("workshops", "Block")
    for event in apps.get_model("verme", "SeasonEvent").objects.filter(agenda=None):
        agenda = Agenda.objects.create(
            title=event.title,
            starts_at=event.starts_at,
            place=event.place,
            language=event.language,
            state=STATE.get(event.state, event.state),
            host="verme_event",
        )
        rows = list(event.rows.order_by("clock", "pk"))
        starts = [row.clock.hour * 60 + row.clock.minute for row in rows]
        ends = [*starts[1:], starts[0] + event.minutes] if starts else []
        for place, (row, start, end) in enumerate(zip(rows, starts, ends, strict=True)):
            Block.objects.create(
                agenda=agenda,
                position=place,
                title=row.title,
                minutes=max(0, min(end - start, 600)),
                speakers=_speakers(row),
            )
        event.agenda = agenda
        event.save(update_fields=["agenda"])


def to_rows(apps, schema_editor):
    """Blocks become lines again, counted from the beginning of the event. The agendas stay, seen by nobody.

    Only named columns are read: the workshops may have gone on since.
    """
    from django.utils import timezone

    Row, Block = apps.get_model("verme", "ProgrammeRow"), apps.get_model("workshops", "Block")
    for event in apps.get_model("verme", "SeasonEvent").objects.exclude(agenda=None):
        at = timezone.localtime(event.starts_at)
        blocks = Block.objects.filter(agenda=event.agenda_id, removed_at=None).order_by("position", "pk")
        for title, minutes, speakers in blocks.values_list("title", "minutes", "speakers"):
            speaker = (speakers or [{}])[0]
            Row.objects.create(
                event=event,
                clock=at.time(),
                title=title[:160],
                speaker=speaker.get("name", "")[:120],
                organisation=speaker.get("organisation", "")[:120],
            )
            at += datetime.timedelta(minutes=minutes)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("verme", "0009_event_agendas")]

    operations = [migrations.RunPython(to_blocks, to_rows)]
