"""A change that opens a new way into an account in use: asked for by one, agreed to by another, told to its person.

The rule and what it leaves open: docs/decisions/0011-a-second-person.md. Whoever may be the second person has been HR
for thirty days, has a second step of their own, and neither set up the first nor was set up by them. Where there is no
such HR person, a system administrator of the same kind agrees, or seven days pass in which the person may stop it,
and thirty since HR has lost a person.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import organisation
from core.outbox import send
from people.models import Activation, EarlierSupervisor, SetUp, SignInChange, User
from people.second_person.keepers import Keepers
from people.second_person.models import ALONE_AFTER, EARLIER, rule_holds
from people.second_step.actions import remove_second_step
from people.sign_in.actions import void_codes
from people.user.models import ROLES

Kind, State = SignInChange.Kind, SignInChange.State


class Refusal(Exception):
    """It cannot be done, and why, for the person who tried."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__()
        self.why = why


def note_set_up(person: User, *, by: User) -> None:
    """One person alone has had this account in their hands."""
    if person != by:
        SetUp.objects.get_or_create(person=person, by=by)


def _lock_people(people: Iterable[UUID | None]) -> dict[UUID, User]:
    """Their rows as they are now, kept so until the commit; notices may be written to them meanwhile."""
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=[pk for pk in people if pk])
    return {person.pk: person for person in rows.order_by("pk")}


def _lock_change(pk: UUID, by: User | None = None) -> tuple[SignInChange, dict[UUID, User]]:
    """A change and its people, locked: people first everywhere, by their ids, so that nobody waits in a ring."""
    found = SignInChange.objects.get(pk=pk)  # whom it concerns and who asked never changes
    people = _lock_people([found.person_id, found.asked_by_id, by.pk if by else None])
    return SignInChange.objects.select_for_update().get(pk=pk), people


@transaction.atomic
def ask(kind: SignInChange.Kind, *, person: User | None, by: User, username: str = "", email: str = "") -> SignInChange:
    """Ask for a change. The same asked for twice is one. While the rule is switched off it is done at once."""
    if person:
        _lock_people([person.pk])
    waits = SignInChange.objects.waiting().filter(person=person, kind=kind).first()
    if waits:
        if (waits.username, waits.email) != (username, email):
            raise Refusal(_("Another change waits already. Withdraw it first."))
        return waits
    earlier = person.email if person else ""
    change = SignInChange(person=person, kind=kind, username=username, email=email, earlier_email=earlier, asked_by=by)
    change.save()
    if kind == Kind.RULE_ON or (kind != Kind.RULE_OFF and not rule_holds()):
        _carry_out(change, person, None, tell_asker=False)
        return change
    if person:
        _tell_person(change)
    for second in Keepers.read().may_settle(change):
        send("sign_in_change_waits", to=second, change=change.pk)
    return change


@transaction.atomic
def agree(pk: UUID, *, by: User) -> SignInChange:
    """The second person agrees, and it is done; or void, if what it stood on has changed meanwhile."""
    change, people = _lock_waiting_change(pk, by)
    if by.pk not in {person.pk for person in Keepers.read().may_settle(change)}:
        raise Refusal(
            _("You cannot be the second person here: you asked for this, it concerns you, or you are too new in HR.")
        )
    _carry_out_or_void(change, people, by)
    return change


@transaction.atomic
def refuse(pk: UUID, *, by: User) -> SignInChange:
    """The second person does not agree."""
    change, _people = _lock_waiting_change(pk, by)
    if by.pk not in {person.pk for person in Keepers.read().may_settle(change)}:
        raise Refusal(_("Only those named beside it can refuse this."))
    change.settle(State.REFUSED, by)
    _tell_asker(change)
    return change


@transaction.atomic
def withdraw(pk: UUID, *, by: User) -> SignInChange:
    """Whoever asked takes it back."""
    change, _people = _lock_waiting_change(pk, by)
    if change.asked_by_id != by.pk:
        raise Refusal(_("Only the one who asked can withdraw this."))
    change.settle(State.WITHDRAWN, by)
    return change


@transaction.atomic
def stop(pk: UUID, *, by: User) -> SignInChange:
    """The person whose account it is stops it."""
    change, _people = _lock_waiting_change(pk, by)
    if change.person_id != by.pk:
        raise Refusal(_("Only the person whom it concerns can stop this."))
    change.settle(State.STOPPED, by)
    _tell_asker(change)
    return change


def _lock_waiting_change(pk: UUID, by: User) -> tuple[SignInChange, dict[UUID, User]]:
    """The change and its people, locked. Of two who settle it at the same moment the second one comes too late."""
    change, people = _lock_change(pk, by)
    if not change.waits:
        raise Refusal(_("This has been settled already."))
    return change, people


def carry_out_alone(now: datetime.datetime | None = None) -> int:
    """Where nobody of HR may be the second person: after seven days, unless somebody has refused or stopped it."""
    now = now or timezone.now()
    due = SignInChange.objects.waiting().filter(asked_at__lte=now - ALONE_AFTER, person__isnull=False)
    count = 0
    for pk in due.values_list("pk", flat=True)[:100]:
        with transaction.atomic():
            change, people = _lock_change(pk)
            keepers = Keepers.read()
            if change.waits and not keepers.hr_for(change) and keepers.alone_on(change) <= now:
                _carry_out_or_void(change, people, None)
                count += 1
    return count


