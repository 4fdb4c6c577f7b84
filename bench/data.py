"""A large organisation for the measurements: a town of units, and the few people whose pages are asked for.

The measured part is the same at every size; the rest lies in the same tables around it.
"""

import datetime
import itertools
import uuid
from dataclasses import dataclass, field

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from core.names import sort_key
from people.models import Ancestry, SupervisionLine, Unit, User
from vatupassi.level.questions import Question
from vatupassi.models import Agreement, BoardMark, Conversation, FollowUp, Note, Occasion, Side
from vatupassi.occasion.steps import FULL, STEPS

TEAM = 25
TEAMS = 4
TEXT = (
    "Työnjako on selvä ja viikkopalaveri auttaa. Muutoksista kerrotaan hyvissä ajoin, ei samana aamuna, ja jokainen "
    "tietää keneltä kysyä. Erikoisruokavaliot hoituvat, kun tilaukset tulevat edellisenä päivänä ennen kello "
    "kahtatoista. Sovimme, että kokeilemme kahden viikon listaa ja katsomme sitä yhdessä."
)
BATCH = 2000
_numbers = itertools.count(1)


@dataclass
class Measured:
    """The people whose pages are asked for, and their conversations."""

    supervisors: list[User] = field(default_factory=list)
    listed: list[User] = field(default_factory=list)  # supervisors of whom only held conversations are known
    employees: list[User] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    cookies: dict[uuid.UUID, str] = field(default_factory=dict)

    def cookie(self, person: User | uuid.UUID) -> str:
        """The Cookie header of this person's browser."""
        return self.cookies[getattr(person, "pk", person)]


def person(unit: Unit, last: str) -> User:
    """A person, not saved: nobody signs in with a password here."""
    number = next(_numbers)
    made = User(username=f"henkilo{number}", first_name="Henkilö", last_name=f"{last}{number}", unit=unit)
    made.title_fi, made.password, made.sort_key = "työntekijä", "!", sort_key(f"{made.last_name} {made.first}")
    return made


def units(names: list[str], parent: Unit | None, above: list[Unit]) -> list[Unit]:
    """Units below a parent, with their ancestry."""
    made = Unit.objects.bulk_create(
        [Unit(name_fi=name, parent=parent, sort_key=sort_key(name)) for name in names], batch_size=BATCH
    )
    rows = [
        Ancestry(unit=unit, ancestor=ancestor, distance=distance)
        for unit in made
        for distance, ancestor in enumerate([unit, *above])
    ]
    Ancestry.objects.bulk_create(rows, batch_size=BATCH)
    return made


def lead(unit: Unit, supervisor: User) -> SupervisionLine:
    """The supervisor's line, not saved."""
    return SupervisionLine(unit=unit, supervisor=supervisor, starts_on=datetime.date(2020, 1, 1))


def talk(employee: User, supervisor: User, occasion: Occasion, **details: object) -> Conversation:
    """A conversation, not saved."""
    names = {"employee_name": employee.name, "supervisor_name": supervisor.name, "unit_name": "Yksikkö"}
    return Conversation(
        employee=employee, supervisor=supervisor, occasion=occasion, started_by="supervisor", **names, **details
    )


@transaction.atomic
def measured() -> tuple[Measured, Unit]:
    """The measured people: full teams, and for each of their members a conversation under way and an ended one."""
    found, full = Measured(), Occasion.objects.get(code="early-support")
    top = units(["Kaupunki"], None, [])[0]
    for unit in units([f"Mitattava {number}" for number in range(TEAMS)], top, [top]):
        supervisor, *team = User.objects.bulk_create([person(unit, "Mitattu") for _member in range(TEAM + 1)])
        lead(unit, supervisor).save()
        found.supervisors.append(supervisor)
        found.employees += team
        now = timezone.now()
        ended = [
            talk(each, supervisor, full, status="closed", closed_on=now.date(), starts_at=now - datetime.timedelta(200))
            for each in team
        ]
        Conversation.objects.bulk_create(ended)
        current = [
            talk(each, supervisor, full, status="agreed", starts_at=now + datetime.timedelta(days))
            for days, each in enumerate(team, 1)
        ]
        found.conversations += Conversation.objects.bulk_create(current)
    for unit in units([f"Listattava {number}" for number in range(TEAMS)], top, [top]):
        supervisor, *team = User.objects.bulk_create([person(unit, "Listattu") for _member in range(TEAM + 1)])
        lead(unit, supervisor).save()
        found.listed.append(supervisor)
        now = timezone.now()
        Conversation.objects.bulk_create(
            talk(
                each, supervisor, full, status="closed", closed_on=now.date(), starts_at=now - datetime.timedelta(days)
            )
            for days, each in enumerate(team, 1)
        )
    full_of_words(found.conversations)
    for user in [*found.supervisors, *found.listed]:  # as their tasks ask
        data = {"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")}
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    for user in [*found.supervisors, *found.listed, *found.employees]:
        client = Client()
        client.force_login(user)
        found.cookies[user.pk] = f"sessionid={client.cookies['sessionid'].value}; csrftoken={'c' * 32}"
    return found, top


