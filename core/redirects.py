"""Where to go next, when the address came from outside."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def safe_address(request: HttpRequest, address: str | None) -> str | None:
    """The address if it stays on this site, otherwise None."""
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and allowed else None


def safe_redirect(request: HttpRequest, default: str = "home") -> HttpResponseRedirect:
    """Redirect to ?next= (or the posted one) when it stays on this site; the one place that reads it."""
    wanted = request.POST.get("next") or request.GET.get("next")
    return HttpResponseRedirect(safe_address(request, wanted) or resolve_url(default))
