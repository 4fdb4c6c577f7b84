"""The people app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation, sealed, start


class PeopleConfig(AppConfig):
    """Users, units, supervision and sign-in."""

    name = "people"

    def ready(self) -> None:
        """The register stands in the navigation of those who keep it, notices on the start page."""
        from people.second_steps import reseal_second_steps
        from people.start import has_notices, things

        start.register(things, when=has_notices)

        sealed.RESEALERS["mfa.Authenticator"] = reseal_second_steps
        navigation.register(
            80, _("People"), "person_list", visible=lambda user: user.keeps_register, prefix="/ihmiset/"
        )
