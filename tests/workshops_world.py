"""Workshops around the people of a World (tests/states.py): a published one of the kitchen, a draft, one for all.

Who is what: the supervisor of the kitchen (the later one, where the supervisor has changed) leads them; the employee
and the colleague work in the unit; the director's own draft is nobody else's; the stranger works elsewhere.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from people.models import User
from workshops.agenda.patterns import PATTERNS
from workshops.block import actions as blocks
from workshops.models import Agenda, Block, Facilitator, OwnTemplate, Presence, SignUp
from workshops.running import actions as running


def an_agenda(leader: User, title: str, **fields: Any) -> Agenda:
    """An agenda with the source's ten blocks."""
    starts_at = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=7)
    agenda = Agenda.objects.create(**{"title": title, "starts_at": starts_at, "unit": leader.unit} | fields)
    agenda.facilitatings.create(person=leader)
    blocks.add_first_blocks(agenda, PATTERNS["active-support"].blocks("fi"))
    return agenda


DRAFT, NOTE, GUEST, TEMPLATE = (
    f"kanarialintu-tyopaja-{name}" for name in ("luonnos", "muistiinpano", "vieras", "pohja")
)


def secrets(people: dict[str, User]) -> dict[str, set[str]]:
    """Text → the roles that may find it in a page."""
    leader = "supervisor" if "supervisor" in people else "later"
    return {DRAFT: {"director"}, NOTE: {leader}, GUEST: {leader}, TEMPLATE: {"director"}}


def around(people: dict[str, User]) -> dict[str, Any]:
    """The ids for addresses."""
    leader = people.get("supervisor") or people["later"]
    published = an_agenda(leader, "Keittiön päivä", state="published", takes_sign_ups=True, capacity=1)
    for person, state in (("employee", "placed"), ("colleague", "waitlist")):
        SignUp.objects.create(agenda=published, person=people[person], state=state)
    Presence.objects.create(agenda=published, name=GUEST, sort_key="x")
    first = published.blocks.first()
    assert first
    first.note = NOTE
    first.save(update_fields=["note"])
    file = first.attachments.create(name="diat.pdf", content_type="application/pdf", size=5, data=b"%PDF-")
    on = an_agenda(leader, "Meneillään", state="published", starts_at=timezone.now())
    running.begin(on)
    draft = an_agenda(people["director"], DRAFT)
    everybody = an_agenda(people["director"], "Kaikille", state="published", open_to="all", unit=None)
    Facilitator.objects.create(person=people["director"])
    orphan = an_agenda(people["stranger"], "Kukaan ei vedä")
    own = OwnTemplate.objects.create(owner=people["director"], name=TEMPLATE)
    return {
        "agenda": published.pk,
        "agenda_on": on.pk,
        "agenda_draft": draft.pk,
        "agenda_all": everybody.pk,
        "agenda_orphan": orphan.pk,
        "agenda_block": first.pk,
        "agenda_file": file.pk,
        "agenda_facilitator": Facilitator.objects.get(person=people["director"]).pk,
        "agenda_own_template": own.pk,
        "agenda_on_block": Block.objects.filter(agenda=on).order_by("position")[0].pk,
        "agenda_on_next": Block.objects.filter(agenda=on).order_by("position")[1].pk,
    }
