"""The six written models: everybody reads them, HR writes the next version. Who reads is recorded nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.files import content_type, download
from core.views import action, page_or_action
from support.model import actions as acts
from support.model.forms import VersionForm, started
from support.model.kinds import BY_CODE, KINDS, Kind
from support.model.text import blocks, differences
from support.models import ModelFile, ModelVersion

if TYPE_CHECKING:
    from core.request import Request


def _kind(code: str) -> Kind:
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


@require_GET
def model_list(request: Request) -> HttpResponse:
    """The six, with the version in force; HR also sees which have a draft."""
    shown = ModelVersion.objects.visible_to(request.user)
    newest = {version.kind: version for version in shown.newest().defer("text_fi", "text_sv", "text_en")}
    drafts = set(shown.drafts().values_list("kind", flat=True))
    rows = [(kind, newest.get(kind.code), kind.code in drafts) for kind in KINDS]
    return render(request, "support/model/list.html", {"rows": rows})


@require_GET
def model_detail(request: Request, code: str) -> HttpResponse:
    """The version in force, or that there is none yet."""
    kind = _kind(code)
    version = ModelVersion.objects.visible_to(request.user).newest().filter(kind=code).first()
    return _version_page(request, kind, version)


@require_GET
def model_version(request: Request, code: str, number: int) -> HttpResponse:
    """One version: an earlier one, or for HR the draft as others will see it."""
    rows = ModelVersion.objects.visible_to(request.user).filter(kind=_kind(code).code)
    return _version_page(request, _kind(code), get_object_or_404(rows, number=number))


def _version_page(request: Request, kind: Kind, version: ModelVersion | None) -> HttpResponse:
    rows = ModelVersion.objects.visible_to(request.user).filter(kind=kind.code)
    versions = list(rows.defer("text_fi", "text_sv", "text_en"))
    context: dict[str, Any] = {
        "kind": kind,
        "version": version,
        "versions": versions,
        "newest": next((one for one in versions if not one.is_draft), None),
        "in_force": next((one for one in versions if not one.is_draft and not one.is_coming), None),
        "draft": next((one for one in versions if one.is_draft), None),
    }
    if version:
        language = version.text.language
        before = rows.filter(number__lt=version.number).first()
        context |= {
            "blocks": blocks(version.text.text),
            "files": list(version.files.defer("data")),
            "before": before,
            "differences": differences(before.text_in(language), version.text.text)
            if before and before.text_in(language) and version.text
            else [],
        }
    return render(request, "support/model/model.html", context)


@require_GET
def model_file(request: Request, code: str, number: int, language: str) -> HttpResponse:
    """A version as its file."""
    rows = ModelFile.objects.visible_to(request.user).filter(version__kind=_kind(code).code, version__number=number)
    file = get_object_or_404(rows, language=language)
    return download(file.name, bytes(file.data), content_type(file.name))


def _hr_only(request: Request, code: str) -> Kind:
    if not request.user.is_hr:
        raise Http404
    return _kind(code)


def _draft_of(request: Request, kind: Kind) -> ModelVersion | None:
    return ModelVersion.objects.editable_by(request.user).filter(kind=kind.code).first()


def _draft_page(request: Request, kind: Kind, form: VersionForm, theirs: ModelVersion | None = None) -> HttpResponse:
    context = {"kind": kind, "form": form, "theirs": theirs, "draft": _draft_of(request, kind)}
    return render(request, "support/model/draft.html", context)


def _draft(request: Request, code: str) -> HttpResponse:
    """The draft, or what a new one begins with."""
    kind = _hr_only(request, code)
    draft = _draft_of(request, kind)
    if draft:
        return _draft_page(request, kind, VersionForm(instance=draft, kind=kind, initial={"revision": draft.revision}))
    before = ModelVersion.objects.visible_to(request.user).newest().filter(kind=code).first()
    initial = started(kind, before) | {"revision": before.revision if before else 0}
    return _draft_page(request, kind, VersionForm(kind=kind, initial=initial))


def _save(request: Request, code: str) -> HttpResponse:
    """Save the draft, or publish it. Whoever saves over a colleague's text sees it first."""
    kind = _hr_only(request, code)
    rows = ModelVersion.objects.editable_by(request.user).filter(kind=kind.code)
    draft = rows.select_for_update().first()
    publish = "publish" in request.POST
    stands = draft or ModelVersion.objects.visible_to(request.user).newest().filter(kind=kind.code).first()
    saved = stands.revision if stands else 0  # counts on from version to version: a publishing is a change as well
    form = VersionForm(
        request.POST, request.FILES, instance=draft or ModelVersion(kind=kind.code), kind=kind, publishing=publish
    )
    if not form.is_valid():
        return _draft_page(request, kind, form)
    if form.cleaned_data["revision"] != saved:
        data = request.POST.copy()
        data["revision"] = str(saved)
        again = VersionForm(data, instance=draft or ModelVersion(kind=kind.code), kind=kind)
        told = _("A colleague has saved or published meanwhile. Yours is here, and theirs below: take what you need.")
        again.add_error(None, told)
        return _draft_page(request, kind, again, stands)
    version = acts.save(kind, rows.first(), form.cleaned_data, publish=publish)
    if publish:
        messages.success(
            request, _("Version %(number)d is published: everybody reads it.") % {"number": version.number}
        )
        return redirect("model_detail", code)
    messages.success(request, _("The draft is saved. Only HR sees it."))
    return redirect("model_draft", code)


model_draft = page_or_action(_draft, _save)


@action
def model_draft_delete(request: Request, code: str) -> HttpResponse:
    """Delete the draft. What has been published stays."""
    kind = _hr_only(request, code)
    ModelVersion.objects.editable_by(request.user).filter(kind=kind.code).delete()
    messages.success(request, _("The draft is deleted."))
    return redirect("model_detail", code)
