"""Conversations in each state of their life, made through the real actions, with who is entitled to what in each.

A `World` is one state with its whole cast: role → person. What each role may do there is written out by hand in
`STATES`: who the parties are, who reads the whole, who reads the employee's own part. Everybody else is nobody to it,
and all the cast (colleague, deputy, director, HR, system administrator …) is there to try.

`World.secrets` holds a text of its own for each sensitive place, with the roles that may read it.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from core.models import AccessLog
from core.outbox import send
from people.models import Activation, RosterImport, SignIn, SignInChange, SupervisionLine, User
from people.roster.staging import staged_from
from people.sign_in.models import VALID_FOR
from tests import clock_world, rooms_world, training_world, verme_world, workshops_world
from tests.factories import make_line, make_person, make_unit
from tests.jobs import run_jobs
from tests.people_fixtures import PASSWORD, with_second_step
from vatupassi.conversation import ending, invitations
from vatupassi.figures.rules import Limits
from vatupassi.figures.terms import AUTUMN, SPRING, Term
from vatupassi.follow_up import actions as follow_ups
from vatupassi.hand_over import actions as hand_over
from vatupassi.level.questions import Question
from vatupassi.memo import confirmation
from vatupassi.models import (
    Agreement,
    Assessment,
    Conversation,
    DifferingView,
    FollowUp,
    Note,
    Occasion,
    Opening,
    Outcome,
    Practice,
    Release,
    Round,
    Side,
)
from vatupassi.occasion.steps import word_slot
from vatupassi.opening import actions as openings
from vatupassi.practice.content import Agreed, Content, Text
from vatupassi.round import actions as rounds
from vatupassi.sharing import actions as sharing

PARTY, READER, OWN = "party", "reader", "own"  # classes of roles: what a state says of each

# One text for each place where people write. None of them may reach anybody who is not named beside it.
ASSESSMENT, NOTE, MARK, VIEW, AGREED, HERS, HIS, EARLIER, WORD, PRACTISED = (
    f"kanarialintu{n}"
    for n in (
        "-oma-arvio",
        "-muistiinpano",
        "-jaettu-kohta",
        "-esihenkilon-nakemys",
        "-sovittu",
        "-eriava-ainon",
        "-eriava-matin",
        "-poistettu-lause",
        "-seuranta",
        "-harjoitus",
    )
)
PLACE = "Kanarialinnun huone"


def cast(tag: str = "") -> dict[str, User]:
    """Everybody, in a tree of their own: role → person. A second cast needs a tag for its user names."""
    top = make_unit(name="Kotikunta")
    kitchen = make_unit(name="Ruokapalvelut", parent=top)
    hr, library = make_unit(name="Henkilöstöpalvelut", parent=top), make_unit(name="Kirjasto", parent=top)
    people = {
        "employee": make_person(name="Aino Virtanen", username="aino" + tag, unit=kitchen, title="kokki"),
        "supervisor": make_person(name="Matti Laine", username="matti" + tag, unit=kitchen),
        "colleague": make_person(name="Bahar Şahin", username="bahar" + tag, unit=kitchen),
        "deputy": make_person(name="Timo Ääri", username="timo" + tag, unit=kitchen),
        "director": make_person(name="Leena Šimek", username="leena" + tag, unit=top),
        "hr": make_person(name="Sari Koskinen", username="sari" + tag, unit=hr, is_hr=True),
        "other_hr": make_person(name="Toinen Henkilöstö", username="toinen" + tag, unit=hr, is_hr=True),
        "admin": make_person(name="Mikael Lindström", username="mikael" + tag, unit=hr, is_admin=True),
        "officer": make_person(name="Liisa Aho", username="liisa" + tag, unit=top, is_data_protection_officer=True),
        "stranger": make_person(name="Outi Vieras", username="outi" + tag, unit=library),
    }
    make_line(unit=kitchen, supervisor=people["supervisor"])
    make_line(unit=kitchen, supervisor=people["deputy"], kind=SupervisionLine.Kind.DEPUTY)
    make_line(unit=top, supervisor=people["director"])
    for role in ("supervisor", "deputy", "director", "hr", "other_hr", "admin", "officer"):
        with_second_step(people[role])
    for person in people.values():
        person.set_password(PASSWORD)
    User.objects.bulk_update(people.values(), ["password"])
    return people


@dataclass
class World:
    """One state and all its people. ``ids`` are what addresses are made of."""

    state: str
    people: dict[str, User]
    conversation: Conversation
    classes: dict[str, set[str]]
    ids: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, set[str]] = field(default_factory=dict)

    def holder(self) -> User:
        """The supervisor in the conversation."""
        assert self.conversation.supervisor
        return self.conversation.supervisor


# ---- One after the other, through the actions


def invite(people: dict[str, User], holder: str = "supervisor", *, days: int = 1) -> Conversation:
    """The supervisor has invited the employee."""
    return invitations.start(
        employee=people["employee"],
        supervisor=people[holder],
        by=people[holder],
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=days),
        place=PLACE,
    )


def assess(owner: User, text: str = ASSESSMENT, question: Question = Question.KNOW) -> Assessment:
    """An own assessment with one item filled."""
    assessment = Assessment.start(by=owner)
    item = assessment.items.get(question=question)
    item.mark(now=1, target=2)
    item.store(text, by=owner)
    return assessment


def talk(conversation: Conversation) -> None:
    """The time is agreed, an item shared, the supervisor's views, a note, what stood there before, an agreement."""
    employee, holder = conversation.employee, conversation.supervisor
    assert holder
    invitations.accept(conversation, by=employee)
    shared = assess(employee, MARK).items.get(question=Question.KNOW)
    sharing.share(conversation, shared, with_note=True, by=employee)
    sharing.mark_of(conversation, Question.ABLE, Side.SUPERVISOR).store(VIEW, by=holder)  # not shared by the employee
    note = Note.in_slot(conversation, "tiedanko.works")
    note.store(NOTE, by=holder)
    note.versions.create(number=0, text=EARLIER, writer="supervisor")
    due = timezone.localdate() + datetime.timedelta(days=14)
    Agreement.objects.create(conversation=conversation, text=AGREED, side="supervisor", due_on=due, question="tiedanko")
    for side, author, text in (("employee", employee, HERS), ("supervisor", holder, HIS)):
        DifferingView.objects.create(conversation=conversation, side=side, author=author, text=text)


