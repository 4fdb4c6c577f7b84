"""What somebody has written into a text of the group and does not find there any more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from verme.models import SharedText

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.request import Request


@require_GET
def own_sentences(request: Request, pk: UUID) -> HttpResponse:
    """One's own sentences: the others do not see them."""
    texts = SharedText.objects.readable_by(request.user)
    if not texts.filter(pk=pk).exists():  # whoever may not is not asked for the text either
        raise Http404
    text = texts.select_related("group", "session").get(pk=pk)
    context = {"group": text.group, "back": text.session or text.group, "gone": text.gone(request.user)}
    return render(request, "verme/text/own_sentences.html", context)
