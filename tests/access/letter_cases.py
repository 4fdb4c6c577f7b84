"""A letter of every kind with a way in which its reader leaves (test_letters.py tries them)."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.utils import timezone

from core.formats import moment
from core.ics import Freed
from people.models import Mapping, RightsRequest, SignIn, SupervisionLine, User
from people.register.actions import end_employment
from support.load import actions as load_acts
from support.models import HelpRequest, Measure, NearSupporter, suggest
from support.request import actions as help_acts
from vatupassi.conversation import ending, invitations
from vatupassi.follow_up import actions as follow_ups
from vatupassi.models import Conversation, Occasion, Opening, Round
from vatupassi.opening import actions as openings
from vatupassi.round import actions as rounds

LATER = "Uusi salainen paikka"


def soon(days: int = 10) -> datetime.datetime:
    return timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=days)


@dataclass
class Case:
    """A letter to somebody, how they leave, and what becomes afterwards of what it was about."""

    to: User
    ids: dict[str, Any]
    leave: Callable[[], object]
    after: Callable[[], object] = lambda: None
    always: bool = False  # also whoever has left may know
    by_hand: bool = False  # no row: handed over from memory
    new: list[str] = field(default_factory=list)  # what nobody who has left may find


@dataclass
class Cast:
    """The people."""

    aino: User
    matti: User
    sari: User
    maija: User


CASES: dict[str, Callable[[Cast], Case]] = {}


def case(*kinds: str) -> Callable[[Callable[..., Case]], Callable[..., Case]]:
    """The case of these kinds; several of one subject get the kind's name."""

    def register(build: Callable[..., Case]) -> Callable[..., Case]:
        for kind in kinds:
            CASES[kind] = build if len(kinds) == 1 else lambda cast, kind=kind: build(cast, kind)
        return build

    return register


# ---- One's own account: whoever has left the employer gets nothing


@case(
    "password_reset", "activation", "password_changed", "second_step_on", "second_step_off", "recovery_codes_made",
    "work_account_linked", "work_account_unlinked", "passkey_added", "passkey_removed",
    "sign_in_data_changed", "supervisor_changed", "role_changed",
)  # fmt: skip
def _account(cast: Cast, kind: str) -> Case:
    return Case(cast.aino, {}, lambda: end_employment(cast.aino, by=cast.sari))


@case("copy_offered")
def _copy_offered(cast: Cast) -> Case:
    cast.aino.ends_on = timezone.localdate() + datetime.timedelta(days=7)
    cast.aino.save(update_fields=["ends_on"])
    stays = lambda: User.objects.filter(pk=cast.aino.pk).update(ends_on=None)  # noqa: E731
    return Case(cast.aino, {"last_day": cast.aino.ends_on}, stays)


@case("new_sign_in")
def _sign_in(cast: Cast) -> Case:
    mine = SignIn.objects.create(user=cast.aino, how=SignIn.How.PASSWORD, browser="Firefox")
    return Case(cast.aino, {"sign_in": mine.pk}, mine.delete)


# ---- Requests to HR: somebody who is no longer of HR, and an asker who takes it back


@case("help_asked")
def _help_asked(cast: Cast) -> Case:
    asked = HelpRequest.objects.create(by=cast.aino, kind="own", question="x", due_on=timezone.localdate())
    return Case(cast.sari, {"request": asked.pk}, lambda: User.objects.filter(pk=cast.sari.pk).update(is_hr=False))


@case("help_answered")
def _help_answered(cast: Cast) -> Case:
    asked = HelpRequest.objects.create(by=cast.aino, kind="own", question="x", due_on=timezone.localdate())
    return Case(cast.aino, {"request": asked.pk}, asked.delete)


@case("rights_asked")
def _rights_asked(cast: Cast) -> Case:
    asked = RightsRequest.objects.create(by=cast.aino, kind="oikaisu", text="x")
    return Case(cast.sari, {"request": asked.pk}, lambda: User.objects.filter(pk=cast.sari.pk).update(is_hr=False))


@case("rights_answered")
def _rights_answered(cast: Cast) -> Case:
    asked = RightsRequest.objects.create(by=cast.aino, kind="oikaisu", text="x")
    return Case(cast.aino, {"request": asked.pk}, asked.delete)


@case("rights_prolonged")
def _rights_prolonged(cast: Cast) -> Case:
    asked = RightsRequest.objects.create(by=cast.aino, kind="oikaisu", text="x", prolonged_for="many")
    return Case(cast.aino, {"request": asked.pk}, asked.delete)


@case("help_time")
def _help_time(cast: Cast) -> Case:
    asked = HelpRequest.objects.create(by=cast.aino, kind="advising", question="x", due_on=timezone.localdate())
    help_acts.book(asked, starts_at=soon(), minutes=30, place="x", by=cast.sari)
    after = lambda: help_acts.book(asked, starts_at=soon(23), minutes=30, place=LATER, by=cast.sari)  # noqa: E731
    return Case(cast.sari, {"request": asked.pk}, lambda: _no_longer_of_hr(cast.sari), after, new=[moment(soon(23))])