def full_of_words(conversations: list[Conversation]) -> None:
    """Ten agreements, every slot written, all four questions marked, a follow-up ahead."""
    today = timezone.localdate()
    slots = [slot.code for step in FULL for slot in STEPS[step].slots]
    notes = [
        Note(conversation=each, slot=slot, text=TEXT, version=1, edited_by="employee")
        for each in conversations
        for slot in slots
    ]
    agreements = [
        Agreement(
            conversation=each,
            text=f"Viikon muutokset kirjataan taululle maanantaisin ({number})",
            side=Side.EMPLOYEE,
            due_on=today + datetime.timedelta(30),
            question=list(Question)[number % 4],
        )
        for each in conversations
        for number in range(10)
    ]
    marks = [
        BoardMark(conversation=each, side=side, question=question, now=1, target=None, text=TEXT[:90])
        for each in conversations
        for side in Side
        for question in Question
        if side == Side.EMPLOYEE or question in ("tiedanko", "osaanko")
    ]
    Note.objects.bulk_create(notes, batch_size=BATCH)
    Agreement.objects.bulk_create(agreements, batch_size=BATCH)
    BoardMark.objects.bulk_create(marks, batch_size=BATCH)
    FollowUp.objects.bulk_create(
        FollowUp(conversation=each, number=1, starts_at=each.starts_at + datetime.timedelta(42))
        for each in conversations
    )


@transaction.atomic
def surroundings(top: Unit, conversations: int) -> None:
    """So many conversations of other people: five for each of eight members of a unit, units in departments."""
    light = Occasion.objects.get(code="how-are-you")
    count = max(1, conversations // 40)
    today, now = timezone.localdate(), timezone.now()
    homes = []
    for department in units([f"Toimiala {next(_numbers)}" for _each in range(max(1, count // 50))], top, [top]):
        names = [f"Yksikkö {next(_numbers)}" for _each in range(min(50, count))]
        homes += units(names, department, [department, top])
    people = User.objects.bulk_create([person(unit, "Muu") for unit in homes for _each in range(9)], batch_size=BATCH)
    SupervisionLine.objects.bulk_create([lead(people[place].unit, people[place]) for place in range(0, len(people), 9)])
    talks = [
        talk(
            employee,
            people[place - place % 9],
            light,
            status="closed" if number else "agreed",
            closed_on=today if number else None,
            starts_at=now + datetime.timedelta(days=3 - 90 * number),
        )
        for place, employee in enumerate(people)
        if place % 9
        for number in range(5)
    ][:conversations]
    for start in range(0, len(talks), 10 * BATCH):
        part = Conversation.objects.bulk_create(talks[start : start + 10 * BATCH], batch_size=BATCH)
        Note.objects.bulk_create(
            [Note(conversation=each, slot="together.works", text="Hyvin menee.", version=1) for each in part],
            batch_size=BATCH,
        )
        Agreement.objects.bulk_create(
            [Agreement(conversation=each, text="Kokeillaan.", side="employee", due_on=today) for each in part],
            batch_size=BATCH,
        )
        BoardMark.objects.bulk_create(
            [BoardMark(conversation=each, side="employee", question="tiedanko", now=1) for each in part],
            batch_size=BATCH,
        )


def settle() -> None:
    """What autovacuum would have done by the time a town has so many conversations."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
