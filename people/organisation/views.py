"""HR's settings of the employer, the logo itself, and the log of changed settings."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from core import organisation
from core.models import SettingChange
from core.numbers import sent_version
from core.pages import paged
from core.views import action, page_or_action
from people.organisation import actions
from people.organisation.forms import LogoForm, OrganisationForm
from people.organisation.settings import SETTINGS, in_words, kept_as, title_of
from people.organisation.words import after_of, before_of, title_of_change
from people.user.decorators import hr_only, hr_or_officer_only

if TYPE_CHECKING:
    from core.request import Request


def _page(request: Request, form: OrganisationForm | None = None, logo_form: LogoForm | None = None) -> HttpResponse:
    now = organisation.current()
    context = {
        "form": form or OrganisationForm(instance=now),
        "logo_form": logo_form or LogoForm(),
        "now": now,
        "is_saved": now.revision > 0,
        "revision": form.data.get("revision") if form and form.is_bound else now.revision,
    }
    return render(request, "people/organisation/settings.html", context)


def _settings_page(request: Request) -> HttpResponse:
    """The employer's settings: what HR has saved, or what the environment says before that."""
    organisation.forget()  # what another process has saved a moment ago stands in the form
    return _page(request)


def _settings_save(request: Request) -> HttpResponse:
    """Save. What a colleague has changed meanwhile stays; where both have changed the same, the later one chooses."""
    now = actions.locked(request.user)
    form = OrganisationForm(request.POST, instance=copy.copy(now))
    if not form.is_valid():
        return _page(request, form)
    mine = form.instance
    taken, clash = actions.merged(now, mine, sent_version(request.POST, "revision"))
    if clash:
        return _page(request, _with_both(request, form, now, clash))
    actions.save(now, mine, by=request.user)
    messages.success(request, _("Saved."))
    for setting, other in taken.items():
        told = _("Meanwhile %(person)s has changed this, and it stays: %(setting)s.")
        messages.info(request, told % {"person": other.by, "setting": title_of(setting)})
    return redirect("organisation_settings")


def _with_both(
    request: Request, form: OrganisationForm, now: organisation.Organisation, clash: dict[str, actions.Meanwhile]
) -> OrganisationForm:
    """The form with what I wrote, and beside each setting that both have changed what the other has saved."""
    again = request.POST.copy()
    again["revision"] = str(now.revision)
    for fields in SETTINGS.values():
        for field in fields:
            value = getattr(form.instance, field)  # what only the other has changed is theirs
            again[field] = "" if value is None else str(value)
    shown = OrganisationForm(again, instance=copy.copy(now))
    for setting, other in clash.items():
        told = _("Meanwhile %(person)s has saved: %(text)s. Yours is here; save again if it is to stay.")
        theirs = in_words(setting, kept_as(now, setting))
        shown.add_error(SETTINGS[setting][-1], told % {"person": other.by, "text": theirs})
    return shown


organisation_settings = hr_only(page_or_action(_settings_page, _settings_save))


@hr_only
@action
def logo_save(request: Request) -> HttpResponse:
    """Take a picture into use as the logo, or the logo away."""
    now = actions.locked(request.user)
    if "remove" in request.POST:
        actions.save_logo(now, None, by=request.user)
        messages.success(request, _("The logo is taken away."))
        return redirect("organisation_settings")
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, logo_form=form)
    actions.save_logo(now, form.logo, by=request.user)
    messages.success(request, _("The logo stands on the pages and on papers."))
    return redirect("organisation_settings")


@login_not_required
@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The picture that is in use. Its address changes with it, so browsers keep it; no session is read here."""
    now = organisation.current()
    if not now.logo_hash or digest != now.logo_hash:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(bytes(now.logo or b""), content_type="image/png", headers=headers)


@hr_or_officer_only
@require_GET
def setting_changes(request: Request) -> HttpResponse:
    """The log: who has changed what, from what to what."""
    found = paged(request, SettingChange.objects.visible_to(request.user).select_related("by"))
    rows = [(row, title_of_change(row), before_of(row), after_of(row)) for row in found.object_list]
    return render(request, "people/organisation/changes.html", {"page": found, "rows": rows})
