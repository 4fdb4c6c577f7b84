"""An extract of a confirmed memo for filing: the parts that its taker chooses, and what a registry asks of it.

What is the other one's own never comes along: from a supervisor's hand only what was agreed and their own differing
view (decision 43). Nobody's support person or interpreter, no occasion and no place: of those a registry needs nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core import organisation, pdf
from core.access import ReadItem
from vatupassi.level.questions import Question
from vatupassi.memo.content import MemoContent, OpenedView, differing_views
from vatupassi.memo.layout import held_day, memo_file_name, page
from vatupassi.models import Conversation, HandOver, Memo, Opening, Side
from vatupassi.occasion.steps import asks_levels

if TYPE_CHECKING:
    from core.request import Request
    from people.models import User

FORMAT = "varhainen-tuki/ote/1"  # docs/filing.md
KIND = "extract"  # in the access log
HR = "hr"
Part = HandOver.Part
OF_A_SUPERVISOR = (Part.AGREEMENTS, Part.VIEW)
FROM_OUTSIDE = {  # what is "mine" and "ours" to the two, as HR reads it
    Part.MARKS: gettext_lazy("The board: what the employee marked and wrote"),
    Part.NOTES: gettext_lazy("What the two wrote together"),
    Part.AGREEMENTS: gettext_lazy("What the two agreed"),
    Part.VIEW: gettext_lazy("Differing views"),
}
ROLES = {
    Side.EMPLOYEE.value: pgettext_lazy("who takes an extract", "employee"),
    Side.SUPERVISOR.value: pgettext_lazy("who takes an extract", "supervisor"),
    HR: pgettext_lazy("who takes an extract", "HR"),
}


def taken_by(conversation: Conversation, reader: User) -> str:
    """As whom the reader of a confirmed memo may take an extract: a side, `HR` once both have opened it, or "".

    The conversation comes from ``Conversation.objects.visible_to(reader)``, with its employee.
    """
    if conversation.status not in Conversation.HELD:
        return ""
    if conversation.side == Side.EMPLOYEE:
        return conversation.side
    if conversation.is_restricted:
        return ""
    if conversation.side:
        return conversation.side
    opened = Opening.objects.readable_by(reader).whole().filter(conversation=conversation, to=Opening.To.HR)
    return HR if opened.exists() else ""


def parts_for(role: str, content: MemoContent, views: list[OpenedView]) -> list[tuple[str, Any]]:
    """What may be chosen: codes and words. A part that the memo does not hold is not offered."""
    missing = set()
    if not asks_levels(content.steps):
        missing |= {Part.MARKS, Part.ABILITY}
    if "ability" in content.left_out:
        missing.add(Part.ABILITY)
    if "nine" not in content.steps or "nine" in content.left_out:
        missing.add(Part.NINE)
    if not views:
        missing.add(Part.VIEW)
    allowed = OF_A_SUPERVISOR if role == Side.SUPERVISOR else tuple(Part)
    words = FROM_OUTSIDE if role == HR else {}
    return [(part.value, words.get(part, part.label)) for part in allowed if part not in missing]


def views_for(role: str, conversation: Conversation, reader: User) -> list[OpenedView]:
    """The differing views that may come along: one's own, or for HR those of both."""
    return differing_views(conversation, opened=lambda text: text.open(reader), side="" if role == HR else role)


def chosen(content: MemoContent, parts: set[str]) -> MemoContent:
    """The memo's content with nothing but these parts."""
    ability = Part.ABILITY in parts and content.questions

    def has(question: str, part: str) -> bool:
        return ability if question == Question.ABLE else part in parts

    def note_has(slot: str) -> bool:
        return Part.NINE in parts if slot.startswith("nine.") else has(slot.partition(".")[0], Part.NOTES)

    agreed = Part.AGREEMENTS in parts
    return replace(
        content,
        occasion=dict.fromkeys(content.occasion, ""),
        place="",
        remote=False,
        support={},
        companions=[],
        marks=[row for row in content.marks if row["side"] == Side.EMPLOYEE and has(row["question"], Part.MARKS)],
        notes={slot: text for slot, text in content.notes.items() if note_has(slot)},
        agreements=[row if ability else row | {"question": ""} for row in content.agreements] if agreed else [],
        follow_up=content.follow_up if agreed else None,
        left_out=[],
        questions=ability,
    )


def draw(memo: Memo, content: MemoContent, views: list[OpenedView], parts: list[str], request: Request) -> bytes:
    """The extract's PDF in the memo's language."""
    with translation.override(memo.language), timezone.override(timezone.get_default_timezone()):
        context = {
            "page": page(chosen(content, set(parts)), memo.language, views if Part.VIEW in parts else []),
            "agreed": Part.AGREEMENTS in parts,
            "number": memo.number,
            "EMPLOYER_NAME": organisation.current().name,
        }
        return pdf.render("vatupassi/memo/pdf_extract.html", context, memo.language, request)


def metadata(
    memo: Memo, content: MemoContent, parts: list[str], *, by: User, role: str, drawn: bytes, at: datetime.datetime
) -> dict[str, Any]:
    """What a registry asks of the file, in the memo's language. docs/filing.md says what each is."""
    with translation.override(memo.language):
        employer = organisation.current()
        return {
            "format": FORMAT,
            "identifier": str(memo.pk),
            "title": _("Extract of a memo of a conversation"),
            "type": pgettext("type of a document", "extract of a memo"),
            "language": memo.language,
            "date": held_day(content).isoformat(),
            "confirmed": memo.confirmed_at.isoformat(),
            "version": memo.number,
            "created": at.isoformat(),
            "agent": {"name": by.name, "role": str(ROLES[role]), "organisation": employer.name},
            "secrecy": {"mark": employer.secrecy_mark, "personalData": True},
            "parts": parts,
            "retention": {
                "inApplication": {
                    "monthsAfterEnd": content.keep_months,
                    "daysAfterEnd": content.keep_days,
                    "monthsFromDateAtMost": content.longest_months,
                },
                "inRegistry": None,
            },
            "file": {
                "name": f"{file_name(memo, content)}.pdf",
                "mediaType": "application/pdf",
                "sha256": hashlib.sha256(drawn).hexdigest(),
            },
        }


def packed(told: dict[str, Any], drawn: bytes) -> bytes:
    """The PDF and beside it its metadata, as one file."""
    out = io.BytesIO()
    name = told["file"]["name"]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, drawn)
        archive.writestr(name.replace(".pdf", ".json"), json.dumps(told, ensure_ascii=False, indent=2))
    return out.getvalue()


def file_name(memo: Memo, content: MemoContent) -> str:
    """A name that tells nobody's name: muistio-2026-12-03-ote."""
    word = {"fi": "ote", "sv": "utdrag", "en": "extract"}[memo.language]
    return f"{memo_file_name(held_day(content), memo.language)}-{word}"


def logged(memo: Memo, role: str) -> ReadItem:
    """What the access log says besides that the memo was read."""
    return ReadItem(KIND, memo.pk, memo.conversation.employee_id, role, party=role != HR)
