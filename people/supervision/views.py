"""The lines of supervision. For HR and the system administrator."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.request import Request
from core.views import action, page_or_action
from people.models import SupervisionLine, Unit, User
from people.supervision.actions import OwnTeam, telling_of_supervisors
from people.supervision.forms import ASK_A_COLLEAGUE, LineForm
from people.user.decorators import keepers_only


def _line_page(request: Request, form: LineForm, unit: Unit, line: SupervisionLine | None = None) -> HttpResponse:
    context = {"form": form, "unit": unit, "line": line}
    return render(request, "people/supervision/edit.html", context)


def _line_add_page(request: Request, pk: UUID) -> HttpResponse:
    """Who leads the unit from now on."""
    unit = get_object_or_404(Unit.objects.editable_by(request.user), pk=pk)
    return _line_page(request, LineForm(by=request.user, initial={"starts_on": timezone.localdate()}), unit)


def _line_add(request: Request, pk: UUID) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.editable_by(request.user).select_for_update(), pk=pk)
    line = SupervisionLine(unit=unit, starts_on=None)  # type: ignore[misc]  # the form gives the day
    form = LineForm(request.POST, instance=line, by=request.user)
    if not form.is_valid():
        return _line_page(request, form, unit)
    return _saved(request, form, unit)


def _line_edit_page(request: Request, pk: int) -> HttpResponse:
    """A line: person, role, dates."""
    line = get_object_or_404(SupervisionLine.objects.editable_by(request.user).select_related("unit"), pk=pk)
    return _line_page(request, LineForm(instance=line, by=request.user), line.unit, line)


def _line_edit(request: Request, pk: int) -> HttpResponse:
    line = get_object_or_404(SupervisionLine.objects.editable_by(request.user), pk=pk)
    unit = get_object_or_404(Unit.objects.editable_by(request.user).select_for_update(), pk=line.unit_id)
    form = LineForm(request.POST, instance=line, by=request.user)
    if not form.is_valid():
        return _line_page(request, form, unit, line)
    return _saved(request, form, unit, line)


def _saved(request: Request, form: LineForm, unit: Unit, line: SupervisionLine | None = None) -> HttpResponse:
    try:
        with telling_of_supervisors(User.objects.visible_to(request.user).below(unit), by=request.user):
            form.save()
    except OwnTeam:
        form.add_error(None, ASK_A_COLLEAGUE)
        return _line_page(request, form, unit, line)
    messages.success(request, _("Saved. Those who got another supervisor were told."))
    warn_of_ring(request, form.instance.supervisor)
    return redirect("unit_edit", unit.pk)


def warn_of_ring(request: Request, leader: User) -> None:
    """It may be right for a day while two units change places, so it is told and not refused."""
    above = leader.supervisor
    if above and above.supervisor == leader:
        told = _("%(one)s and %(other)s are each other’s supervisors now: nobody stands above them.")
        messages.warning(request, told % {"one": leader.name, "other": above.name})


line_add = keepers_only(page_or_action(_line_add_page, _line_add))
line_edit = keepers_only(page_or_action(_line_edit_page, _line_edit))


@keepers_only
@action
def line_end(request: Request, pk: int) -> HttpResponse:
    """End a line today, or remove one that has not started."""
    line = get_object_or_404(SupervisionLine.objects.editable_by(request.user).select_related("unit"), pk=pk)
    today = timezone.localdate()
    unit = line.unit_id
    try:
        with telling_of_supervisors(User.objects.visible_to(request.user).below(line.unit), by=request.user):
            if line.starts_on > today:
                line.delete()
            elif line.ends_on is None or line.ends_on > today:
                line.ends_on = today
                line.save(update_fields=["ends_on"])
    except OwnTeam:
        messages.error(request, ASK_A_COLLEAGUE)
        return redirect("unit_edit", unit)
    messages.success(request, _("The line ends today."))
    return redirect("unit_edit", unit)
