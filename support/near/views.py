"""HR's register of near-support people."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.outbox import send
from core.pages import paged
from core.views import action, page_or_action
from support.models import NearSupporter
from support.near.forms import NearForm

if TYPE_CHECKING:
    from core.request import Request


def _page(request: Request, form: NearForm) -> HttpResponse:
    rows = NearSupporter.objects.visible_to(request.user).select_related("person", "unit")
    page = paged(request, rows.order_by("person__sort_key", "pk"))
    return render(request, "support/near/list.html", {"page": page, "form": form})


def _list(request: Request) -> HttpResponse:
    """All of them, and the form of a new one."""
    if not request.user.is_hr:
        raise Http404
    return _page(request, NearForm(by=request.user))


def _add(request: Request) -> HttpResponse:
    """Name one, who is told of it. A second time only the number changes."""
    if not request.user.is_hr:
        raise Http404
    form = NearForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data
    near, made = NearSupporter.objects.editable_by(request.user).update_or_create(
        person=data["person"], unit=data["unit"], defaults={"phone": data["phone"]}
    )
    if made:
        send("near_named", to=near.person, near=near.pk)
    messages.success(request, _("Saved."))
    return redirect("near_list")


near_list = page_or_action(_list, _add)


@action
def near_remove(request: Request, pk: UUID) -> HttpResponse:
    """Take one off the register."""
    get_object_or_404(NearSupporter.objects.editable_by(request.user), pk=pk).delete()
    messages.success(request, _("Removed."))
    return redirect("near_list")
