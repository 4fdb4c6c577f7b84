"""The inbox: the list of everything that has come to HR, and one thing opened beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from core import long_sheets
from core.formats import date_only, moment
from core.jobs import task
from core.pages import MOST_FOUND, PER_PAGE, Found, sort_head
from core.sheets import MOST_IN_SHEET, file_of
from core.views import page_or_action
from people.desk import inbox, page
from people.desk.forms import ItemForm, hr_people
from people.desk.handled import Handling
from people.user.decorators import hr_only

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import QueryDict

    from core.request import Request
    from people.desk.inbox import Kind
    from people.models import User

FILTERS = ("tab", "q", "owner", "state", "sort")
STATES = ("open", "closed", *Handling.values)


def _asked(data: QueryDict) -> dict[str, str]:
    """The filters of the address, those that mean something."""
    found = {name: data.get(name, "").strip()[:100] for name in FILTERS}
    if found["tab"] not in inbox.tabs():
        found["tab"] = ""
    if found["state"] not in STATES:
        found["state"] = ""
    if found["sort"].lstrip("-") not in inbox.SORTS:
        found["sort"] = ""
    if found["owner"] not in ("", "none", "me") and not _is_uuid(found["owner"]):
        found["owner"] = ""
    return found


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _sorted_by(column: str, asked: dict[str, str]) -> dict[str, str]:
    """For the head of a column: where it leads, and how it is sorted now."""
    return sort_head(column, asked["sort"] or "due", _without(asked, "sort"))


def _without(asked: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in asked.items() if value and name not in names}


def _rows(by: User, asked: dict[str, str], *, most: int | None = None) -> QuerySet[Any]:
    """What the filters let through, sorted; of each kind no more than the first `most`."""
    return inbox.rows_of(
        by,
        tab=asked["tab"],
        query=asked["q"],
        owner=str(by.pk) if asked["owner"] == "me" else asked["owner"],
        state=asked["state"] or "open",
        sort=asked["sort"] or "due",
        most=most,
    )


def _sheet(by: User, data: QueryDict) -> tuple[list[str], Iterable[list[Any]]]:
    """What the lines of the list say and no more, so that nothing is opened by it."""
    heads = [_("Matter"), _("Kind"), _("State"), _("Who sees to it"), pgettext("inbox", "Came"), _("To be done by")]
    if not by.is_hr:
        return heads, []  # not any more, when the worker comes to it
    names = {person.pk: person.name for person in hr_people(by)}
    lines = (
        [
            one.title,
            " · ".join(filter(None, [str(one.kind.word), one.of])),
            one.state_word,
            names.get(one.seen_to_by, "") if one.seen_to_by else "",
            date_only(timezone.localtime(one.came_at)),
            date_only(one.due_by),
        ]
        for one in inbox.entries(_rows(by, _asked(data)))
    )
    return heads, lines


@task(queue_name="slow")
def make_inbox_sheet(order_id: str) -> None:
    """A long one, for whoever has ordered it."""
    long_sheets.make(order_id, _sheet)


@hr_only
@require_GET
def inbox_export_csv(request: Request) -> HttpResponse:
    """The list as CSV."""
    return file_of("csv", slugify(_("Inbox")), *_sheet(request.user, request.GET))


def _xlsx_page(request: Request) -> HttpResponse:
    """The same as XLSX; a long one is made by the worker."""
    count, name = _rows(request.user, _asked(request.GET)).count(), slugify(_("Inbox"))
    if count > MOST_IN_SHEET:
        return long_sheets.page(request, name, count, reverse("inbox"))
    return file_of("xlsx", name, *_sheet(request.user, request.GET))


def _xlsx_order(request: Request) -> HttpResponse:
    return long_sheets.order(request, make_inbox_sheet)


inbox_export_xlsx = hr_only(page_or_action(_xlsx_page, _xlsx_order))


def _paged(request: Request, asked: dict[str, str], waiting: dict[str, inbox.Waiting]) -> Page[Any]:
    """A page of the list. What is open is counted for its tabs already."""
    number = request.GET.get("page")
    if asked["q"]:
        return Found(_rows(request.user, asked, most=MOST_FOUND + 1)).get_page(number)
    rows = _rows(request.user, asked)
    pages = Paginator(rows, PER_PAGE)
    if asked["state"] in ("", "open") and not asked["owner"]:
        pages.count = sum(one.count for one in waiting.values() if asked["tab"] in ("", one.tab))
    page = pages.get_page(number)
    first, last = (page.number - 1) * PER_PAGE, page.number * PER_PAGE
    page.object_list = _rows(request.user, asked, most=last)[first:last]
    return page


def _page(request: Request, opened: dict[str, Any] | None = None) -> HttpResponse:
    """The list, with what is opened. A fixed number of queries, however much there is."""
    asked = _asked(request.GET)
    waiting = {one.tab: one for one in inbox.waiting(request.user)}
    found = _paged(request, asked, waiting)
    people = opened["people"] if opened else hr_people(request.user)
    names = {person.pk: person.name for person in people}
    query = urlencode(_without(asked))
    context = {
        "page": found,
        "is_cut": isinstance(found.paginator, Found) and found.paginator.is_cut,
        "entries": inbox.entries(found.object_list),
        "names": names,
        "people": people,
        "asked": asked,
        "query": f"{query}&" if query else "",
        "tabs": [
            (tab, label, waiting[tab].count if tab in waiting else 0, urlencode(_without(asked, "tab") | {"tab": tab}))
            for tab, label in inbox.tabs().items()
        ],
        "open_count": sum(one.count for one in waiting.values()),
        "all_query": urlencode(_without(asked, "tab")),
        "by_due": _sorted_by("due", asked),
        "by_came": _sorted_by("came", asked),
        "states": [(state.value, state.label) for state in Handling],
        "opened": opened,
        "most_in_sheet": MOST_IN_SHEET,
    }
    return render(request, "people/desk/inbox.html", context)


@hr_only
@require_GET
def desk(request: Request) -> HttpResponse:
    """What waits for HR, the next days, and what the apps above show. A fixed number of queries."""
    context = {
        "today": timezone.localdate(),
        "now": _("Looked at %(moment)s.") % {"moment": moment(timezone.now())},
        "waits": page.what_waits(request.user),
        "days": page.next_days(request.user),
        "parts": page.parts(request.user),
    }
    return render(request, "people/desk/desk.html", context)


@hr_only
@require_GET
def inbox_list(request: Request) -> HttpResponse:
    """Everything that has come to HR: no text that is sealed, and of a request for help its kind only."""
    return _page(request)


def _kind(code: str) -> Kind:
    kind = inbox.kind_of(code)
    if kind is None or kind.opened is None:
        raise Http404
    return kind


def _item_page(request: Request, kind: str, pk: UUID, form: ItemForm | None = None) -> HttpResponse:
    """One thing beside the list; opening what is sealed is written down."""
    what = _kind(kind)
    assert what.opened is not None
    row = get_object_or_404(what.opened.find(request.user).select_related("owner"), pk=pk)
    people = hr_people(request.user)
    initial = {name: getattr(row, name, "") for name in ("due_on", "handling", "answer", "revision")}
    form = form or ItemForm(
        kind=what, people=people, row=row, initial=initial | {"owner": str(row.owner_id or request.user.pk)}
    )
    opened = {
        "kind": what,
        "row": row,
        "form": form,
        "people": people,
        "about": what.opened.about(row),
        "text": what.opened.text(row, request.user),
        "readers": what.opened.readers,
        "links": what.opened.links(row),
        "answered_at": getattr(row, "answered_at", None),
        "answer": getattr(row, "answer", ""),
    }
    return _page(request, opened)


def _item_save(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """Set and answer. Whoever stands on an earlier state of it sees first what a colleague has done."""
    what = _kind(kind)
    assert what.opened is not None
    row = get_object_or_404(what.opened.find(request.user).select_for_update(of=("self",)), pk=pk)
    people = hr_people(request.user)
    form = ItemForm(request.POST, kind=what, people=people, row=row)
    if not form.is_valid():
        return _item_page(request, kind, pk, form)
    data = form.cleaned_data
    if data["revision"] != row.revision:
        again = request.POST.copy()
        again["revision"] = str(row.revision)
        form = ItemForm(again, kind=what, people=people, row=row)
        told = _("A colleague has changed this meanwhile: see above. Yours is here; send it if it adds something.")
        form.add_error(None, told)
        return _item_page(request, kind, pk, form)
    row.owner, row.due_on, row.handling = form.owner_chosen, data["due_on"], Handling(data["handling"])
    row.revision += 1
    changed = ["owner", "due_on", "handling", "revision"]
    sends = "send" in request.POST and "answer" in form.fields
    if "answer" in form.fields:
        row.answer = data["answer"]
        changed.append("answer")
    if sends:
        inbox.took(row, request.user)
        if row.handling == Handling.NEW:
            row.handling = Handling.LOOKING
        row.answered_at = timezone.now()
        changed.append("answered_at")
    row.save(update_fields=changed)
    if sends and what.opened.tell:
        what.opened.tell(row, request.user)
    messages.success(request, _("The answer is sent.") if sends else _("Saved."))
    response = redirect("inbox_item", kind, pk)
    query = urlencode(_without(_asked(request.GET)))
    if query:
        response["Location"] += f"?{query}"
    return response


inbox_item = hr_only(page_or_action(_item_page, _item_save))
