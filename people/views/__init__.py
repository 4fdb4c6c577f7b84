"""Pages of people: sign-in, one's own matters, and the register."""

from collections.abc import Callable

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.request import Request
from core.views import action

PER_PAGE = 25
View = Callable[..., HttpResponse]


def page_or_action(page: View, save: View) -> View:
    """One address: GET shows the page with its form, POST does it. An invalid form comes back in the page."""
    shown, done = require_safe(page), action(save)

    def view(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        return (done if request.method == "POST" else shown)(request, *args, **kwargs)

    view.__name__, view.__doc__ = page.__name__, page.__doc__
    return view


def paged(request: Request, rows: QuerySet, name: str = "page") -> Page:
    """The page of a list that ?page= (or another name) asks for; the nearest one when there is no such page."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get(name))
