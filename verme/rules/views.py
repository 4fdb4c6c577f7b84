"""Changing the ground rules: a draft that saves itself, until somebody puts it in force and everybody is asked anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.numbers import sent_version
from core.texts.cleaning import clean
from core.texts.views import save_text, status_of
from core.views import action, page_or_action
from verme.group.views import in_force, inside, live_group
from verme.models import GroundRules, Group, SharedText
from verme.rules import writing

if TYPE_CHECKING:
    from core.request import Request
    from core.texts.writing import Writing


def _draft(request: Request, group: Group) -> SharedText | None:
    """What is being written; None when that is closed to a newcomer, who so does not write over it."""
    kind = SharedText.Kind.RULES
    found = SharedText.objects.readable_by(request.user).select_related("by").filter(group=group, kind=kind).first()
    if found is None and SharedText.objects.inside(request.user).filter(group=group, kind=kind).exists():
        return None
    return found or SharedText(group=group, kind=kind)


def _draft_or_404(request: Request, group: Group) -> SharedText:
    draft = _draft(request, group)
    if draft is None:
        raise Http404
    return draft


def _now(request: Request, draft: SharedText, rules: GroundRules | None) -> Writing:
    """The draft, or what it starts from: the rules in force, or the template."""
    return writing.rules(draft, request.user, rules.text.open(request.user) if rules else "")


def _form(request: Request, group: Group, now: Writing | None, **more: Any) -> HttpResponse:
    """The form; without a draft that the user may read, a word that there is one."""
    context = {"group": group, "rules": in_force(request, group), "writing": now, **more}
    return render(request, "verme/rules/edit.html", context, status=status_of([now] if now else []))


def _page(request: Request, pk: UUID) -> HttpResponse:
    """Change the rules, starting from those in force or from the template."""
    group = inside(request, pk)
    if not group.is_live:
        raise Http404
    draft = _draft(request, group)
    return _form(request, group, _now(request, draft, in_force(request, group)) if draft else None)


@action
def rules_draft(request: Request, pk: UUID) -> HttpResponse:
    """Save the draft; nobody is asked yet."""
    group = live_group(request, pk)
    draft = _draft_or_404(request, group)
    now, then = _now(request, draft, in_force(request, group)), reverse("rules_edit", args=[pk])
    return save_text(request, draft, now, lambda after: _form(request, group, after), told=_("Saved."), then=then)


def _put_in_force(request: Request, pk: UUID) -> HttpResponse:
    group, user = live_group(request, pk), request.user
    rules, draft = in_force(request, group), _draft_or_404(request, group)
    after = draft.save_from(request.POST, _now(request, draft, rules), by=user)
    if after is None:
        raise Http404
    version = rules.version if rules else 0
    if after.failure or sent_version(request.POST) != version:
        return _form(request, group, after, overtaken=sent_version(request.POST) != version)
    if after.text != clean(request.POST[f"text-{after.key}"]):
        return _form(request, group, after, joined=True)
    text = after.text.strip()
    if not text:
        messages.warning(request, _("Write at least one rule."))
        return redirect("rules_edit", pk)
    if rules is None or rules.text.open(user) != text:
        made = GroundRules(group=group, version=version)
        made.store(text, by=user)
        made.acceptances.create(person=user)
    if not draft._state.adding:
        draft.delete()
    messages.success(request, _("The rules are saved. Each one is asked to accept them."))
    return redirect(group)


rules_edit = page_or_action(_page, _put_in_force)
