"""A plan as plain data, which the preview keeps and its pages show. Nothing of it is more than the file and the
register say: no page of HR tells that a named person has a conversation.
"""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from people.models import Unit, User
from people.roster.lines import Place, Who
from people.roster.people_in_file import Finding, written_path
from people.roster.plan import KINDS, Entry, Plan
from people.roster.staging import Staged


def shown(plan: Plan, staged: Staged, register_units: dict[UUID, Unit], people: dict[UUID, User]) -> dict[str, Any]:
    """Everything but who stays as they are, whom only a number counts."""
    new = {entry.row: entry for entry in plan.entries if entry.kind == "new"}

    def unit(place: Place | None) -> str:
        if place is None:
            return ""
        return register_units[place].name_fi if isinstance(place, UUID) else plan.new_units[place][-1]

    def name(who: Who | None) -> str:
        if who is None:
            return ""
        if isinstance(who, int):
            said = new[who].said
            return said.list_name if said else ""
        return people[who].list_name

    def line(entry: Entry) -> dict[str, Any]:
        said, person = entry.said, entry.person
        found: dict[str, Any] = {
            "row": entry.row,
            "number": (said and said.number) or (person.number if person else ""),
            "name": said.list_name if said else person.list_name if person else "",
            "unit": unit(entry.place) if entry.row else unit(person.unit_id) if person else "",
            "fields": [[field, _plain(before), _plain(after)] for field, (before, after) in entry.fields.items()],
            "notes": list(entry.notes),
        }
        waits = [[field, getattr(person, field), after] for field, after in entry.sign_in.items()]
        found["fields"] += waits
        if entry.kind == "new" and said:
            found["fields"] = [["language", "", said.language]] if said.language else []
            found["fields"] += [["starts_on", "", _plain(said.starts_on)]] if said.starts_on else []
            found["fields"] += [["ends_on", "", _plain(said.ends_on)]] if said.ends_on else []
            found["notes"] += [] if said.email else ["letter"]
        return found

    entries = {
        kind: [line(entry) for entry in plan.entries if entry.kind == kind] for kind in KINDS if kind != "unchanged"
    }
    return {
        "counts": plan.counts,
        "changes": plan.changes,
        "people_now": plan.people_now,
        "rows": sum(bool(entry.row) for entry in plan.entries),
        "brakes": plan.brakes,
        "entries": entries,
        "lines": [
            {"unit": unit(each.place), "before": name(each.before), "after": name(each.who), "kind": str(each.kind)}
            for each in plan.lines
        ],
        "units": [written_path(path) for path in plan.new_units.values()],
        "letters": sum(not entry.said.email for entry in plan.entries if entry.kind == "new" and entry.said),
        **{kind: [_told(found, staged) for found in getattr(plan, kind)] for kind in TOLD},
    }


TOLD = ("errors", "questions", "held", "notes", "left_out")


def _told(finding: Finding, staged: Staged) -> dict[str, Any]:
    return finding.as_data() | {"column": staged.column(finding.at)}


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")
