"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users, units, supervision and sign-in."""

    name = "people"
