"""The memo's PDFs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from core.papers import paper, pdf_response
from vatupassi.memo import confirmation
from vatupassi.memo.content import differing_views, memo_of
from vatupassi.memo.layout import draw_frozen_memo, draw_memo, memo_file_name
from vatupassi.models import Conversation, Memo

if TYPE_CHECKING:
    from core.request import Request


@paper
def memo_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The memo as it stands: the confirmed one, or for the parties a draft until both have confirmed."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user).select_related("occasion"), pk=pk)
    newest = Memo.objects.visible_to(request.user).filter(conversation=conversation).first()
    current = newest is not None and newest.text_revision == conversation.text_revision
    if newest is not None and (current or not conversation.side):
        return confirmed(conversation, newest, request, is_newest=True)
    if not conversation.side or conversation.status == conversation.Status.DECLINED:
        raise Http404
    return draft(conversation, request)


@paper
def memo_pdf_version(request: Request, pk: UUID, number: int) -> HttpResponse:
    """One confirmed version: reopening keeps the earlier ones."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    frozen = get_object_or_404(Memo.objects.visible_to(request.user), conversation=conversation, number=number)
    later = Memo.objects.visible_to(request.user).filter(conversation=conversation, number__gt=number)
    return confirmed(conversation, frozen, request, is_newest=not later.exists())


def confirmed(conversation: Conversation, frozen: Memo, request: Request, *, is_newest: bool) -> HttpResponse:
    """A frozen memo: its stored PDF, or one made from its frozen content.

    It is made here when the job has not run yet (and not stored: a GET writes nothing), and when a party has added a
    differing view, which goes with the newest version as an annex. The stored PDF stays as both confirmed it.
    """
    frozen.conversation, reader = conversation, request.user
    views = differing_views(conversation, opened=lambda text: text.open(reader)) if is_newest else []
    content = frozen.content.open(reader)
    data = frozen.pdf.open(reader) if frozen.pdf and not views else draw_frozen_memo(frozen, content, views, request)
    return pdf_response(data, memo_file_name(conversation.held_day, frozen.language), frozen.language)


def draft(conversation: Conversation, request: Request) -> HttpResponse:
    """The text as it stands now, marked as a draft."""
    reader = request.user
    content = memo_of(conversation, opened=lambda text: text.open(reader))
    views = differing_views(conversation, opened=lambda text: text.open(reader))
    language = conversation.memo_language
    signed = confirmation.signed(conversation)
    data = draw_memo(content, language=language, draft=True, views=views, signed=signed, request=request)
    return pdf_response(data, memo_file_name(conversation.held_day, language), language)