def confirm(conversation: Conversation) -> None:
    """Both have confirmed, and the memo's PDF has been made."""
    assert conversation.supervisor
    for person in (conversation.employee, conversation.supervisor):
        confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)
    run_jobs()


def follow_up(conversation: Conversation, *, held: bool = False) -> FollowUp:
    """A follow-up ahead with something written and marked already, or one that has been held."""
    starts_at = timezone.now() + datetime.timedelta(days=-1 if held else 30)
    sitting = follow_ups.plan(conversation, starts_at=starts_at, minutes=30)
    assert conversation.supervisor
    by = conversation.supervisor
    Note.in_slot(conversation, word_slot(1).code).store(WORD, by=by)
    for agreement in conversation.agreements.all():
        follow_ups.review(sitting, agreement, outcome=Outcome.DONE, by=by)
    follow_ups.mark(sitting, Question.KNOW, now=2, target=None, by=conversation.employee)
    if held:
        follow_ups.hold(sitting, by=by)
    return sitting


# ---- States: what has happened (`made`) and, by hand, who is what to the conversation then


def _invited(people: dict[str, User]) -> Conversation:
    return invite(people)


def _talk(people: dict[str, User]) -> Conversation:
    conversation = invite(people)
    talk(conversation)
    return conversation


def _confirmed(people: dict[str, User]) -> Conversation:
    """With a follow-up ahead, and a summary for the next step that the employee has approved."""
    conversation = _talk(people)
    confirm(conversation)
    follow_up(conversation)
    hand_over.approve(
        conversation, to="oh", parts=["agreements"], text_revision=conversation.text_revision, by=people["employee"]
    )
    return conversation


