"""From invitation to an agreed time, and the other answers: another time, not now, another partner, on paper.

Both always see the same occasion, length and participants. A change of these is a new invitation, and takes back what
the employee had shared: they shared it into another conversation.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from core.day import today
from core.outbox import send
from people.models import User
from vatupassi.conversation.notifications import tell, tell_both
from vatupassi.follow_up.models import drop_planned
from vatupassi.models import (
    Conversation,
    Interpreter,
    InvitationMessage,
    Note,
    Occasion,
    Side,
    SupportPerson,
)

COMPANIONS: dict[str, type[SupportPerson] | type[Interpreter]] = {"support": SupportPerson, "interpreter": Interpreter}


@dataclass(frozen=True)
class Brought:
    """Somebody whom the employee brings: the name may be left unsaid."""

    name: str = ""
    is_printed: bool = False


class NothingBegins(Exception):
    """The employee has asked that the use of their data is restricted: no conversation with them begins.

    Nobody but the employee learns why, since whoever suggests one may have no conversation with them.
    """

    def words(self, *, employee: User, to: User) -> str:
        """What whoever wanted to begin reads."""
        if to == employee:
            return gettext(
                "You have asked that the use of your data is restricted, so no new conversation can begin here. "
                "You can take the request back in My data."
            )
        told = gettext(
            "%(name)s: a conversation cannot be begun here for now. Nothing was sent or saved. "
            "Agree in person on how you go on."
        )
        return told % {"name": employee.name}


def start(
    *,
    employee: User,
    supervisor: User,
    by: User,
    occasion: Occasion,
    starts_at: datetime.datetime,
    agreed: bool = False,
    brought: dict[str, Brought | None] | None = None,
    message: str = "",
    **details: Any,
) -> Conversation:
    """A new conversation and the invitation to the other party.

    ``details`` are the model's own fields (minutes, place, video_link, memo_language).
    ``agreed`` is for a booked time, which needs no answer: then both get the time.
    Raises `NothingBegins`.
    """
    conversation = _create(
        employee,
        supervisor,
        by,
        awaiting="" if agreed else (Side.SUPERVISOR if by == employee else Side.EMPLOYEE),
        status=Conversation.Status.AGREED if agreed else Conversation.Status.INVITED,
        agreed_on=today() if agreed else None,
        occasion=occasion,
        starts_at=starts_at,
        **details,
    )
    if by == employee:  # nobody else brings anybody
        _write_companions(conversation, brought or {})
    if message:
        InvitationMessage.objects.create(conversation=conversation, text=message)
    _add_notes(conversation)
    if agreed:
        tell_both(conversation, "time_agreed")
    else:
        tell(conversation, conversation.awaiting, "invitation")
    return conversation


def _create(employee: User, supervisor: User, by: User, **details: Any) -> Conversation:
    if not User.objects.filter(pk=employee.pk, restricted_since=None).exists():  # as it is now, not when it was read
        raise NothingBegins
    if "id" in details and Conversation.objects.filter(pk=details["id"]).exists():
        del details["id"]  # of another pair's: their conversation is not to be guessed from an error
    language = details.get("memo_language", "fi")
    return Conversation.objects.create(
        employee=employee,
        supervisor=supervisor,
        employee_name=employee.name,
        employee_title=employee.title_in(language),
        supervisor_name=supervisor.name,
        supervisor_title=supervisor.title_in(language),
        unit_name=employee.unit.name_in(language) if employee.unit else "",
        started_by=Side.EMPLOYEE if by == employee else Side.SUPERVISOR,
        **details,
    )


def _add_notes(conversation: Conversation) -> None:
    """A row for each place to write; those that are there stay."""
    there = set(conversation.notes.values_list("slot", flat=True))
    slots = [slot.code for step in conversation.occasion.walk for slot in step.slots]
    Note.objects.bulk_create(Note(conversation=conversation, slot=slot) for slot in slots if slot not in there)


def in_language(conversation: Conversation, language: str) -> dict[str, str]:
    """Titles and the unit's name in the language that the memo gets, as far as they are those of the register."""
    was, employee = conversation.memo_language, conversation.employee
    found: dict[str, str] = {}
    if language == was:
        return found
    for side, person in ((Side.EMPLOYEE, employee), (Side.SUPERVISOR, conversation.supervisor)):
        if person and getattr(conversation, f"{side.value}_title") == person.title_in(was):
            found[f"{side.value}_title"] = person.title_in(language)
    if employee.unit and conversation.unit_name == employee.unit.name_in(was):
        found["unit_name"] = employee.unit.name_in(language)
    return found


def accept(conversation: Conversation, *, by: User) -> None:
    """The time suits. Only the party whose answer is awaited can say so; saying it twice changes nothing."""
    conversation.require_ahead()
    if conversation.awaiting == conversation.side_of(by) and not conversation.time_refused:
        conversation.touch(status=Conversation.Status.AGREED, awaiting="", agreed_on=today())
        tell_both(conversation, "time_agreed")


