"""Long lists a page at a time."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 25
MOST_FOUND = 500  # that a search pages: whoever finds more says more words


def paged(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], name: str = "page") -> Page[Any]:
    """The page of a list that ?page= (or another name) asks for; the nearest one when there is no such page."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get(name))


def sort_head(column: str, now: str, others: dict[str, str]) -> dict[str, str]:
    """For the head of a column that sorts: where it leads, and how the list is sorted by it now. ``others`` stay."""
    sort = f"-{column}" if now == column else column
    said = {column: "ascending", f"-{column}": "descending"}.get(now, "none")
    return {"query": urlencode({**others, "sort": sort}), "said": said}


class Found(Paginator[Any]):
    """What a search has found, by one statement: to count them all would be to search once more."""

    def __init__(self, rows: QuerySet[Any], per_page: int = PER_PAGE) -> None:
        found = list(rows[: MOST_FOUND + 1])
        self.is_cut = len(found) > MOST_FOUND
        super().__init__(found[:MOST_FOUND], per_page)


def page_of(
    rows: Callable[[], QuerySet[Any]], number: str | None, size: int, first: Callable[[], Sequence[Any]]
) -> Page[Any]:
    """This page of the rows. A list that fits on its first page, as most do, is not counted: one query, not two.

    ``first`` gives the first page and one row more, by a query that is prepared where the list is asked for often.
    """
    if number not in (None, "", "1"):
        return Paginator(rows(), size).get_page(number)
    found = first()
    return Page(found[:size], 1, Paginator(found if len(found) <= size else rows(), size))