def _held(people: dict[str, User]) -> Conversation:
    conversation = _talk(people)
    confirm(conversation)
    follow_up(conversation, held=True)
    return conversation


def _closed(people: dict[str, User]) -> Conversation:
    conversation = _held(people)
    for party in ("employee", "supervisor"):
        ending.end(conversation, by=people[party])
    return conversation


def _declined(people: dict[str, User]) -> Conversation:
    conversation = invite(people)
    invitations.decline(conversation, by=people["employee"])
    return conversation


def _on_paper(people: dict[str, User]) -> Conversation:
    """The employee has chosen paper: nothing is kept but the time."""
    conversation = invite(people)
    invitations.use_paper(conversation, by=people["employee"])
    return conversation


def _without(people: dict[str, User]) -> Conversation:
    """The supervisor has said that they talked without the tool."""
    conversation = invite(people)
    invitations.say_held(conversation, by=people["supervisor"], day=timezone.localdate())
    return conversation


def _by_deputy(people: dict[str, User]) -> Conversation:
    conversation = invite(people, "deputy")
    talk(conversation)
    confirm(conversation)
    return conversation


def _changed(people: dict[str, User]) -> Conversation:
    """Another supervisor leads the employee since today."""
    conversation = _confirmed(people)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    SupervisionLine.objects.filter(supervisor=people["supervisor"]).update(ends_on=yesterday)
    people["former"] = people.pop("supervisor")
    people["later"] = with_second_step(make_person(name="Uusi Esihenkilö", unit=people["former"].unit))
    make_line(unit=people["later"].unit, supervisor=people["later"], starts_on=timezone.localdate())
    return conversation


def _opened(people: dict[str, User]) -> Conversation:
    """The employee has opened the whole to the deputy."""
    conversation = _confirmed(people)
    openings.open_to_supervisor(conversation, to=people["deputy"], by=people["employee"])
    return conversation


def _hr_own(people: dict[str, User]) -> Conversation:
    """The employee has taken her own part to HR, and the supervisor suggests the whole."""
    conversation = _confirmed(people)
    hr = people["hr"]
    openings.open_to_hr(conversation, to=hr, scope=Opening.Scope.OWN, by=people["employee"])
    openings.open_to_hr(conversation, to=hr, scope=Opening.Scope.WHOLE, by=people["supervisor"])
    return conversation


def _hr_half(people: dict[str, User]) -> Conversation:
    """The employee has opened the whole to HR; the supervisor's yes is missing."""
    conversation = _confirmed(people)
    openings.open_to_hr(conversation, to=people["hr"], scope=Opening.Scope.WHOLE, by=people["employee"])
    return conversation


def _hr_suggested(people: dict[str, User]) -> Conversation:
    """The supervisor alone has suggested HR."""
    conversation = _confirmed(people)
    openings.open_to_hr(conversation, to=people["hr"], scope=Opening.Scope.WHOLE, by=people["supervisor"])
    return conversation


def _hr_whole(people: dict[str, User]) -> Conversation:
    """Both have opened the whole to HR."""
    conversation = _confirmed(people)
    for party in ("employee", "supervisor"):
        openings.open_to_hr(conversation, to=people["hr"], scope=Opening.Scope.WHOLE, by=people[party])
    return conversation


def _memo_given(people: dict[str, User]) -> Conversation:
    """The employee lets somebody of another unit, whom she trusts, read the confirmed memo."""
    conversation = _confirmed(people)
    until = timezone.localdate() + datetime.timedelta(days=30)
    openings.give_memo(conversation, to=people["stranger"], until=until, by=people["employee"])
    return conversation


def _agreed_given(people: dict[str, User]) -> Conversation:
    """The employee has given what was agreed, and nothing else, to the director."""
    conversation = _confirmed(people)
    scope = Opening.Scope.AGREED
    openings.open_to_supervisor(conversation, to=people["director"], by=people["employee"], scope=scope)
    return conversation


