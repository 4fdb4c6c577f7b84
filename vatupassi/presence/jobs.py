"""Nothing is left of a page that was closed."""

from core.jobs import every_minute
from vatupassi.models import OpenPage


@every_minute
def forget_closed_pages() -> None:
    """Delete what has expired."""
    OpenPage.objects.over().delete()
