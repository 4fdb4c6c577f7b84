"""What one reader sees of a conversation, loaded in as many queries as there are tables."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from core import retention
from core.formats import date_only
from core.prepared import prepared
from core.texts.versioned import writing_of
from core.texts.writing import Writing
from vatupassi.assessment.offers import preparation
from vatupassi.conversation import ending, partners
from vatupassi.conversation.addresses import Addresses
from vatupassi.conversation.board import first_name, levels_of
from vatupassi.conversation.draft import draft_of
from vatupassi.conversation.forms import (
    AgreementLine,
    FollowUpForm,
    HeldForm,
    PartnerForm,
    PracticalForm,
    ProposeForm,
)
from vatupassi.conversation.invitations import Brought, companions
from vatupassi.conversation.memo_step import memo_context
from vatupassi.follow_up.models import planned_follow_up
from vatupassi.level.picture import History, Level, Moment
from vatupassi.level.questions import Question
from vatupassi.memo import confirmation, kept
from vatupassi.memo.content import MemoRows
from vatupassi.memo.extract import taken_by
from vatupassi.models import (
    LONGEST_TEXT,
    Agreement,
    BoardMark,
    Conversation,
    FollowUp,
    InvitationMessage,
    Note,
    Opening,
    Outcome,
    Side,
)
from vatupassi.occasion.steps import Slot, Step
from vatupassi.sharing.own_marks import own_field, view_fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from people.models import User
    from vatupassi.assessment.forms import AssessmentField


@prepared()
def _notes(conversation: Conversation) -> QuerySet[Note]:
    return conversation.notes.all()


@prepared()
def _marks_of_conversation(conversation: Conversation) -> QuerySet[BoardMark]:
    return conversation.marks.filter(sitting=0)


@prepared()
def _marks_and_before(conversation: Conversation) -> QuerySet[BoardMark]:
    """The same, and what the employee had marked in the conversation of the same two before it: one statement."""
    this = Conversation.objects.filter(pk=conversation.pk)
    before = Conversation.objects.filter(
        employee=Subquery(this.values("employee")[:1]),
        supervisor=Subquery(this.values("supervisor")[:1]),
        created_at__lt=Subquery(this.values("created_at")[:1]),
        status__in=Conversation.HELD,
    ).order_by("-created_at")
    now = Q(conversation=conversation.pk, sitting=0)
    marked = BoardMark.objects.annotate(is_now=ExpressionWrapper(now, BooleanField()))
    last = Q(conversation=Subquery(before.values("pk")[:1]), side=Side.EMPLOYEE)
    return marked.filter(now | last).order_by("sitting")


@prepared(related=["measure"])
def _agreements(conversation: Conversation) -> QuerySet[Agreement]:
    return conversation.agreements.all()


@dataclass
class ConversationPage:
    """A conversation as one reader sees it. All texts are opened for that reader."""

    conversation: Conversation
    reader: User
    notes: dict[str, Note] = field(default_factory=dict)
    marks: dict[tuple[str, str], BoardMark] = field(default_factory=dict)  # (question, side), sitting 0
    agreements: list[Agreement] = field(default_factory=list)
    last: dict[str, BoardMark] = field(default_factory=dict)  # question → the employee's mark of the time before

    @classmethod
    def texts(cls, conversation: Conversation, reader: User) -> ConversationPage:
        """The notes alone, for saving: one query."""
        talk = cls(conversation, reader)
        for note in _notes(conversation):
            note.conversation = conversation
            talk.notes[note.slot] = note
        return talk

    @classmethod
    def load(cls, conversation: Conversation, reader: User) -> ConversationPage:
        """Read what the reader may see: three queries."""
        talk = cls.texts(conversation, reader)
        if conversation.side:
            rows = _marks_and_before(conversation)
            talk.last = {row.question: row for row in rows if not row.is_now and row.now is not None}  # type: ignore[attr-defined]
            rows = [row for row in rows if row.is_now]  # type: ignore[attr-defined]
        else:  # to whom this one is open, the one before is not
            rows = _marks_of_conversation(conversation)
        marks = {(mark.question, mark.side): mark for mark in rows}
        for (question, side), mark in marks.items():
            mark.conversation = conversation
            mine = side == conversation.side
            if side == Side.EMPLOYEE or mine or (question, Side.EMPLOYEE) in marks:
                talk.marks[question, side] = mark
        talk.agreements = _agreements(conversation)
        for agreement in talk.agreements:
            agreement.conversation = conversation
        return talk

    @property
    def changes_beside_texts(self) -> int:
        """Moves when anything but a step's text has changed, as marks and agreements: each text saved moves both."""
        return self.conversation.revision - sum(note.version for note in self.notes.values())

    @property
    def to(self) -> Addresses:
        """Where its pages lead and post to."""
        return Addresses(self.conversation.pk)

    def own_field(self, question: Question, side: str) -> AssessmentField:
        """What the reader has marked and written of one question, for changing it."""
        conversation = self.conversation
        mark = self.marks.get((question, side)) or BoardMark(conversation=conversation, side=side, question=question)
        return own_field(conversation, mark, self.reader, side=side)

    def note(self, slot: Slot) -> Note:
        """The note of a slot; a new one where nothing has been written."""
        return self.notes.get(slot.code) or Note(conversation=self.conversation, slot=slot.code)

    def writing(self, slot: Slot) -> Writing:
        """One slot with its text."""
        shown = {"label": slot.label, "longest": LONGEST_TEXT, "is_optional": False, "rows": 1}
        return writing_of(self.note(slot), self.reader, key=slot.code, **shown)

    def writings(self, step: Step) -> list[Writing]:
        """The slots of a step."""
        return [self.writing(slot) for slot in step.slots]

    def done(self, step: Step) -> bool:
        """Whether something has been written or agreed on the step."""
        if step.code == "agreements":
            return bool(self.agreements)
        if step.code == "memo":
            return not self.conversation.is_open
        if step.code == "follow-up":
            return self.conversation.follow_up_at is not None
        return any(slot.code in self.notes and bool(self.notes[slot.code].text) for slot in step.slots)

    def agreed_on(self, step: Step) -> list[Agreement]:
        """What a step shows of what was agreed: all on the one that gathers it, elsewhere what belongs there."""
        if step.code == self.conversation.occasion.agrees_on:
            return self.agreements
        return [each for each in self.agreements if each.question in (step.questions or ("",))]

    def agreed_steps(self, question: Question) -> list[bool]:
        """The steps on a level as they were agreed, none of them done yet."""
        return [False for agreement in self.agreements if agreement.question == question]

    def steps_of(self, question: Question) -> list[bool]:
        """The agreed steps on a level: True where done; dropped ones are not drawn."""
        return [
            agreement.outcome == Outcome.DONE
            for agreement in self.agreements
            if agreement.question == question and agreement.outcome != Outcome.DROPPED
        ]