@case("help_time_cancelled")
def _help_time_cancelled(cast: Cast) -> Case:
    """That a time of theirs is free is always theirs to know: otherwise it stays in the calendar."""
    asked = HelpRequest.objects.create(by=cast.aino, kind="advising", question="x", due_on=timezone.localdate())
    freed = Freed("x", 2, soon(), 30).kept()
    return Case(cast.aino, {"request": asked.pk, "freed": freed, "of": str(cast.aino.pk)}, asked.delete, always=True)


@case("near_named")
def _near_named(cast: Cast) -> Case:
    """Somebody who is taken off the register again."""
    near = NearSupporter.objects.create(person=cast.aino, unit=cast.aino.unit)
    return Case(cast.aino, {"near": near.pk}, near.delete)


@case("load_sent")
def _load_sent(cast: Cast) -> Case:
    """A supervisor whose line has ended."""
    sent = load_acts.notify(by=cast.aino, supervisor=cast.matti, text="x", due_on=soon().date(), representative=None)
    return Case(cast.matti, {"notice": sent.pk}, ends_line(cast))


@case("load_late")
def _load_late(cast: Cast) -> Case:
    """Its day has passed, and the supervisor's line has ended."""
    late = timezone.localdate() - datetime.timedelta(days=1)
    sent = load_acts.notify(by=cast.aino, supervisor=cast.matti, text="x", due_on=late, representative=None)
    return Case(cast.matti, {"notice": sent.pk}, ends_line(cast))


@case("load_answered")
def _load_answered(cast: Cast) -> Case:
    sent = load_acts.notify(by=cast.aino, supervisor=cast.matti, text="x", due_on=soon().date(), representative=None)
    load_acts.answer(sent, text="x")
    return Case(cast.aino, {"notice": sent.pk}, sent.delete)


@case("measure_answered")
def _measure_answered(cast: Cast) -> Case:
    measure = suggest("x", cast.aino)
    Measure.objects.filter(pk=measure.pk).update(answer="x", answered_at=timezone.now())
    measure.refresh_from_db()
    return Case(cast.aino, {"measure": measure.pk}, measure.approve)


@case("roster_stopped")
def _roster_stopped(cast: Cast) -> Case:
    mapping = Mapping.objects.create(name="Palkat", content={}, saved_by=cast.sari)
    return Case(cast.sari, {"mapping": mapping.pk}, lambda: _no_longer_of_hr(cast.sari))


def _no_longer_of_hr(person: User) -> None:
    person.give_tasks(is_hr=False, is_admin=False, is_data_protection_officer=False)
    person.save()


# ---- Conversations: a supervisor whose line has ended


def _conversation(cast: Cast) -> Conversation:
    return invitations.start(
        employee=cast.aino,
        supervisor=cast.matti,
        by=cast.aino,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=soon(),
    )


def ends_line(cast: Cast) -> Callable[[], object]:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    return lambda: SupervisionLine.objects.filter(supervisor=cast.matti).update(ends_on=yesterday)


def _moves(conversation: Conversation) -> Callable[[], object]:
    return lambda: Conversation.objects.filter(pk=conversation.pk).update(starts_at=soon(23), place=LATER)


@case(
    "invitation", "invitation_changed", "on_paper", "new_time", "time_agreed", "conversation_reminder",
    "confirmation_waits", "confirmed", "reopened",
    "closed", "silence", "closed_by_itself", "readers_changed", "opening_waits", "hand_over_approved",
    "hand_over_proposed", "opened_again", "extract_taken",
)  # fmt: skip
def _about_conversation(cast: Cast, kind: str) -> Case:
    conversation = _conversation(cast)
    ids: dict[str, Any] = {"conversation": conversation.pk}
    if kind == "silence":
        ids["closes_on"] = timezone.localdate()
    return Case(cast.matti, ids, ends_line(cast), _moves(conversation), new=[moment(soon(23))])


@case("restricted", "restriction_over")
def _restricted(cast: Cast, kind: str) -> Case:
    conversation = _conversation(cast)
    if kind == "restricted":
        User.objects.filter(pk=cast.aino.pk).update(restricted_since=timezone.now())
    return Case(cast.matti, {"conversation": conversation.pk}, ends_line(cast))


@case("follow_up_time", "follow_up_reminder", "follow_up_overdue", "follow_up_opened_again")
def _about_follow_up(cast: Cast, kind: str) -> Case:
    conversation = _conversation(cast)
    ahead = follow_ups.plan(conversation, starts_at=soon(), minutes=30)
    ids = {"conversation": conversation.pk, "number": ahead.number}
    after = lambda: follow_ups.plan(conversation, starts_at=soon(23), minutes=30)  # noqa: E731
    return Case(cast.matti, ids, ends_line(cast), after, new=[moment(soon(23))])


@case("deletion_soon")
def _deletion_soon(cast: Cast) -> Case:
    conversation = _conversation(cast)
    return Case(cast.aino, {"conversation": conversation.pk}, conversation.delete)


