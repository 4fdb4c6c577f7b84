"""Whoever is named a near-support person is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Ids, Letter, mail
from support.models import NearSupporter

if TYPE_CHECKING:
    from people.models import User


def _named(user: User, ids: Ids) -> NearSupporter:
    return NearSupporter.objects.of(user).select_related("unit").get(pk=ids["near"])


@mail("near_named", about=_named)
def _near_named(user: User, near: NearSupporter) -> Letter:
    return Letter(
        subject=_("You are named a near-support person"),
        body=_("The people of this unit see your name on the support path: %(unit)s. If you do not want it, tell HR.")
        % {"unit": near.unit.name},
        link=reverse("support_path"),
    )