def propose(
    conversation: Conversation,
    *,
    by: User,
    starts_at: datetime.datetime,
    minutes: int,
    place: str,
    video_link: str,
    occasion: Occasion | None = None,
) -> bool:
    """Another time, place, length or occasion: the other party's answer is awaited. False where nothing differs.

    Raises `AlreadyWritten` for another occasion once the two have written in the steps of this one.
    """
    conversation.require_ahead()
    occasion = occasion or conversation.occasion
    before = (conversation.starts_at, conversation.minutes, conversation.place, conversation.video_link)
    is_other = occasion.pk != conversation.occasion_id
    if not is_other and before == (starts_at, minutes, place, video_link):
        return False
    if is_other and is_written(conversation):
        raise AlreadyWritten
    is_new = is_other or minutes != conversation.minutes
    conversation.supervisor_knew = conversation.known(
        conversation.starts_at, conversation.minutes, conversation.supervisor_knew
    )
    _invite_anew(
        conversation,
        "invitation_changed" if is_new else "new_time",
        by=by,
        is_new=is_new,
        occasion=occasion,
        supervisor_knew=conversation.supervisor_knew,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        video_link=video_link,
    )
    if is_other:
        conversation.notes.all().delete()  # empty ones, of steps that are no more
        _add_notes(conversation)
    return True


def _invite_anew(conversation: Conversation, kind: str, *, by: User, is_new: bool, **changes: Any) -> None:
    """The other's answer is awaited; what was shared into another conversation (``is_new``) is taken back."""
    side = conversation.side_of(by)
    assert side
    if is_new:
        conversation.marks.filter(sitting=0, side=Side.EMPLOYEE).delete()
    conversation.touch(
        text=is_new,
        status=Conversation.Status.INVITED,
        awaiting=side.other,
        agreed_on=None,
        time_refused=False,
        calendar_sequence=conversation.calendar_sequence + 1,
        **changes,
    )
    tell(conversation, side.other, kind)


def bring(conversation: Conversation, *, by: User, brought: dict[str, Brought | None]) -> bool:
    """Whom the employee brings, by the names of `COMPANIONS`; None is nobody.

    Says whether the other is asked anew: a tick alone asks nothing.
    """
    conversation.require_ahead()
    assert by == conversation.employee
    before = companions(conversation, reader=by)
    if before == brought:
        return False
    _write_companions(conversation, brought)
    if _names(before) == _names(brought):
        conversation.touch(text=True)
        return False
    _invite_anew(conversation, "invitation_changed", by=by, is_new=True)
    return True


def _names(brought: dict[str, Brought | None]) -> list[str | None]:
    return [one.name if one else None for one in brought.values()]


def companions(conversation: Conversation, *, reader: User) -> dict[str, Brought | None]:
    """Whom the employee brings, opened for a reader."""
    found: dict[str, Brought | None] = {}
    for name, model in COMPANIONS.items():
        row = model.of(conversation) if getattr(conversation, f"brings_{name}") else None
        found[name] = Brought(row.name.open(reader), row.is_printed) if row else None
    return found


def _write_companions(conversation: Conversation, brought: dict[str, Brought | None]) -> None:
    for name, one in brought.items():
        model = COMPANIONS[name]
        row = model.of(conversation)
        if one is None:
            if row:
                row.delete()
            continue
        row = row or model(conversation=conversation)
        row.name, row.is_printed = one.name, one.is_printed
        row.save()


def refuse_time(conversation: Conversation, *, by: User) -> None:
    """The time does not suit one's shift: the other is asked for another one. Twice is once."""
    conversation.require_ahead()
    side = conversation.side_of(by)
    assert side
    if conversation.awaiting == side.other:
        return  # one's own time, or refused already
    conversation.touch(status=Conversation.Status.INVITED, awaiting=side.other, time_refused=True, agreed_on=None)
    tell(conversation, side.other, "time_refused")


def decline(conversation: Conversation, *, by: User) -> None:
    """Not now, or cancelled: it is not held. No reason is asked, and after a while nobody sees it any more."""
    conversation.require_ahead()
    side = conversation.side_of(by)
    assert side
    dropped = drop_planned(conversation)
    conversation.calendar_sequence += 1
    conversation.close(status=Conversation.Status.DECLINED)
    conversation.save(update_fields=["calendar_sequence"])
    tell(conversation, side.other, "declined", **conversation.time_known_to(side.other))
    if dropped:
        tell_both(conversation, "follow_up_cancelled", **dropped)


class AlreadyWritten(Exception):
    """The two have written together, so that this cannot become another conversation any more."""


def is_written(conversation: Conversation) -> bool:
    """Whether the two have made something together here."""
    made = (conversation.follow_ups, conversation.agreements, conversation.hand_overs, conversation.memos)
    texts = [note.text for note in conversation.notes.all()]
    texts += [view.text for view in conversation.differing_views.all()]
    return any(rows.exists() for rows in made) or any(texts)