def _ended_opening(people: dict[str, User]) -> Conversation:
    """The employee has taken back what she had opened, to HR and to the deputy."""
    conversation = _hr_whole(people)
    openings.open_to_supervisor(conversation, to=people["deputy"], by=people["employee"])
    for opening in Opening.objects.filter(conversation=conversation):
        openings.take_back(opening, by=people["employee"])
    return conversation


BOTH = {"employee", "supervisor"}
STATES: dict[str, tuple[Callable[[dict[str, User]], Conversation], dict[str, set[str]]]] = {
    "invited": (_invited, {PARTY: BOTH}),
    "talk": (_talk, {PARTY: BOTH}),
    "confirmed": (_confirmed, {PARTY: BOTH}),
    "follow-up held": (_held, {PARTY: BOTH}),
    "closed": (_closed, {PARTY: BOTH}),
    "declined": (_declined, {PARTY: BOTH}),
    "on paper": (_on_paper, {PARTY: BOTH}),
    "without": (_without, {PARTY: BOTH}),
    "by deputy": (_by_deputy, {PARTY: {"employee", "deputy"}}),
    "changed": (_changed, {PARTY: {"employee"}}),
    "opened": (_opened, {PARTY: BOTH, READER: {"deputy"}}),
    "hr own": (_hr_own, {PARTY: BOTH, OWN: {"hr"}}),
    "hr half": (_hr_half, {PARTY: BOTH, OWN: {"hr"}}),
    "hr suggested": (_hr_suggested, {PARTY: BOTH}),
    "hr whole": (_hr_whole, {PARTY: BOTH, READER: {"hr"}, OWN: {"hr"}}),
    "memo given": (_memo_given, {PARTY: BOTH, OWN: {"stranger"}}),
    "agreed given": (_agreed_given, {PARTY: BOTH, OWN: {"director"}}),
    "taken back": (_ended_opening, {PARTY: BOTH}),
}
WRITABLE = {"invited", "talk"}
AHEAD = WRITABLE | {"on paper"}
HERE = STATES.keys() - {"on paper", "without"}  # with the tool
HELD = HERE - {"declined"}  # it was or is to be held here
CONFIRMED = HELD - WRITABLE


def make_world(state: str, tag: str = "") -> World:
    """The state with all its people, and around it what else can be seen of them."""
    made, classes = STATES[state]
    people = cast(tag)
    conversation = made(people)
    conversation.refresh_from_db()
    world = World(state, people, conversation, {PARTY: set(), READER: set(), OWN: set()} | classes)
    _around(world)
    world.secrets |= (
        _secrets(world)
        | verme_world.secrets()
        | training_world.secrets()
        | workshops_world.secrets(people)
        | rooms_world.secrets()
    )
    return world


def _around(world: World) -> None:
    """What stands beside the conversation: an own assessment, a round, notices, sign-ins, rows of the access log."""
    people, conversation = world.people, world.conversation
    own = assess(people["employee"], ASSESSMENT, Question.SKILLS)
    agreement = conversation.agreements.first()
    opening = Opening.objects.filter(conversation=conversation).first()
    summary = conversation.hand_overs.first()
    offered = _round(people.get("supervisor") or people["later"], people["employee"])
    reader = make_person(name="Salainen Lukija")
    AccessLog.objects.create(
        reader=reader,
        reader_role="supervisor",
        subject=people["employee"],
        kind="conversation",
        item=conversation.pk,
        party=True,
        day=timezone.localdate(),
        at=timezone.now(),
    )
    SignIn.objects.create(user=people["employee"], how=SignIn.How.PASSWORD, browser="Kanarialinnun selain")
    Activation.objects.create(user=people["colleague"], code_hash="x", expires_at=timezone.now() + VALID_FOR)
    notice = send("supervisor_changed", to=people["employee"])
    world.ids = {
        "conversation": conversation.pk,
        "agreement": agreement.pk if agreement else UUID(int=1),
        "opening": opening.pk if opening else UUID(int=1),
        "hand_over": summary.pk if summary else UUID(int=1),
        "assessment": own.pk,
        "round": offered.pk,
        "time": offered.times.order_by("starts_at").first().pk,  # type: ignore[union-attr]
        "notice": notice.pk,
        "person": people["colleague"].pk,
        "unit": people["employee"].unit_id,
        "line": SupervisionLine.objects.get(supervisor=people["deputy"]).pk,
        "occasion": conversation.occasion_id,
    }
    change = SignInChange.objects.create(person=people["colleague"], kind="names", asked_by=people["hr"], username="b")
    world.ids["change"] = change.pk
    brought = RosterImport(owner=people["hr"])
    brought.content = staged_from("Henkilönumero;Sukunimi;Etunimi\n1;Kanarialintu;Kaisa\n".encode(), "x").as_bytes()
    brought.save()
    world.ids["import"] = brought.pk
    world.ids |= workshops_world.around(people) | verme_world.around(people) | clock_world.around(people)
    world.ids |= rooms_world.around(people)
    world.ids |= _practice(people.get("supervisor") or people["former"])
    world.ids |= training_world.around(people, world.ids)
    figures_around()


