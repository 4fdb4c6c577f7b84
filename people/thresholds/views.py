"""HR sets the smallest groups of which anything is told, and sees first what a change hides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import organisation
from core.models import SettingChange
from core.organisation.thresholds import THRESHOLDS, Threshold
from core.views import page_or_action
from people.organisation.actions import locked
from people.thresholds.actions import change_threshold
from people.thresholds.forms import ThresholdForm
from people.thresholds.hidden import by_change
from people.thresholds.words import AREA, in_words, title_of, what_of
from people.user.decorators import hr_only

if TYPE_CHECKING:
    from core.request import Request


@hr_only
@require_GET
def threshold_settings(request: Request) -> HttpResponse:
    """Both, and between what each may be."""
    rows = [
        (each, title_of(name), what_of(name), in_words(name, str(organisation.smallest(each))))
        for name, each in THRESHOLDS.items()
    ]
    return render(request, "people/thresholds/list.html", {"rows": rows})


def _threshold(name: str) -> Threshold:
    if name not in THRESHOLDS:
        raise Http404
    return THRESHOLDS[name]


def _edit(request: Request, name: str, form: ThresholdForm | None = None, **more: Any) -> HttpResponse:
    threshold = _threshold(name)
    now = organisation.smallest(threshold)
    context = {
        "form": form or ThresholdForm(threshold=threshold, initial={"number": now}),
        "name": name,
        "title": title_of(name),
        "what": what_of(name),
        "now": in_words(name, str(now)),
        "stands": now,
    }
    return render(request, "people/thresholds/edit.html", context | more)


def _save(request: Request, name: str) -> HttpResponse:
    """First what a change hides is shown, then it is made; a colleague's change in between is told first."""
    threshold = _threshold(name)
    form = ThresholdForm(request.POST, threshold=threshold)
    if not form.is_valid():
        return _edit(request, name, form)
    now, new = getattr(locked(request.user), name), form.cleaned_data["number"]
    if request.POST.get("stands") != str(now):
        last = SettingChange.objects.visible_to(request.user).filter(area=AREA, setting=name).first()
        told = _("Meanwhile %(person)s has set this: %(number)s. Look whether your change is still needed.")
        person = last.by.name if last and last.by else "HR"
        form.add_error(None, told % {"person": person, "number": in_words(name, str(now))})
        return _edit(request, name, form)
    if now == new:
        form.add_error("number", _("This number holds now. Write another, or go back."))
        return _edit(request, name, form)
    if request.POST.get("sure") != str(new):
        means = {"after": in_words(name, str(new)), "sure": new, "hides": by_change(threshold, now, new)}
        return _edit(request, name, form, means=means)
    change_threshold(threshold, new, negotiated_on=form.cleaned_data["negotiated_on"], by=request.user)
    messages.success(
        request, _("The number is changed. HR, the administrator and the data protection officer are told.")
    )
    return redirect("threshold_settings")


threshold_edit = hr_only(page_or_action(_edit, _save))
