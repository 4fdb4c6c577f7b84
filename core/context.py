"""What every template may show of the installation."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

from core import organisation
from core.navigation import items, places


def site(request: HttpRequest) -> dict[str, object]:
    """The employer's name, whether this is the demo, the navigation of this user and its row of places."""
    employer = organisation.current()
    return {
        "EMPLOYER_NAME": employer.name,
        "PRIVACY_CONTACT": employer.privacy_contact,
        "LOGO": employer if employer.logo_hash else None,
        "DEMO": settings.DEMO,
        "navigation": SimpleLazyObject(lambda: items(request)),
        "csrf_input": SimpleLazyObject(lambda: _csrf_input(request)),
        "navigation_places": SimpleLazyObject(lambda: places(request)),
    }


def _csrf_input(request: HttpRequest) -> str:
    """As Django's own, but once for each page: it masks the token anew for each of a page's forms."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
