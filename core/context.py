"""What every template may show of the installation."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The employer's name, and whether this is the demo."""
    return {"EMPLOYER_NAME": settings.EMPLOYER_NAME, "DEMO": settings.DEMO}
