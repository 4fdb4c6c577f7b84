"""The letters of rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.outbox import Ids, Letter, mail
from vatupassi.models import Round

if TYPE_CHECKING:
    from people.models import User


def _offered(user: User, ids: Ids) -> Round:
    """A round in which the reader may book: of a supervisor who still leads them, going on."""
    return Round.objects.bookable_by(user).select_related("supervisor").get(pk=ids["round"])


@mail("round_offered", about=_offered)
def _round_offered(user: User, offered: Round) -> Letter:
    text = _("%(name)s offers everybody in the team a time to talk. Book the time that suits you.")
    return Letter(
        subject=_("Book a time to talk"),
        body=text % {"name": offered.supervisor.name},
        link=reverse("round_detail", args=[offered.pk]),
    )


@mail("round_more", about=_offered, reminder=gettext_lazy("More times to talk that a supervisor offers"))
def _round_more(user: User, offered: Round) -> Letter:
    text = _("%(name)s offers more times to talk. Book one if it suits you.")
    return Letter(
        subject=_("More times to talk"),
        body=text % {"name": offered.supervisor.name},
        link=reverse("round_detail", args=[offered.pk]),
    )