def unfinished_before(conversation: Conversation, reader: User) -> list[Agreement]:
    """Open agreements of the last conversation of the same two people: they come first in the new one."""
    if not conversation.unfinished_before:
        return []
    earlier = (
        Conversation.objects.of_party(reader)
        .filter(employee=conversation.employee_id, supervisor=conversation.supervisor_id)
        .filter(created_at__lt=conversation.created_at)
        .exclude(status=Conversation.Status.DECLINED)
        .order_by("-created_at")
        .prefetch_related(Prefetch("agreements", Agreement.objects.unfinished().select_related("measure")))
        .first()
    )
    return list(earlier.agreements.all()) if earlier else []


def visible_marks(conversation: Conversation) -> dict[tuple[int, str, str], BoardMark]:
    """All sittings' marks that this side sees: the supervisor's only of what the employee has shared there."""
    rows = {(row.sitting, row.question, row.side): row for row in conversation.marks.all()}
    return {
        (sitting, question, side): row
        for (sitting, question, side), row in rows.items()
        if side in (Side.EMPLOYEE, conversation.side) or (sitting, question, Side.EMPLOYEE) in rows
    }


def days(conversation: Conversation, follow_ups: Iterable[FollowUp]) -> dict[int, datetime.date]:
    """When each sitting was: 0 is the conversation itself."""
    held: dict[int, datetime.date] = {row.number: row.held_at or row.starts_at for row in follow_ups}
    return {0: conversation.held_on or conversation.starts_at} | held


def histories(conversation: Conversation, follow_ups: Iterable[FollowUp]) -> list[tuple[Question, History]]:
    """How each level has been from sitting to sitting, newest first: for the pair alone."""
    marks, when = visible_marks(conversation), days(conversation, follow_ups)
    found = []
    for question in Question:
        moments = [
            Moment(
                date_only(when[number]),
                _moment(conversation, question, own, marks.get((number, question, "supervisor"))),
            )
            for number in sorted(when, reverse=True)
            if (own := marks.get((number, question.value, Side.EMPLOYEE.value)))
        ]
        if len(moments) > 1:
            found.append((question, History(question.label, moments)))
    return found


