"""The register as a file that can be brought again: unchanged, it changes nothing."""

from __future__ import annotations

import csv
import io
from uuid import UUID

from core.cells import cell_to_read_back
from core.formats import date_only
from people.models import User
from people.roster.people_in_file import escaped, written_path
from people.roster.register_now import Register

HEADERS = (
    *("Henkilönumero", "Sukunimi", "Etunimet", "Kutsumanimi", "Sähköposti", "Käyttäjätunnus", "Kieli"),
    *("Nimike", "Nimike ruotsiksi", "Nimike englanniksi", "Yksikkö", "Esihenkilö", "Alkaa", "Päättyy"),
)


def roster_file(by: User) -> bytes:
    """CSV with semicolons and a byte order mark, as Excel here reads it; people who work here or begin later."""
    register = Register.read(by)
    leads = {unit: line.supervisor_id for unit in register.units if (line := register.leader_line(unit))}
    members: dict[UUID | None, int] = {}
    people = [person for person in register.people.values() if person.is_active or person.is_coming]
    for person in people:
        members[person.unit_id] = members.get(person.unit_id, 0) + 1
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    for person in sorted(people, key=lambda each: (each.last_name, each.first_name, str(each.pk))):
        values = (
            *(person.number, person.last_name, person.first_name, person.calling_name, person.email),
            *(person.username, person.language, person.title_fi, person.title_sv, person.title_en),
            written_path(register.path(person.unit_id)),
            _named(register, leads, members, person),
            *(date_only(day, "fi") if day else "" for day in (person.starts_on, person.ends_on)),
        )
        writer.writerow([cell_to_read_back(value) for value in values])
    return kept.getvalue().encode("utf-8-sig")


def _named(register: Register, leads: dict[UUID, UUID], members: dict[UUID | None, int], person: User) -> str:
    """Who leads the person's unit; for whoever leads it from inside, among others, who leads the one above."""
    unit = person.unit_id
    leader = leads.get(unit) if unit else None
    if leader == person.pk:
        above = register.units[unit].parent_id if unit else None
        leader = leads.get(above) if above and members[unit] > 1 else None
        if leader and register.people[leader].unit_id == unit:
            leader = None  # two of one unit would name each other
    found = register.people.get(leader) if leader else None
    if found is None or found.pk == person.pk or not (found.is_active or found.is_coming):
        return ""
    return escaped(found.number or found.username)
