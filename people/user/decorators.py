"""Who may open a page at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from core.request import Request


def keepers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for whoever does not keep the register."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.keeps_register:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def hr_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for whoever is not of HR, the system administrator included."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_hr:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def officer_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for whoever is not the data protection officer, HR included."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_data_protection_officer:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def hr_or_officer_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for whoever is neither of HR nor the data protection officer."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.is_hr or request.user.is_data_protection_officer):
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def admin_or_officer_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for whoever is neither the system administrator nor the data protection officer, HR included."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.is_admin or request.user.is_data_protection_officer):
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def admin_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for whoever is not the system administrator, HR included."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_admin:
            raise Http404
        return view(request, *args, **kwargs)

    return checked