def _moment(conversation: Conversation, question: Question, own: BoardMark, other: BoardMark | None) -> Level:
    return Level(
        name=question.value,
        question=question.label,
        now=own.now,
        target=own.target,
        now_label=first_name(conversation.employee_name),
        other=other.now if other else None,
        other_label=first_name(conversation.supervisor_name),
    )


def _follow_ups(conversation: Conversation) -> dict[str, Any]:
    """The sittings, and for the pair alone how the marks have been from one to the next."""
    rows = list(conversation.follow_ups.all())
    return {
        "follow_ups": rows,
        "ahead": next((row for row in rows if row.held_at is None), None),
        "histories": histories(conversation, rows) if rows and conversation.side else [],
    }


def _ending(conversation: Conversation) -> dict[str, Any]:
    """What one party has ended: the other sees until when it may be opened, the first the shortest and longest."""
    if not conversation.side or conversation.ended_at is None:
        return {}
    day = timezone.localdate(conversation.ended_at)
    if conversation.ended_by == conversation.side:
        return {"ending_first": day + ending.DAYS, "ending_last": day + ending.LONGEST}
    return {"open_until": ending.last_day(conversation.ended_at, conversation.person(conversation.side))}


def seen(conversation: Conversation, trusted: list[Opening] | None = None) -> dict[str, str]:
    """For the line "Seen by": the parties who see it today, those to whom it is open, and when it is deleted.

    `trusted`: who reads the memo because the employee trusts them; given on the employee's own page alone.
    """
    names = conversation.reader_names()
    supervisor_reads = len(names) > 1
    opened = Opening.objects.of(conversation) if conversation.opened_wide else []
    partial = []
    for opening in opened:
        if opening.is_whole:
            names.append(opening.reader.name)
        elif opening.reads_own:
            partial.append(opening.reader.name)
    who = f"{names[0]}."
    if names[1:]:
        who = _("%(names)s and %(last)s.") % {"names": ", ".join(names[:-1]), "last": names[-1]}
    for reader in partial:
        who += " " + _("%(reader)s (HR) sees the employee's own part.") % {"reader": reader}
    for opening in trusted or []:
        if opening.until:
            told = {"name": opening.reader.name, "day": date_only(opening.until)}
            who += " " + _("%(name)s may read the memo until %(day)s.") % told
    if not supervisor_reads:
        who += " " + _("%(name)s does not see this conversation any more.") % {"name": conversation.supervisor_name}
    if conversation.closed_on:
        if conversation.status == Conversation.Status.DECLINED:
            day = retention.deleted_on("conversation_declined", conversation.closed_on)
        else:
            day = kept.deleted_on(conversation)
        return {"who": who, "deleted": _("Deleted on %(date)s.") % {"date": date_only(day)}}
    told = {"period": kept.period_of(conversation).words, "longest": retention.period(kept.LONGEST).words}
    rule = _("Deleted %(period)s after the conversation has ended, at the latest %(longest)s from the day held.")
    return {"who": who, "deleted": rule % told}


def memo_rows(talk: ConversationPage) -> MemoRows:
    """What a memo is made of, as this reader has it."""
    return MemoRows(talk.notes.values(), talk.marks.values(), talk.agreements)


def talk_context(talk: ConversationPage, step: Step, *, marking: str = "") -> dict[str, Any]:
    """What the page of a step shows of what has been read already: for a practice, too, which is no conversation."""
    conversation, walk = talk.conversation, talk.conversation.occasion.walk
    place = walk.index(step)
    context: dict[str, Any] = {
        "conversation": conversation,
        "talk": talk,
        "to": talk.to,
        "step": step,
        "mine": conversation.side,
        "before": walk[place - 1] if place else None,
        "after": walk[place + 1] if place + 1 < len(walk) else None,
        "writings": talk.writings(step),
        "guarded": conversation.can_edit and any(slot.guarded for slot in step.slots),
        "agreements": talk.agreed_on(step),
        "agreement_form": AgreementLine.of(conversation, step) if conversation.can_edit else None,
        "place": place + 1,
        "draft": draft_of(talk, step) if conversation.can_edit and step.code != "memo" else None,
    }
    if step.questions:
        context["board"] = levels_of(talk, step.questions, marking=marking)
        context["has_last_time"] = any(each.level.previous is not None for each in context["board"])
    if step.code == "memo":
        context["agreements"] = talk.agreements
    return context | {"walk": [(number, each, talk.done(each)) for number, each in enumerate(walk, 1)]}


