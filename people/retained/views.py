"""HR sets how long data is kept and sees what goes; the data protection officer reads the disposal log."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Disposal, SettingChange
from core.pages import paged
from core.retention import DEFAULTS, History, Period, foresee, in_force, period
from core.views import page_or_action
from people.retained.actions import change_period, one_change_at_a_time
from people.retained.bounds import bounds_of, settable
from people.retained.forms import PeriodForm
from people.retained.words import AREA, FEWEST, about_how_many, in_words, kept_as, rule_in_words, since_of, title_of
from people.user.decorators import hr_only, hr_or_officer_only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.request import Request

AHEAD = 30  # days


@dataclass(frozen=True)
class Row:
    """One kind of data in the list."""

    name: str
    what: str
    since: str
    now: str
    may: str
    goes: str = ""


def _row(name: str, history: History, counts: dict[str, int] | None) -> Row:
    bounds = bounds_of(name)
    return Row(
        name,
        title_of(name),
        since_of(name),
        bounds.words_of(history.newest),
        bounds.words(),
        about_how_many(counts.get(name, 0)) if counts is not None else "",
    )


def _list(request: Request, counts: dict[str, int] | None = None) -> HttpResponse:
    names = settable()
    found = in_force(*names)
    rows = [_row(name, found[name], counts) for name in names]
    until = timezone.localdate() + datetime.timedelta(days=AHEAD)
    context = {"rows": rows, "counted": counts is not None, "ahead": AHEAD, "until": until}
    return render(request, "people/retained/list.html", context)


def _count(request: Request) -> HttpResponse:
    """What goes in the next thirty days: the rules themselves run as if it were then, and nothing of it happens."""
    return _list(request, foresee(timezone.now() + datetime.timedelta(days=AHEAD)))


retention_settings = hr_only(page_or_action(_list, _count))


def _edit(request: Request, name: str, form: PeriodForm | None = None, **more: Any) -> HttpResponse:
    if name not in settable():
        raise Http404
    now = in_force(name)[name].newest
    bounds = bounds_of(name)
    context = {
        "form": form or PeriodForm(bounds=bounds, initial={"number": bounds.number(now)}),
        "name": name,
        "what": title_of(name),
        "since": since_of(name),
        "now": now.words,
        "stands": kept_as(now),
        "backups": period("backups").words,
        "default": in_words(name, kept_as(DEFAULTS[name])),
    }
    return render(request, "people/retained/edit.html", context | more)


def _save(request: Request, name: str) -> HttpResponse:
    """First what a change means is shown, then it is made; a colleague's change in between is told first."""
    if name not in settable():
        raise Http404
    bounds = bounds_of(name)
    form = PeriodForm(request.POST, bounds=bounds)
    if not form.is_valid():
        return _edit(request, name, form)
    if "sure" in request.POST:
        one_change_at_a_time()
    history = in_force(name)[name]
    now, new = history.newest, bounds.period(form.cleaned_data["number"])
    if request.POST.get("stands") != kept_as(now):
        last = SettingChange.objects.visible_to(request.user).filter(area=AREA, setting=name).first()
        told = _("Meanwhile %(person)s has set this: %(period)s. Look whether your change is still needed.")
        form.add_error(None, told % {"person": last.by.name if last and last.by else "HR", "period": now.words})
        return _edit(request, name, form)
    if now == new:
        form.add_error("number", _("This is the period that holds now. Write another, or go back."))
        return _edit(request, name, form)
    if request.POST.get("sure") != kept_as(new):
        return _edit(request, name, form, means=_what_it_means(name, history, new))
    change_period(name, new, negotiated_on=form.cleaned_data["negotiated_on"], by=request.user)
    messages.success(
        request, _("The period is changed. HR, the administrator and the data protection officer are told.")
    )
    return redirect("retention_settings")


def _what_it_means(name: str, history: History, new: Period) -> dict[str, Any]:
    """Before it is made: a shorter one deletes at once what a longer one would have kept; a longer one nothing."""
    now = timezone.now()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    changed = history.with_change(tomorrow, new)
    shorter = changed.last_day_over(timezone.localdate()) > history.last_day_over(timezone.localdate())
    goes = foresee(now, only=name, instead=changed).get(name, 0) if shorter else 0
    return {
        "before": history.newest.words,
        "after": new.words,
        "sure": kept_as(new),
        "shorter": shorter,
        "goes": about_how_many(goes),
    }


retention_edit = hr_only(page_or_action(_edit, _save))


@hr_or_officer_only
@require_GET
def disposal_log(request: Request) -> HttpResponse:
    """What has been deleted: each row for the data protection officer, a month's sums without small ones for HR."""
    log = Disposal.objects.visible_to(request.user)
    if request.user.is_data_protection_officer:
        found = paged(request, log.order_by("-at", "-pk"))
        rows = [
            (row.at, title_of(row.rule.partition(":")[0]), rule_in_words(row.rule), str(row.count))
            for row in found.object_list
        ]
        return render(request, "people/retained/log.html", {"page": found, "rows": rows, "is_exact": True})
    months = log.annotate(month=TruncMonth("at")).values("month", "rule").annotate(sum=Sum("count"))
    now = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sums: dict[datetime.datetime, Counter[str]] = {now: Counter()}
    for each in months.order_by("-month", "rule"):
        sums.setdefault(each["month"], Counter())[each["rule"].partition(":")[0]] += each["sum"]
    found = paged(request, [row for month, counts in sums.items() for row in _of_month(month, counts)])
    context = {"page": found, "rows": found.object_list, "is_exact": False}
    return render(request, "people/retained/log.html", context)


def _of_month(month: datetime.datetime, counts: Counter[str]) -> Iterator[tuple[datetime.datetime, str, str, str]]:
    """A row for what may be told apart; one for all the rest, the same whether there was none or one of it."""
    for name, count in counts.items():
        if count >= FEWEST:
            yield month, title_of(name), "", about_how_many(count)
    yield month, _("Other kinds of data"), "", _("fewer than 5 of each")
