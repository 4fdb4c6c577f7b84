"""What every template may show of the installation."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.navigation import items


def site(request: HttpRequest) -> dict[str, object]:
    """The employer's name, whether this is the demo, and the navigation of this user."""
    return {
        "EMPLOYER_NAME": settings.EMPLOYER_NAME,
        "PRIVACY_CONTACT": settings.PRIVACY_CONTACT,
        "DEMO": settings.DEMO,
        "navigation": SimpleLazyObject(lambda: items(request)),
    }
