"""WSGI entry point."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """Load what the first PDF of a worker would wait a second for, beside the first pages."""
    from core import pdf

    pdf.warm_up()


threading.Thread(target=warm_up, daemon=True).start()
