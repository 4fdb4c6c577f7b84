"""PDFs of a conversation, and the papers that anybody may print."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from vatupassi import memo
from vatupassi.models import Conversation, Memo
from vatupassi.papers import PAPERS, make

if TYPE_CHECKING:
    from core.request import Request
    from people.models import User


@require_GET
def memo_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The memo as it stands: the confirmed one, or for the parties a draft until both have confirmed."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user).select_related("occasion"), pk=pk)
    newest = Memo.objects.visible_to(request.user).filter(conversation=conversation).first()
    current = newest is not None and newest.text_revision == conversation.text_revision
    if newest is not None and (current or not conversation.side):
        return confirmed(conversation, newest, request.user)
    if not conversation.side or conversation.status == conversation.Status.DECLINED:
        raise Http404
    return draft(conversation, request.user)


@require_GET
def memo_pdf_version(request: Request, pk: UUID, number: int) -> HttpResponse:
    """One confirmed version: reopening keeps the earlier ones."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    frozen = get_object_or_404(Memo.objects.visible_to(request.user), conversation=conversation, number=number)
    return confirmed(conversation, frozen, request.user)


def confirmed(conversation: Conversation, frozen: Memo, reader: User) -> HttpResponse:
    """A frozen memo: its stored PDF, or one made from its frozen content.

    It is made here when the job has not run yet (and not stored: a GET writes nothing), and when a party has added a
    differing view, which goes with the newest version as an annex. The stored PDF stays as both confirmed it.
    """
    frozen.conversation = conversation
    newest = not Memo.objects.visible_to(reader).filter(conversation=conversation, number__gt=frozen.number).exists()
    views = memo.differing_views(conversation, opened=lambda text: text.open(reader)) if newest else []
    content = frozen.content.open(reader)
    data = frozen.pdf.open(reader) if frozen.pdf and not views else memo.render_frozen(frozen, content, views)
    return pdf_response(data, memo.file_name(conversation.starts_at, frozen.language), frozen.language)


def draft(conversation: Conversation, reader: User) -> HttpResponse:
    """The text as it stands now, marked as a draft."""
    content = memo.of(conversation, opened=lambda text: text.open(reader))
    views = memo.differing_views(conversation, opened=lambda text: text.open(reader))
    language = conversation.memo_language
    data = memo.render(content, language=language, draft=True, views=views)
    return pdf_response(data, memo.file_name(conversation.starts_at, language), language)


def pdf_response(data: bytes, name: str, language: str) -> HttpResponse:
    """A PDF shown in the browser, under a name that tells nothing of a person."""
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Language"] = language  # the paper's own, not the reader's
    return response


@require_GET
def papers(request: Request) -> HttpResponse:
    """The papers to print, in every language, the reader's own first."""
    languages = sorted(dict(settings.LANGUAGES), key=lambda language: language != request.user.language)
    return render(request, "vatupassi/papers.html", {"papers": PAPERS, "languages": languages})


@require_GET
def paper_pdf(request: Request, name: str, language: str) -> HttpResponse:
    """One paper in one language."""
    if name not in PAPERS or language not in dict(settings.LANGUAGES):
        raise Http404
    return pdf_response(make(name, language), f"{PAPERS[name].files[language]}.pdf", language)
