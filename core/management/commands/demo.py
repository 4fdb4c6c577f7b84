"""`manage.py demo`: make the demo's database ready, with invented people in an empty one. `make demo` runs it."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command


class Command(BaseCommand):
    """Migrate, load the demo data once."""

    help = "Makes the demo's database ready and loads invented people into an empty one."

    def handle(self, *args: Any, **options: Any) -> None:
        """Leave what exists as it is."""
        if not settings.DEMO:
            raise CommandError("Only in the demo (DEMO=true): this puts invented people into the database.")
        call_command("migrate", verbosity=0, interactive=False)
        if get_user_model()._default_manager.exists():
            return
        self.stdout.write("Making the demo's people and their conversations …")
        import_module(settings.DEMO_DATA).load()
