"""The tree of units. For HR and the system administrator."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.db.models.deletion import ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.addresses import as_id
from core.request import Request
from core.views import action, page_or_action
from people.models import SupervisionLine, Unit, User
from people.supervision.actions import OwnTeam, telling_of_supervisors
from people.supervision.forms import ASK_A_COLLEAGUE
from people.supervision.rings import each_others_supervisors
from people.supervision.several import named
from people.unit.actions import lock_tree
from people.unit.forms import UnitForm
from people.user.decorators import keepers_only

ALL_OPEN = 60  # units: of a larger tree the two uppermost levels are drawn, and what is below when it is opened


@keepers_only
@require_safe
def unit_list(request: Request) -> HttpResponse:
    """The tree, with who leads what and how many people there are. A fixed number of statements.

    Of a large one ``?open=`` draws what is below one unit, too.
    """
    query = request.GET.get("q", "").strip()
    tree = named(Unit.objects.editable_by(request.user), query).in_tree_order()
    people = User.objects.editable_by(request.user).active().order_by()
    counts = dict(people.values_list("unit").annotate(count=Count("*")))
    parents = dict(Unit.objects.editable_by(request.user).order_by().values_list("pk", "parent"))
    totals: Counter[UUID] = Counter()  # of what is below, too: added up here, since people are many and units few
    for unit_id, count in counts.items():
        while unit_id:
            totals[unit_id] += count
            unit_id = parents[unit_id]
    known: dict[UUID, Any] = {unit.pk: unit for unit in tree}
    for unit in known.values():
        unit.count, unit.total, unit.parts = counts.get(unit.pk, 0), totals[unit.pk], []
        unit.is_drawn = bool(query) or len(tree) <= ALL_OPEN or not unit.depth  # with what is below it
    for unit in tree:
        if unit.depth:
            known[unit.parent_id].parts.append(unit)  # type: ignore[index]
    opened = known.get(as_id(request.GET.get("open", "")))  # type: ignore[arg-type]
    while opened:
        opened.is_drawn, opened = True, known.get(opened.parent_id)
    leads = _leads(request.user, [unit for unit in tree if not unit.depth or known[unit.parent_id].is_drawn])  # type: ignore[index]
    rings = each_others_supervisors(request.user)
    people_of_rings = User.objects.visible_to(request.user).in_bulk({pk for pair in rings for pk in pair})
    context = {
        "count": len(tree),
        "tops": [unit for unit in tree if not unit.depth],
        "leads": leads,
        "query": query,
        "without_unit": counts.get(None, 0),
        "rings": [(people_of_rings[one], people_of_rings[other]) for one, other in rings],
    }
    return render(request, "people/unit/list.html", context)


def _leads(by: User, units: list[Unit]) -> dict[UUID, list[SupervisionLine]]:
    """Who leads each of these units today, its supervisor first."""
    lines = SupervisionLine.objects.visible_to(by).live().filter(supervisor__is_active=True, unit__in=units)
    names = [f"supervisor__{name}" for name in ("first_name", "last_name", "calling_name")]
    found: dict[UUID, list[SupervisionLine]] = {}
    lines = lines.select_related("supervisor").only("unit", "kind", *names)
    for line in lines.order_by("-kind", "supervisor__sort_key"):
        found.setdefault(line.unit_id, []).append(line)
    return found


def _unit_page(request: Request, form: UnitForm, unit: Unit | None = None) -> HttpResponse:
    context: dict[str, object] = {"form": form, "unit": unit}
    if unit:
        lines = SupervisionLine.objects.visible_to(request.user).filter(unit=unit).select_related("supervisor")
        context["lines"] = lines
        context["people"] = User.objects.visible_to(request.user).active().filter(unit=unit).count()
        context["below"] = Unit.objects.visible_to(request.user).filter(parent=unit)
    return render(request, "people/unit/edit.html", context)


def _add_page(request: Request) -> HttpResponse:
    """A new unit."""
    return _unit_page(request, UnitForm(by=request.user, initial={"parent": request.GET.get("parent")}))


def _add(request: Request) -> HttpResponse:
    lock_tree()
    form = UnitForm(request.POST, by=request.user)
    if not form.is_valid():
        return _unit_page(request, form)
    unit = form.save()
    messages.success(request, _("The unit is added. Now who leads it."))
    return redirect("unit_edit", unit.pk)


def _edit_page(request: Request, pk: UUID) -> HttpResponse:
    """A unit: name, place in the tree, who leads it."""
    unit = get_object_or_404(Unit.objects.editable_by(request.user).select_related("parent"), pk=pk)
    return _unit_page(request, UnitForm(instance=unit, by=request.user), unit)


def _edit(request: Request, pk: UUID) -> HttpResponse:
    lock_tree()
    unit = get_object_or_404(Unit.objects.editable_by(request.user), pk=pk)
    form = UnitForm(request.POST, instance=unit, by=request.user)
    if not form.is_valid():
        return _unit_page(request, form, Unit.objects.editable_by(request.user).get(pk=pk))
    try:
        with telling_of_supervisors(User.objects.visible_to(request.user).below(unit), by=request.user):
            form.save()
    except OwnTeam:
        form.add_error("parent", ASK_A_COLLEAGUE)
        return _unit_page(request, form, Unit.objects.editable_by(request.user).get(pk=pk))
    messages.success(request, _("Saved."))
    return redirect("unit_edit", pk)


unit_add = keepers_only(page_or_action(_add_page, _add))
unit_edit = keepers_only(page_or_action(_edit_page, _edit))


@keepers_only
@action
def unit_remove(request: Request, pk: UUID) -> HttpResponse:
    """Remove a unit in which nobody works and which has no parts."""
    lock_tree()
    unit = get_object_or_404(Unit.objects.editable_by(request.user), pk=pk)
    if User.objects.visible_to(request.user).filter(unit=unit, is_active=True).exists():
        messages.error(request, _("People work in this unit. Move them to another unit first."))
        return redirect("unit_edit", pk)
    try:
        unit.delete()
    except ProtectedError:
        messages.error(request, _("The unit has parts. Move them elsewhere first."))
        return redirect("unit_edit", pk)
    messages.success(request, _("The unit is removed."))
    return redirect("unit_list")
