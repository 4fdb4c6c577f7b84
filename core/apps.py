"""The ground floor as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Sealed text, access log, outbox, jobs, retention."""

    name = "core"

    def ready(self) -> None:
        """Import what registers letters, recurring jobs and deletions, in every app."""
        import_module("core.access")
        import_module("core.checks")
        import_module("core.jobs_of_papers")
        import_module("core.backup.jobs")
        autodiscover_modules("outbox", "mails", "jobs", "retention")
        from core.backup import closed, journal  # models can be imported only now

        post_migrate.connect(lambda **kwargs: journal.install(), sender=self, weak=False)
        closed.listen()
