"""The people app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation


class PeopleConfig(AppConfig):
    """Users, units, supervision and sign-in."""

    name = "people"

    def ready(self) -> None:
        """The register stands in the navigation of those who keep it."""
        navigation.register(
            80, _("People"), "person_list", visible=lambda user: user.keeps_register, prefix="/ihmiset/"
        )
