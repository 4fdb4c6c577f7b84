"""Taking an extract of a confirmed memo for filing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core import access
from core.models import AccessLog
from core.views import action
from vatupassi.conversation.notifications import tell
from vatupassi.memo import extract
from vatupassi.memo.content import MemoContent
from vatupassi.models import Conversation, HandOver, Memo, Side

if TYPE_CHECKING:
    from django.http import QueryDict

    from core.request import Request
    from vatupassi.memo.content import OpenedView


class PartsForm(forms.Form):
    """What comes into the extract. Of the private parts nothing is ticked beforehand."""

    parts = forms.MultipleChoiceField(
        label=_("What comes along"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part.")},
    )


class _Found:
    """The newest confirmed memo, opened for whoever may take an extract of it; anybody else gets 404."""

    def __init__(self, request: Request, pk: UUID) -> None:
        rows = Conversation.objects.visible_to(request.user).select_related("employee", "supervisor", "occasion")
        self.conversation: Conversation = get_object_or_404(rows, pk=pk)
        self.role = extract.taken_by(self.conversation, request.user)
        memo = self.conversation.memos.first() if self.role else None
        if memo is None:
            raise Http404
        self.memo: Memo = memo
        memo.conversation = self.conversation
        self.content = MemoContent.loads(memo.content.open(request.user))
        self.views: list[OpenedView] = extract.views_for(self.role, self.conversation, request.user)

    def form(self, data: QueryDict | None = None) -> PartsForm:
        form = PartsForm(data, initial={"parts": [HandOver.Part.AGREEMENTS]})
        form.fields["parts"].choices = extract.parts_for(self.role, self.content, self.views)  # type: ignore[attr-defined]
        return form


@require_GET
def memo_extract(request: Request, pk: UUID) -> HttpResponse:
    """What may come along, and what becomes of it."""
    found = _Found(request, pk)
    return _page(request, found, found.form())


def _page(request: Request, found: _Found, form: PartsForm) -> HttpResponse:
    context = {"conversation": found.conversation, "memo": found.memo, "role": found.role, "form": form}
    return render(request, "vatupassi/memo/extract.html", context)


@action
def memo_extract_take(request: Request, pk: UUID) -> HttpResponse:
    """The PDF and its metadata as one file; nothing is stored. The employee hears when it was somebody else."""
    found = _Found(request, pk)
    form = found.form(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    memo, content, parts = found.memo, found.content, form.cleaned_data["parts"]
    drawn = extract.draw(memo, content, found.views, parts, request)
    told = extract.metadata(
        memo, content, parts, by=request.user, role=found.role, drawn=drawn, at=timezone.now().replace(microsecond=0)
    )
    if found.role != Side.EMPLOYEE:
        item = extract.logged(memo, found.role)
        taken = AccessLog.objects.read_by(request.user).filter(kind=item.kind, item=item.item, day=timezone.localdate())
        if not taken.exists():
            tell(found.conversation, Side.EMPLOYEE, "extract_taken")
        access.record(request.user, item)
    response = HttpResponse(extract.packed(told, drawn), content_type="application/zip")
    name = told["file"]["name"].replace(".pdf", ".zip")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response
