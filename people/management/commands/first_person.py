"""`manage.py first_person`: the person who then adds everyone else in the browser."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from people.models import Activation, User


class Command(BaseCommand):
    """Make an HR person or a system administrator and print their one-time code."""

    help = "Makes the first HR person (or --admin: system administrator) and prints the code for their first password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who it is."""
        parser.add_argument("username")
        parser.add_argument("first_name")
        parser.add_argument("last_name")
        parser.add_argument("--email", default="")
        parser.add_argument("--admin", action="store_true", help="a system administrator, who sees no conversations")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Only while nobody keeps the register: later, people are added where the register shows it."""
        if User.objects.active().filter(is_hr=True).exists() or User.objects.active().filter(is_admin=True).exists():
            raise CommandError("Somebody keeps the register already: they add people in the browser.")
        names = {name: options[name] for name in ("first_name", "last_name", "email")}
        user = User.objects.create_user(options["username"], **names)
        user.give_tasks(is_hr=not options["admin"], is_admin=options["admin"], is_data_protection_officer=False)
        user.save()
        code = Activation.make(user)
        self.stdout.write(
            f"Open {settings.SITE_URL}{reverse('account_activate')}\n"
            f"User name: {user.username}\nCode, valid for 14 days and shown only now: {code}"
        )
