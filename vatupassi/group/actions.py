"""What happens in a group VatuPassi. Each act locks the room first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.texts.cleaning import clean
from core.texts.limits import problem_of_size
from rooms.models import Room
from rooms.tokens import Token
from vatupassi.group.models import (
    BATCH,
    KIND,
    LEAST,
    LEAST_PASSED,
    LONGEST_REMARK,
    MOST_AGREEMENTS,
    MOST_REMARKS,
    GroupAgreement,
    GroupConsent,
    GroupDistribution,
    GroupMark,
    GroupNote,
    GroupRemark,
    GroupSession,
    GroupStop,
)
from vatupassi.level.questions import Position, Question

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from people.models import User

CONSENT = "pass on"  # under which a phone answers whether the picture may go to HR
REMARK = "a remark"  # under which a phone writes one
STOP = "do not show"  # under which a phone says that nothing is to be shown
NEARLY = 80  # per cent, "at least"


@transaction.atomic
def begin(title: str, *, by: User) -> GroupSession:
    """Open a room for a group."""
    return GroupSession.objects.create(title=title, owner=by, room=Room.begin(KIND, by=by))


def _lock(session: GroupSession) -> None:
    session.room = Room.objects.select_for_update().get(pk=session.room_id)
    session.refresh_from_db(fields=["revealed", "held_back"])


@transaction.atomic
def mark(session: GroupSession, token: Token, values: dict[str, int | None]) -> bool:
    """One phone's marks, question → position; None takes a mark back.

    False when the room is closed, or when nothing is to be shown of it.
    """
    _lock(session)
    if not session.room.is_open:
        return False
    for question, value in values.items():
        if session.held_back:  # before, or by the fifth mark just now
            return False
        row, _new = GroupMark.objects.get_or_create(
            session=session, question=Question(question).value, phone=token.hashed(question)
        )
        if row.value != value:
            row.value = value
            row.save(update_fields=["value"])
            settle(session, question)
    if session.held_back:
        return False
    _may_be_asked(session, token)
    session.room.touch()
    return True


def _may_be_asked(session: GroupSession, token: Token) -> None:
    """Whose marks are in the picture is asked whether it may go to HR."""
    names = [token.hashed(question) for question in Question.values]
    if GroupMark.objects.filter(session=session, phone__in=names).exclude(value=None).exists():
        GroupConsent.objects.get_or_create(session=session, phone=token.hashed(CONSENT))
    else:
        GroupConsent.objects.filter(session=session, phone=token.hashed(CONSENT)).delete()


def settle(session: GroupSession, question: str) -> None:
    """Renew what is shown of a level, if it may be: first from five marks up, then when five phones' marks differ.

    The number that counts is that of phones whose mark is another than the shown one, not that of changes: one phone
    that moves its mark to and fro gives nothing away. Hiding and revealing again renews nothing by itself.
    """
    if not session.revealed:
        return
    marks = list(GroupMark.objects.filter(session=session, question=question))
    values = [row.value for row in marks if row.value is not None]
    found = GroupDistribution.objects.filter(session=session, question=question).first()
    changed = [row for row in marks if row.value != row.shown]
    if len(values) < LEAST or (found is not None and len(changed) < BATCH):
        return
    if not session.distributions.exists() and session.stops.exists():
        _hold_back(session)
        return
    found = found or GroupDistribution(session=session, question=question)
    found.counts = [values.count(value) for value in Position.values]
    found.save()
    for row in changed:
        row.shown = row.value
    GroupMark.objects.bulk_update(changed, ["shown"])


def _hold_back(session: GroupSession) -> None:
    """Somebody did not want it: nothing is shown and nothing stays. Only now does the room learn that it was so."""
    for rows in (session.marks, session.consents, session.stops):
        rows.all().delete()
    session.revealed, session.held_back = False, True
    session.save(update_fields=["revealed", "held_back"])
    session.room.touch()


@transaction.atomic
def stop(session: GroupSession, token: Token, *, wanted: bool) -> bool:
    """One phone does not want the marks to be shown, or takes that back. The room's version stays: nobody sees it.

    False where something has been shown already, or nothing will be.
    """
    _lock(session)
    if not session.room.is_open or session.held_back or session.distributions.exists():
        return False
    phone = token.hashed(STOP)
    if wanted:
        GroupStop.objects.get_or_create(session=session, phone=phone)
    else:
        session.stops.filter(phone=phone).delete()
    return True


@transaction.atomic
def reveal(session: GroupSession, *, shown: bool) -> None:
    """Show the distributions to everybody in the room, or hide them; nothing where somebody did not want it."""
    _lock(session)
    session.revealed = shown and not session.held_back
    session.save(update_fields=["revealed"])
    for question in Question:
        settle(session, question.value)
    session.room.touch()


class Refused(Exception):
    """Why a remark was not saved, in words; the text stays with its writer."""


def may_remark(session: GroupSession) -> bool:
    """Whether there is a picture that somebody may say something of: without one nothing is stored."""
    return session.room.is_open and session.revealed and session.distributions.exists()


@transaction.atomic
def remark(session: GroupSession, token: Token, text: str) -> None:
    """What one phone says of the picture. The same again is once. Raises `Refused`."""
    text = clean(text).strip()
    if problem := problem_of_size(text, LONGEST_REMARK):
        raise Refused(problem)
    _lock(session)
    if not may_remark(session):
        raise Refused(_("Remarks are taken while the result is shown. It is not shown now, so nothing was saved."))
    mine = list(session.remarks.filter(phone=token.hashed(REMARK)))
    if not text or text in {row.text.open_as_system("the same sent twice is one") for row in mine}:
        return
    if len(mine) >= MOST_REMARKS:
        raise Refused(_("You have written %(most)s remarks. Remove one first.") % {"most": MOST_REMARKS})
    GroupRemark.objects.create(session=session, phone=token.hashed(REMARK), text=text)
    session.room.touch()


@transaction.atomic
def take_back_remark(session: GroupSession, token: Token, remark: UUID) -> None:
    """A phone removes its own. Twice is once."""
    _lock(session)
    if session.remarks.filter(pk=remark, phone=token.hashed(REMARK)).delete()[0]:
        session.room.touch()


def shares(counts: list[int]) -> list[int] | None:
    """A level as HR may get it: seven shares in per cent, rounded to five; None below ten marks.

    Where all stand together, or all but one, only that is told: 80 there and nothing elsewhere.
    """
    total = sum(counts)
    if total < LEAST_PASSED:
        return None
    if max(counts) >= total - 1:
        return [NEARLY if count == max(counts) else 0 for count in counts]
    return [5 * round(20 * count / total) for count in counts]


@transaction.atomic
def ask(session: GroupSession) -> bool:
    """Ask the phones whether HR may get the picture as it is shown now. Asking anew forgets the earlier answers.

    False where there is nothing that may leave the room, or when it has been passed on already: once, so that no two
    pictures of one group can be compared.
    """
    _lock(session)
    session.refresh_from_db(fields=["passed_at"])
    rows = {row.question: shares(row.counts) for row in session.distributions.all()}
    offer = {question: rows[question] for question in Question.values if rows.get(question)}
    if not (session.revealed and session.room.is_open and offer) or session.passed_at:
        return False
    session.consents.update(agrees=None)
    session.offer = offer
    session.save(update_fields=["offer"])
    session.room.touch()
    return True


@transaction.atomic
def consent(session: GroupSession, token: Token, *, agrees: bool) -> bool:
    """One phone's answer, which it may change. False where it has not been asked, or when it is too late."""
    _lock(session)
    session.refresh_from_db(fields=["offer", "passed_at"])
    if session.offer is None or session.passed_at or not session.room.is_open:
        return False
    done = session.consents.filter(phone=token.hashed(CONSENT)).update(agrees=agrees)
    session.room.touch()
    return bool(done)


