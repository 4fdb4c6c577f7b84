"""What a file would change in the register. Reads, decides and names; writes nothing.

The rules of the register hold for a file, too: nothing makes whoever imports, or whoever saved the mapping, a
supervisor; a new way into an account in use waits for a second person; the last HR person is never ended.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from people.models import SupervisionLine, User
from people.register.actions import BRAKE
from people.roster.lines import Member, Place, Who, lines_of
from people.roster.people_in_file import Finding, Path, PersonInFile, Roster, written_path
from people.roster.register_now import Register, name_key, same_name
from people.user.models import number_key

KINDS = ("new", "changed", "moved", "returns", "ended", "unchanged")
NAMES = ("last_name", "first_name", "calling_name")
TITLES = ("title_fi", "title_sv", "title_en")


@dataclass
class Entry:
    """One person: what would become of them. `person` is nobody for a new one, `row` 0 for whom the file lacks."""

    kind: str
    row: int
    person: User | None
    said: PersonInFile | None
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # name → before and after
    notes: list[str] = field(default_factory=list)
    place: Place | None = None
    sign_in: dict[str, str] = field(default_factory=dict)  # a user name or address that waits for a second person

    @property
    def who(self) -> Who:
        """Somebody of the register, or the row of somebody new."""
        return self.person.pk if self.person else self.row


@dataclass
class LineChange:
    """A unit gets another supervisor, or a deputy."""

    place: Place
    who: Who
    kind: str
    before: Who | None = None


@dataclass
class Plan:
    """All of it. With errors or open questions nothing of it is done."""

    entries: list[Entry] = field(default_factory=list)
    lines: list[LineChange] = field(default_factory=list)
    new_units: dict[Path, Path] = field(default_factory=dict)  # path → its names, upper ones first
    known_paths: dict[Path, UUID] = field(default_factory=dict)  # units of the register above new ones
    freed: set[UUID] = field(default_factory=set)  # leavers whose address is somebody else's now
    errors: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    left_out: list[Finding] = field(default_factory=list)
    held: list[Finding] = field(default_factory=list)
    questions: list[Finding] = field(default_factory=list)
    people_now: int = 0
    places: dict[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """By kind, with the changed lines and new units."""
        found = Counter(entry.kind for entry in self.entries)
        return {kind: found[kind] for kind in KINDS} | {"lines": len(self.lines), "units": len(self.new_units)}

    @property
    def changes(self) -> int:
        """How many things would change."""
        return sum(count for kind, count in self.counts.items() if kind != "unchanged")

    @property
    def brakes(self) -> bool:
        """More leavers than a file should have without somebody looking."""
        return self.counts["ended"] > BRAKE * self.people_now

    def digest(self) -> str:
        """Two plans with one digest do the same."""
        done = [
            [
                entry.kind,
                str(entry.who),
                {name: list(map(str, pair)) for name, pair in entry.fields.items()},
                entry.sign_in,
            ]
            for entry in self.entries
            if entry.kind != "unchanged"
        ]
        lines = sorted([str(line.place), str(line.who), line.kind, str(line.before)] for line in self.lines)
        rest = [sorted(map(str, self.new_units)), sorted(map(str, self.freed))]
        return hashlib.sha256(json.dumps([done, lines, rest]).encode()).hexdigest()


def plan_of(roster: Roster, by: User, *, saved_by: User | None, answers: dict[int, str] | None = None) -> Plan:
    """Compare a file with the register, for this actor; `answers` to earlier questions by row: same or other."""
    return _Planner(roster, Register.read(by), {by.pk} | ({saved_by.pk} if saved_by else set()), answers or {}).plan()


class _Planner:
    def __init__(self, roster: Roster, register: Register, actors: set[UUID], answers: dict[int, str]) -> None:
        self.roster, self.register, self.actors, self.answers = roster, register, actors, answers
        self.found = Plan(
            errors=list(roster.errors),
            notes=list(roster.notes),
            left_out=list(roster.left_out),
            places=roster.places,
        )
        self.by_key = {person.key: person for person in roster.people if person.key}
        self.entries: dict[int, Entry] = {}  # by row
        self.claimed: dict[UUID, int] = {}  # who of the register is which row

    def plan(self) -> Plan:
        """In the order in which one thing hangs on another."""
        for said in self.roster.people:
            self._enter(said)
        self._leavers()
        for entry in self.entries.values():
            if entry.kind not in ("new", "ended"):
                self._compare(entry)
        self._addresses()
        self._lines()
        self._keep_hr()
        self.found.people_now = sum(person.is_active for person in self.register.people.values())
        self.found.entries = [*self.entries.values(), *self.found.entries]
        self.found.errors.sort(key=lambda each: each.rows[:1])
        return self.found

    # ---- Who is who

    def _enter(self, said: PersonInFile) -> None:
        person = self._match(said)
        if person is None and not said.key and "number" in self.roster.columns and (said.email or said.username):
            self._wrong("no_number", [said.row], "number", "")  # somebody new needs one; who is known may lack it
        has_ended = said.ends_on is not None and said.ends_on < self.register.today
        if person is None and has_ended:
            self.found.left_out.append(Finding("has_ended", [said.row], None, said.list_name))
            return
        if person and (first := self.claimed.setdefault(person.pk, said.row)) != said.row:
            told = (each.rows for each in self.roster.errors if each.code.endswith("_twice"))
            if not any({first, said.row} <= set(rows) for rows in told):  # one number on both rows says it already
                self._wrong("one_person_twice", [first, said.row], "number", said.list_name)
            return
        kind = "new"
        if person:
            kind = "ended" if person.is_active and has_ended else "unchanged"
            if not person.is_active and not has_ended and not person.is_coming:
                kind = "returns"
        entry = Entry(kind, said.row, person, said, place=None if kind == "ended" else self._place(said))
        if kind == "ended" and person and person.pk in self.actors:
            entry.kind = "unchanged"
            self._hold("own_end", entry)
        self.entries[said.row] = entry

    def _match(self, said: PersonInFile) -> User | None:
        register = self.register
        if self.answers.get(said.row) == "other":
            said.email = ""  # it is another person's
        if said.key and (known := register.by_number.get(said.key)):
            return known
        named = register.by_username.get(said.username.lower()) if said.username else None
        addressed = register.by_email.get(said.email) if said.email else None
        for person in (named, addressed):
            if person is None or not person.is_active or (said.key and person.number):
                continue
            if same_name(person, said.last_name, said.first_name, said.calling_name):
                return person
        if addressed is None or not addressed.is_active or self._is_let_go(addressed, said):
            return None
        if self.answers.get(said.row) == "same":
            return addressed
        text = {"name": addressed.list_name, "number": addressed.number, "own": said.list_name}
        at = self.roster.places.get("email", self.roster.places.get("principal_name"))
        self.found.questions.append(Finding("same_person", [said.row], at, said.email, text))
        return None

    def _is_let_go(self, person: User, said: PersonInFile) -> bool:
        """The file itself says that the address is not this person's any more, so it inherits nothing of them."""
        if not person.number:
            return False
        if own := self.by_key.get(number_key(person.number)):
            return (
                bool(own.email and own.email != said.email)
                or (own.ends_on or self.register.today) < self.register.today
            )
        leaves = self.roster.is_whole and "number" in self.roster.columns
        return leaves and not same_name(person, said.last_name, said.first_name, said.calling_name)

    def _is(self, person: User, said: PersonInFile) -> bool:
        return self.register.by_number.get(said.key) == person

    def _leavers(self) -> None:
        """Whom a whole list does not have, by their number alone."""
        if not self.roster.is_whole or "number" not in self.roster.columns:
            return
        for person in self.register.people.values():
            if person.pk in self.claimed or not person.number or not person.is_active:
                continue
            entry = Entry("ended", 0, person, None)
            if person.pk in self.actors:
                self._hold("own_end", entry)
            else:
                self.found.entries.append(entry)

    # ---- What is another

    def _compare(self, entry: Entry) -> None:
        person, said = entry.person, entry.said
        assert person
        assert said
        new: dict[str, Any] = {}
        renumbered = self.answers.get(said.row) == "same" and not self._is(person, said)
        if said.key and (renumbered or not person.number):
            new["number"] = said.number
        new |= {"last_name": said.last_name, "first_name": said.first_name}
        new |= {name: value for name in ("calling_name", *TITLES) if (value := getattr(said, name)) is not None}
        if said.language and not person.is_in_use:  # whoever has signed in chooses it themselves
            new["language"] = said.language
        if said.starts_on:
            new["starts_on"] = said.starts_on
        if "ends_on" in self.roster.columns:
            new["ends_on"] = said.ends_on
        for name, after in new.items():
            before = getattr(person, name)
            if before != after and (before or after) and not (isinstance(after, str) and _squeezed(before) == after):
                entry.fields[name] = (before, after)
        self._compare_unit(entry, person)
        self._compare_sign_in(entry, person, said)
        self._hold_own(entry, person)
        if entry.kind == "unchanged" and not person.is_active and not person.is_coming:
            entry.fields.clear()  # has left, and the file says so too
            entry.sign_in.clear()
        if entry.kind == "unchanged" and (entry.fields or entry.sign_in):
            entry.kind = "moved" if "unit" in entry.fields and entry.fields["unit"][0] else "changed"

    def _compare_unit(self, entry: Entry, person: User) -> None:
        if entry.place is None or entry.place == person.unit_id:
            entry.place = entry.place or person.unit_id
            return
        before = written_path(self.register.path(person.unit_id))
        if any(self._is_under(actor, entry.place, person.unit_id) for actor in self.actors):
            self._hold("own_line", entry)
            entry.place = person.unit_id
            return
        entry.fields["unit"] = (before, self._label(entry.place))

    def _is_under(self, actor: UUID, place: Place, before: UUID | None) -> bool:
        leads = self.register.leads_now_or_later
        return leads(actor, place) and not leads(actor, before)

    def _compare_sign_in(self, entry: Entry, person: User, said: PersonInFile) -> None:
        new = {
            name: after
            for name, after in (("username", said.username), ("email", said.email))
            if after and getattr(person, name).lower() != after.lower()
        }
        if not new:
            return
        if not person.is_in_use:
            entry.fields |= {name: (getattr(person, name), after) for name, after in new.items()}
        elif not person.is_active:
            self._hold("return_first", entry)
        else:
            wanted = {name: new.get(name, getattr(person, name)) for name in ("username", "email")}
            waiting = self.register.waiting.get(person.pk, [])
            if any({"username": change.username, "email": change.email} == wanted for change in waiting):
                entry.notes.append("waits_already")
            elif waiting:
                self._hold("other_waits", entry)
            else:
                entry.sign_in = new
                entry.notes.append("second_person")

    def _hold_own(self, entry: Entry, person: User) -> None:
        """Nobody changes their own name, number or unit; a name that is being looked at stays for the time."""
        if person.pk in self.actors:
            own = [name for name in ("number", *NAMES, "unit") if entry.fields.pop(name, None)]
            if own:
                entry.place = person.unit_id
                self._hold("own_data", entry)
        elif person.pk in self.register.looked_at and any(entry.fields.pop(name, None) for name in NAMES):
            for name in NAMES:
                entry.fields.pop(name, None)
            self._hold("being_settled", entry)

    # ---- Addresses, units, lines

    def _addresses(self) -> None:
        """No two people with one address or user name; a leaver's address is free."""
        leaving = {entry.person.pk for entry in self.found.entries if entry.kind == "ended" and entry.person}
        leaving |= {entry.person.pk for entry in self.entries.values() if entry.kind == "ended" and entry.person}
        for entry in self.entries.values():
            said = entry.said
            assert said
            wanted = {name: pair[1] for name, pair in entry.fields.items() if name in ("email", "username")}
            wanted |= entry.sign_in
            if entry.kind == "new":
                wanted = {name: value for name in ("email", "username") if (value := getattr(said, name))}
            for name, value in wanted.items():
                holders = self.register.by_email if name == "email" else self.register.by_username
                other = holders.get(value.lower())
                if other is None or other == entry.person or self._gives_up(other, name):
                    continue
                if name == "email" and (not other.is_active or other.pk in leaving) and not self._comes_back(other):
                    self.found.freed.add(other.pk)
                elif name == "username" and entry.kind == "new":
                    said.username = ""  # they get another, made of their name
                    self._hold("username_other", entry)
                elif entry.row not in {row for asked in self.found.questions for row in asked.rows}:
                    meaning = name if name in self.roster.places else "principal_name"
                    self._wrong(f"{name}_taken", [entry.row], meaning, value, name=other.list_name)

    def _gives_up(self, person: User, name: str) -> bool:
        row = self.claimed.get(person.pk)
        return row is not None and name in self.entries[row].fields

    def _comes_back(self, person: User) -> bool:
        row = self.claimed.get(person.pk)
        return row is not None and (self.entries[row].kind == "returns" or person.is_coming)

    def _place(self, said: PersonInFile) -> Place | None:
        """The unit of a row: known by its path, one name also wherever it stands in the tree; else a new one."""
        if said.unit is None:
            return None
        path = tuple(name_key(name) for name in said.unit)
        if known := self.register.by_path.get(path):
            return known
        if len(path) == 1 and (units := self.register.by_name.get(path[0])):
            if len(units) == 1:
                return units[0]
            self._wrong("unit_twice", [said.row], "unit", said.unit[0])
            return None
        for length in range(1, len(path) + 1):
            if (above := self.register.by_path.get(path[:length])) is not None:
                self.found.known_paths[path[:length]] = above
            else:
                self.found.new_units.setdefault(path[:length], said.unit[:length])
        return path

    def _label(self, place: Place) -> str:
        if isinstance(place, UUID):
            return written_path(self.register.path(place))
        return written_path(self.found.new_units[place])

    def _lines(self) -> None:
        if not self.roster.columns & {"supervisor", "supervisor_and_deputies", "deputy"}:
            return
        self._index_refs()
        members, deputies = [], dict[tuple[Place, Who], int]()
        at = self.roster.places.get("supervisor", self.roster.places.get("supervisor_and_deputies"))
        for entry in self.entries.values():
            if entry.kind == "ended" or (entry.person and entry.kind == "unchanged" and not entry.person.is_active):
                continue
            said = entry.said
            assert said
            names = self._resolve(said.supervisor, said.row, at) if said.supervisor else None
            members.append(Member(entry.who, said.row, entry.place, names, said.supervisor))
            for written in said.deputies:
                who = self._resolve(written, said.row, self.roster.places.get("deputy", at))
                if who is not None and entry.place is not None:
                    deputies.setdefault((entry.place, who), said.row)
        now: dict[Place, Who] = {
            unit: line.supervisor_id for unit in self.register.lines if (line := self.register.leader_line(unit))
        }
        lines = lines_of(members, self.register.parent, now, at)
        self.found.errors += lines.errors
        self.found.notes += lines.notes
        for place, who in lines.leaders.items():
            if now.get(place) != who:
                self._lead(LineChange(place, who, SupervisionLine.Kind.SUPERVISOR, now.get(place)))
        for (place, who), _row in deputies.items():
            known = self.register.lines.get(place, []) if isinstance(place, UUID) else []
            if who != lines.leaders.get(place, now.get(place)) and not any(line.supervisor_id == who for line in known):
                self._lead(LineChange(place, who, SupervisionLine.Kind.DEPUTY))

    def _lead(self, line: LineChange) -> None:
        if line.who in self.actors:
            self.found.held.append(Finding("own_lead", [], None, self._label(line.place)))
        else:
            self.found.lines.append(line)

    def _index_refs(self) -> None:
        """How supervisors may be named, weakest first: by address, by user name, by number."""
        refs: dict[str, Who] = {}
        leaving = {entry.person.pk for entry in self.found.entries if entry.person}
        people = [each for each in self.register.people.values() if each.is_active and each.pk not in leaving]
        rows = [entry for entry in self.entries.values() if entry.kind != "ended" and entry.said]
        for name in ("email", "username"):
            refs |= {getattr(each, name).lower(): each.pk for each in people if getattr(each, name)}
            refs |= {getattr(entry.said, name).lower(): entry.who for entry in rows if getattr(entry.said, name)}
        self.refs = refs
        self.numbers: dict[str, Who] = {}
        for key, person in self.register.by_number.items():
            if person.is_active and person.pk not in leaving:
                self.numbers[key] = person.pk
        self.numbers |= {entry.said.key: entry.who for entry in rows if entry.said and entry.said.key}

    def _resolve(self, written: str, row: int, at: int | None) -> Who | None:
        who = self.numbers.get(number_key(written), self.refs.get(written.lower()))
        if who is None:
            self.found.errors.append(Finding("unknown_supervisor", [row], at, written))
        return who

    def _keep_hr(self) -> None:
        """The last one of HR is not ended by a file."""
        entries = [*self.found.entries, *self.entries.values()]
        ends = [entry for entry in entries if entry.kind == "ended" and entry.person and entry.person.is_hr]
        hr = {person.pk for person in self.register.people.values() if person.is_active and person.is_hr}
        if ends and hr <= {entry.who for entry in ends}:
            for entry in ends:
                self._hold("last_hr", entry)
                entry.kind = "unchanged"
                if not entry.row:
                    self.found.entries.remove(entry)

    def _hold(self, code: str, entry: Entry) -> None:
        """Leave this out of the change, and say so."""
        name = entry.person.list_name if entry.person else entry.said.list_name if entry.said else ""
        self.found.held.append(Finding(code, [entry.row] if entry.row else [], None, name))

    def _wrong(self, code: str, rows: list[int], meaning: str, value: str, **params: Any) -> None:
        self.found.errors.append(Finding(code, rows, self.roster.places.get(meaning), value, params))


def _squeezed(value: Any) -> str:
    return " ".join(str(value or "").split())