def _practice(by: User) -> dict[str, UUID]:
    """A supervisor's practice with something in each place; where they lead no longer, it is closed to them, too."""
    agreed = Agreed(uuid4().hex, PRACTISED, "employee", (timezone.localdate() + datetime.timedelta(days=9)).isoformat())
    content = Content("kokki", {"tiedanko.works": Text(PRACTISED, 1)}, {"tiedanko": Text(PRACTISED, 1)})
    content.agreements, content.asked = [agreed], {"tiedanko": 1}
    practice = Practice(owner=by)
    practice.content = content.dumps()
    practice.save()
    return {"practice": practice.pk, "practice_agreement": UUID(agreed.id)}


def figures_around() -> None:
    """Figures that have been released, and those of a term that is over and can be: tests/access/figures_rows.py."""
    row = {"name": dict.fromkeys(("fi", "sv", "en"), ""), "parent": -1, "id": "", "offered": None, "in_time": None}
    figures = {"rows": [row | {"held": [40, 79, 45]}], "occasions": [], "promises": None}
    spring, autumn = Term(2025, SPRING), Term(2025, AUTUMN)
    limits = dataclasses.asdict(Limits())
    told = {"state": "made", "figures": figures, "released_on": spring.released_from}
    for term, more in ((spring, told), (autumn, {})):
        values = {"last_day": term.last_day, "limits": limits} | more
        Release.objects.get_or_create(year=term.year, half=term.half, defaults=values)  # one of each, in all worlds


def _round(by: User, employee: User) -> Round:
    """A round with three times, of which the employee has booked none."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + datetime.timedelta(days=3)
    times = [start + datetime.timedelta(hours=n) for n in range(3)]
    occasion = Occasion.objects.get(code="how-are-you")
    return rounds.offer(by=by, id=uuid4(), team=[employee], minutes=30, occasion=occasion, place=PLACE, times=times)


def _secrets(world: World) -> dict[str, set[str]]:
    """Text → the roles that may find it in a page. The roles are written out, not asked from the code."""
    party, reader, own = (world.classes[name] for name in (PARTY, READER, OWN))
    memo = own if world.state == "memo given" else set()  # what stands in a memo, both differing views with it
    hers = own if world.state != "agreed given" else set()
    holder = party - {"employee"}
    keepers = {"hr", "other_hr", "admin"}
    return {
        ASSESSMENT: {"employee"},
        NOTE: party | reader | memo,
        MARK: party | reader | hers,
        VIEW: holder,  # of a question that the employee has not shared
        AGREED: party | reader | own,
        HERS: party | reader | hers,
        HIS: party | reader | memo,
        EARLIER: holder,
        WORD: party | reader,
        PRACTISED: {"supervisor"},
        str(world.conversation.pk): party | reader | own,
        "Kanarialinnun selain": {"employee"},
        "Salainen Lukija": {"employee"} | keepers,  # the list of people
    }
