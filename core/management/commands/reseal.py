"""Key rotation: encrypt with the first of TEXT_KEYS what an older key holds."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from core.sealed import RESEALERS, SealedField, reseal


class Command(BaseCommand):
    """`manage.py reseal`."""

    help = "Encrypts all sealed text with the first key. Afterwards the older keys can leave the ring."

    def handle(self, **options: Any) -> None:
        """Go through every model with a sealed field."""
        for model in apps.get_models():
            if any(isinstance(field, SealedField) for field in model._meta.concrete_fields):
                self.stdout.write(f"{model._meta.label}: {reseal(model)}")
        for name, other in sorted(RESEALERS.items()):
            self.stdout.write(f"{name}: {other()}")