def _carry_out_or_void(change: SignInChange, people: dict[UUID, User], by: User | None) -> None:
    asker = people.get(change.asked_by_id) if change.asked_by_id else None
    person = people.get(change.person_id) if change.person_id else None
    if asker is None or not asker.is_active or not asker.keeps_register or (person and not person.is_active):
        change.settle(State.VOID, by)
        _tell_asker(change)
        return
    _carry_out(change, person, by)


def _carry_out(change: SignInChange, person: User | None, by: User | None, *, tell_asker: bool = True) -> None:
    """Do it. The person is told first, where they were reachable before."""
    if person and change.kind == Kind.NAMES and not _names_are_free(change):
        change.settle(State.VOID, by)
        _tell_asker(change)
        return
    change.settle(State.DONE, by)
    if person is None:
        _tell_of_rule(change)
        return
    _tell_person(change)
    if tell_asker:
        _tell_asker(change)
    if by is None and change.asked_by:
        note_set_up(person, by=change.asked_by)
    if change.kind == Kind.NAMES:
        person.username, person.email = change.username, change.email
        person.save(update_fields=["username", "email"])
        void_codes(person)
    elif change.kind == Kind.SECOND_STEP:
        remove_second_step(person)


def _names_are_free(change: SignInChange) -> bool:
    others = User.objects.exclude(pk=change.person_id)
    taken = Q(username__iexact=change.username)
    if change.email:
        taken |= Q(email__iexact=change.email)
    return not others.filter(taken).exists()


@transaction.atomic
def print_letter(pk: UUID, *, by: User) -> tuple[User, str]:
    """A new code for the letter that two have agreed to; an earlier print is void. The person is told again."""
    change, people = _lock_change(pk, by)
    person = people.get(change.person_id) if change.person_id else None
    if person is None or not person.is_active or not change.can_print or person == by:
        raise Refusal(_("This letter cannot be printed: its time has not come, is over, or the letter has been used."))
    refuse_own_line(person, by=by)
    change.seen_at = None
    change.save(update_fields=["seen_at"])
    return person, make_code(person, by=by)


def refuse_own_line(person: User, *, by: User) -> None:
    """Letters go from HR to the person, never through their own supervisor."""
    if User.objects.in_line_of(by).filter(pk=person.pk).exists():
        raise Refusal(_("You lead this person: a colleague in HR prints and hands over the letter."))


def make_code(person: User, *, by: User) -> str:
    """The code of a letter, told to the person."""
    code = Activation.make(person)
    send("letter_made", to=person, by=by.pk)
    return code


# ---- Who is told


def _tell_person(change: SignInChange) -> None:
    """Where the person was reachable before; without an address there, also the supervisor (and a notice on paper)."""
    person = change.person
    assert person
    where = {"address": change.earlier_email} if change.earlier_email else {}
    kind = "sign_in_change_asked" if change.waits else "sign_in_change_done"
    send(kind, to=person, change=change.pk, **where)
    if not change.earlier_email:
        for leader in _supervisors_to_tell(person, change):
            send("sign_in_change_of_team", to=leader, change=change.pk)


def _supervisors_to_tell(person: User, change: SignInChange) -> Iterable[User]:
    """The supervisor; if it is they who have asked, all others who lead the person.

    And whoever was it in the month before: else whoever asks could give the person another supervisor first.
    """
    supervisor = person.supervisor
    if supervisor and supervisor.pk != change.asked_by_id:
        found = {supervisor}
    else:
        found = set(User.objects.partners_for(person).exclude(pk=change.asked_by_id))
    lately = EarlierSupervisor.objects.filter(person=person, until__gt=change.asked_at - EARLIER)
    earlier = User.objects.active().filter(pk__in=lately.values("supervisor"))
    return found | set(earlier.exclude(pk__in=[pk for pk in (person.pk, change.asked_by_id) if pk]))


def tell_of_name(person: User, *, earlier: str, by: User) -> None:
    """HR has given somebody another name: it stands among what was done to the account, and the person is told."""
    change = SignInChange(person=person, kind=Kind.RENAMED, earlier_name=earlier, earlier_email=person.email)
    change.asked_by, change.state, change.settled_at = by, State.DONE, timezone.now()
    change.save()
    _tell_person(change)


def _tell_asker(change: SignInChange) -> None:
    if change.asked_by and change.settled_by_id != change.asked_by_id:
        send("sign_in_change_settled", to=change.asked_by, change=change.pk)


def _tell_of_rule(change: SignInChange) -> None:
    """All who have a role, and the contact for privacy."""
    for person in User.objects.active().filter(reduce(or_, (Q(**{name: True}) for name in ROLES))):
        send("second_person_rule", to=person, change=change.pk)
    contact, through = organisation.current().privacy_address, change.settled_by or change.asked_by
    if through and contact:
        send("second_person_rule_to_contact", to=through, change=change.pk, address=contact)
