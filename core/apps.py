"""The ground floor as a Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Sealed text, access log, outbox, jobs, retention."""

    name = "core"