def step_context(talk: ConversationPage, step: Step, *, marking: str = "") -> dict[str, Any]:
    """What the page of a step shows. ``marking``: the question that the employee marks here without an assessment."""
    conversation = talk.conversation
    trusted = _trusted(conversation) if step.code == "memo" else []
    context = talk_context(talk, step, marking=marking) | {"seen": seen(conversation, trusted)}
    if step == conversation.occasion.walk[0]:
        context["unfinished"] = unfinished_before(conversation, talk.reader)
    if step.code == "memo":
        context |= memo_context(conversation, talk.reader, memo_rows(talk))
        reads = conversation.is_confirmed and conversation.side and conversation.opened_wide
        context["openings"] = Opening.objects.of(conversation) if reads else []
        context["trusted"] = trusted
    if step.code == "follow-up":
        ahead = planned_follow_up(conversation)
        context |= {"follow_up": ahead, "follow_up_form": FollowUpForm.of(conversation, ahead)}
    return context


def detail_context(talk: ConversationPage) -> dict[str, Any]:
    """What the conversation's own page shows."""
    conversation, reader = talk.conversation, talk.reader
    waiting_for = confirmation.waiting_for(conversation) if conversation.is_open else []
    if conversation.is_open and conversation.side:
        conversation.i_confirmed = conversation.side not in waiting_for
        conversation.other_confirmed = Side(conversation.side).other not in waiting_for
    has_texts = any(note.text for note in talk.notes.values())
    follow_ups = _follow_ups(conversation)
    openings = Opening.objects.of(conversation) if conversation.side and conversation.opened_wide else []
    trusted = _trusted(conversation)
    context = follow_ups | {
        "conversation": conversation,
        "talk": talk,
        "memos": (memos := list(conversation.memos.defer("content", "pdf"))),
        "takes_extract": bool(memos and taken_by(conversation, reader)),
        "openings": openings,
        "trusted": trusted,
        "shared": [(question, talk.marks.get((question, Side.EMPLOYEE))) for question in Question],
        "seen": seen(conversation, trusted),
        "companions": companions(conversation, reader=reader),
        "message": message_of(conversation, reader),
        "mine": conversation.side,
        "said_by_me": conversation.said_by == conversation.side,
        "begun": has_texts or conversation.has_begun,
        "written": has_texts or bool(talk.agreements or follow_ups["follow_ups"]),
        "closes_on": conversation.closes_on,
        "gone": conversation.side == Side.EMPLOYEE and conversation.has_lost_supervisor,
        "waiting_for": waiting_for,
    }
    if conversation.is_confirmed:
        context["follow_up_form"] = FollowUpForm.of(conversation, follow_ups["ahead"])
    if context["gone"]:
        new = conversation.employee.supervisor
        reads = any(opening.reader == new and (opening.is_whole or opening.reads_agreed) for opening in openings)
        context |= {"new_supervisor": new, "new_reads": reads}
    if conversation.is_ending:
        context |= _ending(conversation)
    if conversation.is_open and conversation.side:
        context |= _forms(talk, context["companions"])
    if conversation.can_edit and conversation.side == Side.SUPERVISOR:
        context["view_fields"] = view_fields(conversation, reader, Question, talk.marks)
    elif conversation.can_edit:
        context |= preparation(conversation, reader)
    return context


def _trusted(conversation: Conversation) -> list[Opening]:
    """Who reads the memo because the employee trusts them: shown to the employee alone."""
    if conversation.side != Side.EMPLOYEE or not conversation.opened_wide:
        return []
    return Opening.objects.trusted_in(conversation)


def _forms(talk: ConversationPage, brought: dict[str, Brought | None]) -> dict[str, Any]:
    """What a party may change before and during the conversation."""
    conversation, reader = talk.conversation, talk.reader
    others = partners.above(conversation.employee)
    if conversation.supervisor_id:
        others = others.exclude(pk=conversation.supervisor_id)
    return {
        "when_form": ProposeForm(conversation=conversation, by=reader),
        "partner_form": PartnerForm(partners=others),
        "practical_form": PracticalForm(conversation=conversation, side=conversation.side, brought=brought),
        "without_form": HeldForm(initial={"held_on": conversation.held_day}),
    }


def message_of(conversation: Conversation, reader: User) -> str:
    """What was said with the invitation, for the two alone: not for whom the conversation is opened to later."""
    if not conversation.has_message or not conversation.side:
        return ""
    row = InvitationMessage.of(conversation)
    return row.text.open(reader) if row else ""
