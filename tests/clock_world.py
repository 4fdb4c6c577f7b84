"""Measures, the annual clock and forums around the people of a World (tests/states.py)."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from people.models import RightsRequest, User
from support.models import Contact, HelpRequest, LoadNotice, Measure, ModelVersion, NearSupporter, suggest
from workshops.models import ClockEvent, Forum, ForumItem, ForumMeeting, ForumRow

SOON = datetime.timedelta(days=3)


def _request(people: dict[str, User], **more: Any) -> HelpRequest:
    """The employee’s own."""
    due_on = timezone.localdate()
    return HelpRequest.objects.create(by=people["employee"], kind="own", question="Kysymys", due_on=due_on, **more)


def _notice(people: dict[str, User]) -> LoadNotice:
    """Of the employee to the supervisor, and to a colleague who represents them."""
    supervisor = people.get("supervisor") or people["former"]
    to = {"supervisor": supervisor, "representative": people["colleague"]}
    due_on = timezone.localdate() + SOON
    return LoadNotice.objects.create(by=people["employee"], text="Kuorma", answer="Vastaus", due_on=due_on, **to)


def _models() -> None:
    """A version that everybody reads and the draft after it: once, however many worlds."""
    published = {"approved_on": timezone.localdate(), "in_force_from": timezone.localdate()}
    for number, facts in ((1, published | {"published_at": timezone.now()}), (2, {})):
        version, made = ModelVersion.objects.get_or_create(kind="tyokyky", number=number, defaults=facts)
        if made:
            version.files.create(language="fi", name="malli.pdf", size=5, data=b"%PDF-")


def around(people: dict[str, User]) -> dict[str, Any]:
    """The ids for addresses."""
    _models()
    unit = people["employee"].unit
    whole = Forum.objects.create(name_fi="Johtoryhmä", kind="top_team")
    forum = Forum.objects.create(unit=unit, parent=whole, name_fi="Yksikkökokous")
    empty = Forum.objects.create(unit=unit, parent=forum, name_fi="Ryhmä", kind="group")
    meeting = ForumMeeting.objects.create(forum=forum, starts_at=timezone.now())
    ForumItem.objects.create(meeting=meeting, title="Avaus")
    return {
        "forum_all": whole.pk,
        "forum": forum.pk,
        "forum_empty": empty.pk,
        "forum_meeting": meeting.pk,
        "forum_item": ForumItem.objects.create(meeting=meeting, position=1, title="Vuorot").pk,
        "forum_row": ForumRow.objects.create(forum=forum, matter="Huolto").pk,
        "clock_event": ClockEvent.objects.create(title_fi="Riskikartoitus", months=[10]).pk,
        "clock_event_unit": ClockEvent.objects.create(unit=unit, title_fi="Katselmus", months=[6]).pk,
        "contact": Contact.objects.create(place="hr", name="HR-neuvonta", phone="09 555 0140").pk,
        "help_request": _request(people).pk,
        "load_notice": _notice(people).pk,
        "near": NearSupporter.objects.create(person=people["colleague"], unit=unit, phone="09 555 0141").pk,
        "help_met": _request(people, answered_at=timezone.now(), meets_at=timezone.now() + SOON).pk,
        "help_answered": _request(people, answered_at=timezone.now(), answer="Vastaus").pk,
        "rights_request": RightsRequest.objects.create(by=people["employee"], kind="rajoitus", text="Pyyntö").pk,
        "measure": Measure.objects.get(code="crafting").pk,
        "measure_proposal": suggest("Yhteinen kahvihetki", people["employee"]).pk,
    }