def change_partner(conversation: Conversation, *, to: User, by: User) -> None:
    """The employee asks for another partner, a deputy or the next level, before anything is written together.

    What was shared, marked or said for the former partner is not the new one's: the employee shares anew.
    Raises `AlreadyWritten` when notes, agreements, follow-ups, differing views or summaries exist.
    """
    conversation.require_open()
    assert by == conversation.employee
    if is_written(conversation):
        raise AlreadyWritten
    former, was = conversation.supervisor, conversation.time_known_to(Side.SUPERVISOR)
    conversation.marks.all().delete()
    conversation.forget_versions()
    InvitationMessage.objects.filter(conversation=conversation).delete()
    conversation.openings.update(supervisor_opened_at=None)  # the former partner's yes is not the new one's
    conversation.touch(
        text=True,
        supervisor=to,
        supervisor_knew=None,
        supervisor_name=to.name,
        supervisor_title=to.title_in(conversation.memo_language),
        ability_by_supervisor=False,
        nine_by_supervisor=False,
        view_by_supervisor=False,
        status=Conversation.Status.INVITED,
        awaiting=Side.SUPERVISOR,
        agreed_on=None,
        time_refused=False,
        calendar_sequence=conversation.calendar_sequence + 1,
    )
    tell(conversation, Side.SUPERVISOR, "invitation")
    if former:
        was["sequence"] = conversation.calendar_sequence
        send("partner_changed", to=former, conversation=conversation.pk, **was)


# ---- Without the tool


def use_paper(conversation: Conversation, *, by: User) -> None:
    """They talk at the agreed time and write on paper, if at all: here nothing is kept but the time.

    Whoever is awaited accepts the time with it. Raises `AlreadyWritten` once something has been written here.
    """
    conversation.require_ahead()
    side = conversation.side_of(by)
    assert side
    if not conversation.is_written_here:
        return
    if is_written(conversation):
        raise AlreadyWritten
    accepts = conversation.awaiting == side and not conversation.time_refused
    _leave_nothing(conversation)
    changes: dict[str, Any] = {}
    if accepts:
        changes = {"status": Conversation.Status.AGREED, "awaiting": "", "agreed_on": today()}
    conversation.touch(text=True, way=Conversation.Way.PAPER, said_by=side.value, **changes)
    tell(conversation, side.other, "on_paper")
    if accepts:
        tell(conversation, side, "time_agreed")


def use_tool(conversation: Conversation, *, by: User) -> None:
    """After all with the tool: only whoever chose paper says so."""
    conversation.require_ahead()
    if conversation.way == Conversation.Way.PAPER and conversation.said_by == conversation.side_of(by):
        conversation.touch(way=Conversation.Way.TOOL, said_by="")


def _leave_nothing(conversation: Conversation) -> None:
    conversation.marks.all().delete()
    conversation.forget_versions()


def say_held(conversation: Conversation, *, by: User, day: datetime.date) -> None:
    """They have talked without the tool: the day and the occasion stay, and nothing else. Twice is once.

    Raises `AlreadyWritten` once something has been written here: then it is held here.
    """
    if conversation.way == Conversation.Way.WITHOUT:
        return
    conversation.require_ahead()
    if is_written(conversation):
        raise AlreadyWritten
    side = conversation.side_of(by)
    assert side
    _leave_nothing(conversation)
    conversation.close()
    conversation.touch(way=Conversation.Way.WITHOUT, said_by=side.value, held_on=day, time_refused=False)
    tell(conversation, side.other, "held_without")


def start_held(
    *, employee: User, supervisor: User, by: User, occasion: Occasion, day: datetime.date, **details: Any
) -> Conversation:
    """A conversation that nobody had invited to, held without the tool. Raises `NothingBegins`."""
    noon = datetime.datetime.combine(day, datetime.time(12), timezone.get_current_timezone())
    conversation = _create(
        employee,
        supervisor,
        by,
        awaiting="",
        status=Conversation.Status.AGREED,
        occasion=occasion,
        starts_at=noon,
        minutes=occasion.minutes,
        **details,
    )
    say_held(conversation, by=by, day=day)
    return conversation


def deny_held(conversation: Conversation, *, by: User) -> bool:
    """They have not talked: the other denies it, or who said so takes it back. It is gone like one that is not held."""
    side = conversation.side_of(by)
    assert side
    if conversation.way != Conversation.Way.WITHOUT or conversation.status != Conversation.Status.CLOSED:
        return False
    conversation.touch(status=Conversation.Status.DECLINED, closed_on=timezone.localdate(), held_on=None)
    if conversation.said_by != side:
        tell(conversation, side.other, "held_denied")
    return True


def sign_on_paper(conversation: Conversation, *, signed: bool) -> bool:
    """That they have signed a memo on paper, which is not kept here; either says so, either takes it back."""
    if conversation.way != Conversation.Way.WITHOUT or conversation.status != Conversation.Status.CLOSED:
        return False
    if conversation.signed_on_paper != signed:
        conversation.touch(signed_on_paper=signed)
    return True
