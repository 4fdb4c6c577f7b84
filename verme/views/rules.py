"""Changing the ground rules: a draft that saves itself, until somebody puts it in force and everybody is asked anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.views import action
from people.views import page_or_action
from verme import texts, writing
from verme.models import GroundRules, Group, SharedText
from verme.views.groups import in_force, inside, live_group, number, save

if TYPE_CHECKING:
    from core.autosave import Writing
    from core.request import Request


def _draft(request: Request, group: Group) -> SharedText:
    """What is being written: rules bind a substitute too, who reads and writes them from the first day."""
    kind = SharedText.Kind.RULES
    found = SharedText.objects.inside(request.user).select_related("by").filter(group=group, kind=kind).first()
    return found or SharedText(group=group, kind=kind)


def _now(request: Request, draft: SharedText, rules: GroundRules | None) -> Writing:
    """The draft, or what it starts from: the rules in force, or the template."""
    return texts.rules(draft, request.user, rules.text.open(request.user) if rules else "")


def _form(request: Request, group: Group, now: Writing, **more: Any) -> HttpResponse:
    context = {"group": group, "rules": in_force(request, group), "writing": now, **more}
    return render(request, "verme/rules_edit.html", context, status=now.failure or 200)


def _page(request: Request, pk: UUID) -> HttpResponse:
    """Change the rules, starting from those in force or from the template."""
    group = inside(request, pk)
    if not group.is_live:
        raise Http404
    return _form(request, group, _now(request, _draft(request, group), in_force(request, group)))


@action
def rules_draft(request: Request, pk: UUID) -> HttpResponse:
    """Save the draft; nobody is asked yet."""
    group = live_group(request, pk)
    draft = _draft(request, group)
    now, then = _now(request, draft, in_force(request, group)), reverse("rules_edit", args=[pk])
    return save(request, draft, now, lambda after: _form(request, group, after), _("Saved."), then)


def _put_in_force(request: Request, pk: UUID) -> HttpResponse:
    group, user = live_group(request, pk), request.user
    rules, draft = in_force(request, group), _draft(request, group)
    after = writing.save(draft, _now(request, draft, rules), request.POST, by=user)
    if after is None:
        raise Http404
    version = rules.version if rules else 0
    if after.failure or number(request) != version:
        return _form(request, group, after, overtaken=number(request) != version)
    text = after.text.strip()
    if not text:
        messages.warning(request, _("Write at least one rule."))
        return redirect("rules_edit", pk)
    if rules is None or rules.text.open(user) != text:
        made = GroundRules(group=group, version=version)
        made.write(text, by=user, version=version)
        made.acceptances.create(person=user)
    if not draft._state.adding:
        draft.delete()
    messages.success(request, _("The rules are saved. Each one is asked to accept them."))
    return redirect(group)


rules_edit = page_or_action(_page, _put_in_force)
