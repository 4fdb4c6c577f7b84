"""The ground floor as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Sealed text, access log, outbox, jobs, retention."""

    name = "core"

    def ready(self) -> None:
        """Import what registers letters, recurring jobs and deletions, in every app."""
        import_module("core.access")
        import_module("core.checks")
        import_module("core.jobs_of_papers")
        autodiscover_modules("outbox", "mails", "jobs", "retention")