class Standing(NamedTuple):
    """How far the asking is. ``agreed`` is None until everybody has answered: nobody learns whose answer it was."""

    asked: int
    answered: int
    agreed: bool | None


def standing(session: GroupSession) -> Standing:
    """The answers so far."""
    answers = list(session.consents.values_list("agrees", flat=True))
    answered = [answer for answer in answers if answer is not None]
    whole = len(answered) == len(answers) and len(answers) >= LEAST_PASSED
    return Standing(len(answers), len(answered), all(answered) if whole else None)


@transaction.atomic
def pass_on(session: GroupSession) -> bool:
    """HR gets the picture, when every phone that has marked agrees. False otherwise. Twice is once."""
    _lock(session)
    session.refresh_from_db(fields=["offer", "passed_at"])
    if session.passed_at:
        return True
    if session.offer is None or not standing(session).agreed:
        return False
    session.passed_at = timezone.now()
    session.save(update_fields=["passed_at"])
    session.room.touch()
    return True


@transaction.atomic
def note_of(session: GroupSession, slot: str) -> GroupNote:
    """The note of a slot, the session locked; a new one where nothing has been written."""
    _lock(session)
    note = session.notes.filter(slot=slot).first() or GroupNote(session=session, slot=slot)
    note.session = session
    return note


@transaction.atomic
def agree(session: GroupSession, *, text: str, who: str, due_on: datetime.date | None) -> None:
    """Write down an agreement; the same one twice is one."""
    _lock(session)
    rows = list(session.agreements.all())
    known = {(row.text.open(session.owner), row.who.open(session.owner), row.due_on) for row in rows}
    if (text, who, due_on) in known or len(rows) >= MOST_AGREEMENTS:
        return
    last = session.agreements.aggregate(last=Max("position"))["last"] or 0
    GroupAgreement.objects.create(session=session, text=text, who=who, due_on=due_on, position=last + 1)
    session.room.touch()
