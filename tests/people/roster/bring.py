"""Bringing a file in a test, as the pages and the command do it."""

from __future__ import annotations

from pathlib import Path

from people.models import SupervisionLine, Unit, User
from people.roster.actions import carry_out
from people.roster.plan import Plan
from people.roster.staging import Staged, staged_from

FILES = Path(__file__).parent / "files"
SAMPLES = {path.name[0]: path for path in sorted(FILES.iterdir())}
HEAD = "Henkilönumero;Sukunimi;Etunimi;Sähköposti;Yksikkö;Esihenkilö;Päättyy\n"


def staged(source: str | bytes, *, is_whole: bool = True) -> Staged:
    """A sample by its number, bytes, or lines of a CSV."""
    content = SAMPLES[source].read_bytes() if isinstance(source, str) and source in SAMPLES else source
    found = staged_from(content.encode() if isinstance(content, str) else content, "henkilot.csv")
    found.layout.is_whole = is_whole
    return found


def plan(source: str | bytes | Staged, by: User, **options: object) -> Plan:
    found = source if isinstance(source, Staged) else staged(source, **options)  # type: ignore[arg-type]
    return found.plan(by, None)


def bring(source: str | bytes | Staged, by: User, *, leavers_checked: bool = True, **options: object) -> Plan:
    """Save it, and give the plan that was carried out."""
    made = plan(source, by, **options)
    carry_out(made, by=by, leavers_checked=leavers_checked)
    return made


def lines() -> dict[str, str]:
    """Unit → number of who leads it today."""
    live = SupervisionLine.objects.live().filter(kind=SupervisionLine.Kind.SUPERVISOR)
    return {line.unit.name_fi: line.supervisor.number for line in live.select_related("unit", "supervisor")}


def tree() -> dict[str, str]:
    """Unit → the one above it."""
    return {unit.name_fi: unit.parent.name_fi if unit.parent else "" for unit in Unit.objects.select_related("parent")}


def people() -> dict[str, User]:
    """By number, those who have one."""
    return {person.number: person for person in User.objects.exclude(number="").select_related("unit")}


def codes(found: list) -> list[tuple[str, list[int]]]:
    return [(finding.code, finding.rows) for finding in found]
