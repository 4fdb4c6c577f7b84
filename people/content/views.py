"""HR words texts anew: three languages side by side, first shown, then taken into use; earlier versions come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import content
from core.content import GROUPS, Group, Texts
from core.models import ContentVersion
from core.numbers import sent_version
from core.views import page_or_action
from people.content import actions
from people.content.forms import OWN_NAMES, ContentForm
from people.user.decorators import hr_only

if TYPE_CHECKING:
    from core.request import Request


def _group(code: str) -> Group:
    if code not in GROUPS:
        raise Http404
    return GROUPS[code]


@hr_only
@require_GET
def content_list(request: Request) -> HttpResponse:
    """What may be worded anew."""
    own = content.latest()
    rows = [(group, len(own.get(code, {}))) for code, group in GROUPS.items()]
    return render(request, "people/content/list.html", {"rows": rows})


def _page(
    request: Request, code: str, form: ContentForm | None = None, number: int | None = None, **more: Any
) -> HttpResponse:
    group = _group(code)
    versions = list(
        ContentVersion.objects.editable_by(request.user).filter(group=code).select_related("by").order_by("-number")
    )
    now = versions[0] if versions else ContentVersion(group=code, number=0)
    older = [*versions[1:], ContentVersion(group=code, number=0)]
    context = {
        "group": group,
        "groups": GROUPS.values(),
        "form": form or ContentForm(group=group, texts=now.texts),
        "number": now.number if number is None else number,
        "versions": [
            (one, len(actions.differences(group, before.texts, one.texts)))
            for one, before in zip(versions, older, strict=False)
        ],
        "now": now.number,
        "language_names": OWN_NAMES,
        "untranslated": set(actions.untranslated(group, now.texts)),
    }
    return render(request, "people/content/edit.html", context | more)


def _save(request: Request, code: str) -> HttpResponse:
    """First what changes is shown, then it is taken into use; what a colleague has worded meanwhile stays."""
    group = _group(code)
    now = actions.latest(group, by=request.user)
    if "restore" in request.POST:
        return _restore(request, group, now)
    form = ContentForm(request.POST, group=group, texts=now.texts)
    if not form.is_valid():
        return _page(request, code, form, sent_version(request.POST, "number"))
    mine, base = form.texts(), _texts_of(request, group, sent_version(request.POST, "number"))
    texts, clash = actions.merged(group, base, mine, now.texts)
    if clash:
        return _page(request, code, _filled(group, texts), clash=_told(group, clash), number=now.number)
    changed = actions.differences(group, now.texts, texts)
    if not changed:
        messages.info(request, _("Nothing reads otherwise than before."))
        return redirect("content_edit", code)
    if "use" not in request.POST:
        return _page(
            request,
            code,
            _filled(group, texts),
            changed=_told(group, changed),
            untranslated=set(actions.untranslated(group, texts)),
            number=now.number,
        )
    made = actions.take_into_use(group, texts, after=now.number, by=request.user)
    messages.success(request, _("Version %(number)s is in use.") % {"number": made.number})
    return redirect("content_edit", code)


def _texts_of(request: Request, group: Group, number: int) -> Texts:
    """Those of the version from which somebody started; the originals before any."""
    versions = ContentVersion.objects.editable_by(request.user).filter(group=group.code, number=number)
    return next(iter(versions.values_list("texts", flat=True)), {})


def _restore(request: Request, group: Group, now: ContentVersion) -> HttpResponse:
    """An earlier version, or the original (0), is in use again: as a new version, so that nothing is lost."""
    number = sent_version(request.POST, "restore")
    texts = _texts_of(request, group, number)
    if number and not texts and not ContentVersion.objects.editable_by(request.user).filter(number=number).exists():
        raise Http404
    if actions.differences(group, now.texts, texts):
        actions.take_into_use(group, texts, after=now.number, by=request.user)
    messages.success(request, _("The texts read as before again."))
    return redirect("content_edit", group.code)


def _filled(group: Group, texts: Texts) -> ContentForm:
    return ContentForm(group=group, texts=texts)


def _told(group: Group, changed: list[actions.Changed]) -> list[dict[str, Any]]:
    order = {code: group.labels.get(code, number) for number, code in enumerate(group.originals, 1)}
    return [{"number": order[one.code], "language": OWN_NAMES[one.language], "change": one} for one in changed]


content_edit = hr_only(page_or_action(_page, _save))
