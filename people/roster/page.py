"""What the pages of a file show."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import date_only
from people.models import RosterRun
from people.roster.columns import HEADER_AMONG, MEANINGS, letter
from people.roster.plan import KINDS
from people.roster.staging import Staged
from people.roster.words import FIELDS, FINDINGS, FORBIDDEN, rows_told, told
from people.roster.words import MEANINGS as MEANING_WORDS
from people.user.models import User

EXAMPLES, FIRST_FEW, MOST_NAMED = 3, 5, 20
LANGUAGES = dict(User.Language.choices)


@dataclass(frozen=True)
class Column:
    """One row of the page of the columns."""

    at: int
    letter: str
    header: str
    examples: str
    meaning: str
    forbidden: str | Promise = ""
    is_twice: bool = False


def columns_of(staged: Staged, twice: set[str]) -> list[Column]:
    """Each column with a few of its values; of one that is not read, none."""
    layout, sheet = staged.layout, staged.sheet
    headers, dropped = layout.headers(sheet), staged.dropped[sheet.name].columns
    found = []
    for at, meaning in enumerate(layout.meanings):
        values = dict.fromkeys(row[at] for row in sheet.rows[layout.header :] if row[at])
        shown = " · ".join(list(values)[:EXAMPLES])
        why = FORBIDDEN[dropped[at]] if at in dropped else ""
        found.append(Column(at, letter(at), headers[at], shown, meaning, why, meaning in twice))
    return found


def choices() -> list[tuple[str, str | Promise]]:
    """What a column may be."""
    return [("", MEANING_WORDS[""]), *((meaning, MEANING_WORDS[meaning]) for meaning in MEANINGS)]


def header_choices(staged: Staged) -> list[tuple[int, str]]:
    """Which row holds the headers."""
    rows = range(1, min(HEADER_AMONG, len(staged.sheet.rows)) + 1)
    return [(0, _("no headers")), *((row, _("row %(number)s") % {"number": row}) for row in rows)]


def dropped_told(staged: Staged) -> list[str]:
    """Columns that are not read, by their headers, and cells by their places."""
    dropped, headers = staged.dropped[staged.sheet.name], staged.layout.headers(staged.sheet)
    return [headers[at] or letter(at) for at in dropped.columns]


def cells_told(staged: Staged) -> str:
    """Single cells that were emptied: B7, C12."""
    cells = staged.dropped[staged.sheet.name].cells
    return ", ".join(f"{letter(at)}{row}" for row, at, _kind in cells[: EXAMPLES * 4])


def finding(data: dict[str, Any]) -> dict[str, Any]:
    """One line of what is wrong, left out or worth knowing."""
    return {
        "rows": rows_told(data["rows"]),
        "row": data["rows"][0] if data["rows"] else 0,
        "column": data["column"],
        "value": data["value"],
        "told": told(data),
    }


def left_out(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who was left out, joined by the reason."""
    reasons: dict[str, list[str]] = {}
    for each in findings:
        row = _("row %(number)s") % {"number": each["rows"][0]}
        reasons.setdefault(each["code"], []).append(f"{each['value']} ({row})" if each["value"] else row)
    return [
        {"why": FINDINGS[code], "who": ", ".join(who[:20]), "more": max(0, len(who) - 20)}
        for code, who in reasons.items()
    ]


def notes_of(findings: list[dict[str, Any]]) -> list[str]:
    """Each with its rows."""
    rows = _("Rows: %(rows)s.")
    return [
        " ".join([told(each), rows % {"rows": rows_told(each["rows"])}] if each["rows"] else [told(each)])
        for each in findings
    ]


def entry(data: dict[str, Any]) -> dict[str, Any]:
    """One person of the preview, in words."""
    fields = [
        {"label": FIELDS[name], "before": _value(name, before), "after": _value(name, after)}
        for name, before, after in data["fields"]
    ]
    return data | {"fields": fields, "notes": [FINDINGS[code] for code in data["notes"]]}


def _value(name: str, value: str) -> str:
    if name in ("starts_on", "ends_on") and value:
        return date_only(datetime.date.fromisoformat(value))
    if name == "language":
        return str(LANGUAGES.get(value, value))
    return value


def kind_told(kind: str, count: int) -> str:
    """157 new, in the plural of the language."""
    words = {
        "new": ngettext("%(count)s new", "%(count)s new people", count),
        "changed": ngettext("%(count)s changes", "%(count)s change", count),
        "moved": ngettext("%(count)s moves to another unit", "%(count)s move to another unit", count),
        "returns": ngettext("%(count)s comes back", "%(count)s come back", count),
        "ended": ngettext("%(count)s employment ends", "%(count)s employments end", count),
    }
    return words[kind] % {"count": count}


RUN_KINDS = ("new", "changed", "moved", "returns", "ended")


def run_told(run: RosterRun) -> dict[str, Any]:
    """One import of the history, in words."""
    told = [kind_told(kind, count) for kind in RUN_KINDS if (count := run.counts.get(kind))]
    if count := run.counts.get("units"):
        told.append(ngettext("%(count)s new unit", "%(count)s new units", count) % {"count": count})
    if count := run.counts.get("lines"):
        told.append(
            ngettext("%(count)s change of who leads", "%(count)s changes of who leads", count) % {"count": count}
        )
    return {"run": run, "told": told, "is_saved": run.outcome == RosterRun.Outcome.SAVED}


def groups_of(preview: dict[str, Any], only: str) -> list[dict[str, Any]]:
    """The kinds of change, each with its first few people; or one kind with all."""
    found = []
    for kind in KINDS[:-1]:
        rows = preview["entries"][kind]
        if rows and only in ("", kind):
            few = [entry(row) for row in (rows if only else rows[:FIRST_FEW])] if not only else rows
            found.append({"kind": kind, "told": kind_told(kind, len(rows)), "rows": few, "count": len(rows)})
    return found
