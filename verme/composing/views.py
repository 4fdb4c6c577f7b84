"""HR composes the groups of a season on one page, looks at the summary and confirms them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from core.views import action
from verme.composing import actions as composing
from verme.composing.conflicts_of_interest import Clash, Interests
from verme.composing.proposal import propose
from verme.group.letters import confirmed_text
from verme.models import Group, Season, SignUp
from verme.newcomer.actions import Oneself
from verme.season.views import a_season

if TYPE_CHECKING:
    from core.request import Request
    from people.models import User

AS_A_LIST = 10  # more groups than this are a list, not a board


@dataclass
class Card:
    """One person on the page: where they are, where they would go, and what to look at."""

    row: SignUp
    was: str
    to: str
    own: bool
    before: str  # the name of the group where they are; "" on the waiting list
    clashes: list[Clash] = field(default_factory=list)

    @property
    def moves(self) -> bool:
        """Not saved yet."""
        return self.was != self.to

    @property
    def as_wished(self) -> bool:
        """In the group that they wish, or in one and any would do."""
        return bool(self.to) and (not self.row.wish_id or str(self.row.wish_id) == self.to)


@dataclass
class Column:
    """One group as it would be."""

    group: Group
    cards: list[Card]
    left: list[Card]  # who would go elsewhere
    mentors: list[User]
    clashes: list[Clash]
    least: int
    ticked: bool = False

    @property
    def forming(self) -> bool:
        """Not confirmed yet."""
        return self.group.state == Group.State.FORMING

    @property
    def come(self) -> list[Card]:
        """Who would come."""
        return [card for card in self.cards if card.moves]

    @property
    def over(self) -> bool:
        """More people than places: it cannot be saved."""
        return len(self.cards) > self.group.capacity

    @property
    def few(self) -> bool:
        """Fewer than the season means."""
        return len(self.cards) < self.least

    @property
    def free(self) -> int:
        """Places that nobody has."""
        return max(0, self.group.capacity - len(self.cards))

    @property
    def can_confirm(self) -> bool:
        """With somebody to lead it and somebody in it."""
        return self.forming and bool(self.mentors and self.cards) and not self.over

    @property
    def to_look_at(self) -> list[User]:
        """The members about whom there is something to say."""
        return [card.row.person for card in self.cards if card.clashes]

    @property
    def told(self) -> int:
        """How many get a letter when it is confirmed."""
        return len({card.row.person_id for card in self.cards} | {person.pk for person in self.mentors})


@require_GET
def group_compose(request: Request, pk: UUID) -> HttpResponse:
    """Who is where. The choices stand in selects; dragging sets them (static/js/compose.js)."""
    return _page(request, a_season(request, pk))


def _rows(request: Request, season: Season) -> list[SignUp]:
    rows = SignUp.objects.editable_by(request.user).filter(season=season).there()
    return list(rows.select_related("person__unit", "wish").order_by("at", "pk"))


def _groups(request: Request, season: Season) -> list[Group]:
    return list(Group.objects.editable_by(request.user).filter(season=season).order_by("sort_key", "pk"))


def _page(request: Request, season: Season, chosen: dict[str, str] | None = None, problem: str = "") -> HttpResponse:
    """The page as chosen. Nothing is saved here."""
    rows, groups, known = _rows(request, season), _groups(request, season), Interests(season)
    names = {str(group.pk): group.name for group in groups}
    cards: dict[str, list[Card]] = {}
    left: dict[str, list[Card]] = {}
    for row in rows:
        was = composing.seat(row)
        to = (chosen or {}).get(str(row.pk), was)
        card = Card(
            row, was, to if to in names or not to else was, row.person_id == request.user.pk, names.get(was, "")
        )
        cards.setdefault(card.to, []).append(card)
        if card.moves:
            left.setdefault(card.was, []).append(card)
    columns, ticks = [], None
    if request.method == "POST" and "propose" not in request.POST:
        ticks = request.POST.getlist("confirm")
    for group in groups:
        there, mentors = cards.get(str(group.pk), []), known.mentors.get(group.pk, [])
        clashes = known.clashes_of(group.pk, [card.row.person for card in there])
        for card in there:
            card.clashes = [clash for clash in clashes if card.row.person_id in clash.beside]
        shown = {clash for card in there for clash in card.clashes}
        rest = [clash for clash in clashes if clash not in shown]
        column = Column(group, there, left.get(str(group.pk), []), mentors, rest, season.members_min)
        column.ticked = column.can_confirm and (not column.few if ticks is None else str(group.pk) in ticks)
        columns.append(column)
    ready = [column for column in columns if column.ticked]
    context = {
        "season": season,
        "columns": columns,
        "waiting": cards.get("", []),
        "targets": [(str(group.pk), group.name) for group in groups if group.state != Group.State.ENDED],
        "problem": problem,
        "moves": sum(len(found) for found in left.values()),
        "looks": sum(len(column.to_look_at) for column in columns),
        "ready": ready,
        "not_yet": "" if ready else _not_yet(columns),
        "told": sum(column.told for column in ready),
        "letters": [(code, _letter(ready[0].group, code)) for code in ("fi", "sv")] if ready else [],
        "as_list": len(groups) > AS_A_LIST,
    }
    return render(request, "verme/composing/compose.html", context)


def _not_yet(columns: list[Column]) -> str:
    """Why no group can be confirmed now; nothing when all have been."""
    if any(column.can_confirm for column in columns):
        return _("Tick the groups that you confirm.")
    forming = [column for column in columns if column.forming]
    if any(column.cards and not column.mentors for column in forming):
        return _("A group can be confirmed when it has a mentor.")
    return _("A group can be confirmed when it has a mentor and members, not too many.") if forming else ""


def _letter(group: Group, language: str) -> str:
    with translation.override(language):
        return confirmed_text(group)


def _placements(request: Request) -> list[composing.Placement]:
    found = []
    for name, to in request.POST.items():
        if name.startswith("to-"):
            try:
                pk = UUID(name.removeprefix("to-"))
            except ValueError:
                continue
            found.append(composing.Placement(pk, request.POST.get(f"was-{pk}", ""), str(to)))
    return found


@action
def group_compose_save(request: Request, pk: UUID) -> HttpResponse:
    """Show a proposal or what has been chosen so far, or move people and perhaps confirm groups: all or nothing."""
    season = a_season(request, pk, lock=True)
    wanted = _placements(request)
    chosen = {str(row.sign_up): row.to for row in wanted}
    if "propose" in request.POST:
        found = propose(_rows(request, season), _groups(request, season), Interests(season))
        return _page(request, season, found)
    if "check" in request.POST:
        return _page(request, season, chosen)
    try:
        with transaction.atomic():
            forming = request.POST.getlist("forming")
            moved = composing.compose(season, wanted, by=request.user, forming=forming)
            confirmed = _confirm(request, season) if "do" in request.POST else 0
    except composing.Moved as error:
        rows = {str(row.pk): composing.seat(row) for row in _rows(request, season)}
        kept = {row: to for row, to in chosen.items() if request.POST.get(f"was-{row}") == rows.get(row)}
        return _page(request, season, kept, _what_changed(error, _chosen_for(request, season, wanted)))
    except (composing.Full, composing.NoMentor, composing.Small, Oneself) as error:
        return _page(request, season, chosen, _why_not(error))
    said = [ngettext("%(n)d person moved.", "%(n)d people moved.", moved) % {"n": moved}] if moved else []
    if confirmed:
        text = ngettext(
            "%(n)d group is confirmed. Its members and mentor have been told.",
            "%(n)d groups are confirmed. Their members and mentors have been told.",
            confirmed,
        )
        said.append(text % {"n": confirmed})
    messages.success(request, " ".join(said) or _("Nothing was moved."))
    return redirect("group_compose", pk)


def _confirm(request: Request, season: Season) -> int:
    ticked = request.POST.getlist("confirm")
    groups = [group for group in _groups(request, season) if str(group.pk) in ticked]
    for group in groups:
        group.season = season
        composing.confirm(group, small=True)  # the tick says that it is meant: a small group has none by itself
    return len(groups)


def _chosen_for(request: Request, season: Season, wanted: list[composing.Placement]) -> dict[object, str]:
    """Person → the name of the group where this page would move them, "" for the waiting list."""
    names = {"": "", **{str(group.pk): group.name for group in _groups(request, season)}}
    people = {row.pk: row.person_id for row in _rows(request, season)}
    moves = [row for row in wanted if row.was != row.to and row.sign_up in people]
    return {people[row.sign_up]: names.get(row.to, "") for row in moves}


def _what_changed(error: composing.Moved, chosen: dict[object, str]) -> str:
    """Who was moved or left while this page was open, where they are now and what was chosen; which groups stand."""
    parts = [_("Nothing was saved: something has changed since you opened the page. Look at the groups again.")]
    for person, group, takes_part in error.changed:
        if not takes_part:
            parts.append(_("%(name)s takes part no more.") % {"name": person.name})
        elif group:
            parts.append(_("%(name)s is now in %(group)s.") % {"name": person.name, "group": group.name})
        else:
            parts.append(_("%(name)s is now on the waiting list.") % {"name": person.name})
        if takes_part and chosen.get(person.pk):
            parts.append(_("You had chosen %(group)s.") % {"group": chosen[person.pk]})
    for settled in error.confirmed:
        text = _("%(group)s has been confirmed: whoever comes or leaves is told at once.")
        parts.append(text % {"group": settled.name})
    return " ".join(parts)


def _why_not(error: Exception) -> str:
    if isinstance(error, composing.Full):
        text = _("%(group)s would have %(n)d people for %(places)d places. Move somebody elsewhere, or add places.")
        return " ".join(text % {"group": group.name, "n": n, "places": group.capacity} for group, n in error.over)
    if isinstance(error, composing.NoMentor):
        return _("Name a mentor for the group first.")
    if isinstance(error, composing.Small):
        return _("A group without members is not confirmed.")
    return _("Nobody places themselves. Ask another HR person to place you.")