@case("week")
def _week(cast: Cast) -> Case:
    conversation = _conversation(cast)
    cast.matti.weekly_letter = True
    cast.matti.save(update_fields=["weekly_letter"])
    day = timezone.localdate(conversation.starts_at)
    monday = (day - datetime.timedelta(days=day.weekday())).isoformat()
    return Case(cast.matti, {"monday": monday}, ends_line(cast), _moves(conversation), new=[moment(soon(23))])


@case("time_refused")
def _time_refused(cast: Cast) -> Case:
    conversation = _conversation(cast)
    invitations.accept(conversation, by=cast.matti)
    invitations.refuse_time(conversation, by=cast.aino)
    return Case(cast.matti, {"conversation": conversation.pk}, ends_line(cast), _moves(conversation))


@case("held_without", "held_denied")
def _without_the_tool(cast: Cast, kind: str) -> Case:
    conversation = _conversation(cast)
    by, other = (cast.aino, cast.matti) if kind == "held_without" else (cast.matti, cast.aino)
    invitations.say_held(conversation, by=by, day=timezone.localdate())
    if kind == "held_denied":
        invitations.deny_held(conversation, by=other)
    return Case(cast.matti, {"conversation": conversation.pk}, ends_line(cast), _moves(conversation))


@case("ending")
def _ending(cast: Cast) -> Case:
    conversation = _conversation(cast)
    ending.end(conversation, by=cast.aino)
    return Case(cast.matti, {"conversation": conversation.pk}, ends_line(cast), _moves(conversation))


@case("follow_up_finished")
def _follow_up_finished(cast: Cast) -> Case:
    conversation = _conversation(cast)
    finished = follow_ups.plan(conversation, starts_at=soon(), minutes=30)
    follow_ups.hold(finished, by=cast.aino)
    ids = {"conversation": conversation.pk, "number": finished.number}
    return Case(cast.matti, ids, ends_line(cast))


@case("follow_up_cancelled")
def _follow_up_cancelled(cast: Cast) -> Case:
    conversation = _conversation(cast)
    ids = {"conversation": conversation.pk, "number": 1, "starts_at": soon().isoformat(), "minutes": 30, "sequence": 1}

    def after() -> None:
        follow_ups.plan(conversation, starts_at=soon(23), minutes=30)
        _moves(conversation)()

    return Case(cast.matti, ids, ends_line(cast), after, always=True, new=[moment(soon(23)), LATER])


@case("follow_up_freed")
def _follow_up_freed(cast: Cast) -> Case:
    conversation = _conversation(cast)
    freed = [f"{conversation.pk}-1@varhainen-tuki", 1, soon().isoformat(), 30]
    return Case(cast.matti, {"freed": freed, "of": str(cast.matti.pk)}, conversation.delete, always=True)


@case("declined")
def _declined(cast: Cast) -> Case:
    conversation = _conversation(cast)
    ids = {"conversation": conversation.pk, "was_at": conversation.starts_at.isoformat(), "minutes": 45}
    invitations.propose(conversation, by=cast.aino, starts_at=soon(23), minutes=45, place=LATER, video_link="")
    invitations.decline(conversation, by=cast.aino)
    return Case(cast.matti, ids, ends_line(cast), always=True, new=[moment(soon(23)), LATER])


@case("partner_changed")
def _partner_changed(cast: Cast) -> Case:
    conversation = _conversation(cast)
    ids = {"conversation": conversation.pk, "was_at": conversation.starts_at.isoformat(), "sequence": 1}
    leave = lambda: invitations.change_partner(conversation, to=cast.maija, by=cast.aino)  # noqa: E731
    after = _moves(conversation)
    return Case(cast.matti, ids, leave, after, always=True, new=[moment(soon(23)), LATER, cast.maija.last_name])


@case("opened_to_you")
def _opened(cast: Cast) -> Case:
    conversation = _conversation(cast)
    opening = openings.open_to_hr(conversation, to=cast.sari, scope=Opening.Scope.OWN, by=cast.aino)
    ids = {"conversation": conversation.pk, "opening": opening.pk}
    return Case(cast.sari, ids, lambda: openings.take_back(opening, by=cast.aino))


@case("opening_ended")
def _opening_ended(cast: Cast) -> Case:
    conversation = _conversation(cast)
    opening = openings.open_to_hr(conversation, to=cast.sari, scope=Opening.Scope.OWN, by=cast.aino)
    openings.take_back(opening, by=cast.aino)
    leave = lambda: User.objects.filter(pk=cast.sari.pk).update(is_hr=False)  # noqa: E731
    return Case(cast.sari, {"conversation": conversation.pk}, leave, _moves(conversation), always=True)


@case("round_offered", "round_more")
def _round(cast: Cast, kind: str) -> Case:
    occasion = Occasion.objects.get(code="how-are-you")
    times = [soon() + datetime.timedelta(hours=n) for n in range(2)]
    offered: Round = rounds.offer(
        by=cast.matti, id=uuid4(), team=[cast.aino], times=times, occasion=occasion, minutes=30, place=""
    )
    return Case(cast.aino, {"round": offered.pk}, ends_line(cast))


@case("round_for_all")
def _round_for_all(cast: Cast) -> Case:
    return Case(cast.matti, {}, ends_line(cast))
