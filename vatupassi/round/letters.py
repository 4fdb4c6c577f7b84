"""The letters of rounds."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.outbox import Ids, Letter, mail
from people.models import User
from vatupassi.models import Occasion, Round
from vatupassi.round.actions import FOR_ALL


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


def words_of_round_for_all(occasion: Occasion) -> tuple[str, str]:
    """Subject and text, as HR sees them before they leave."""
    text = _(
        "Offer everybody in your team a short conversation: %(name)s. Choose the times, and each one books the time "
        "that suits them. A quarter of an hour is enough. Coming is voluntary, and HR does not see who has offered "
        "times or who has come."
    )
    return _("Offer your team a short conversation"), text % {"name": occasion.name}


def _for_all(user: User, ids: Ids) -> Occasion:
    """For whoever leads a unit in use today, while the occasion is in use."""
    User.objects.visible_to(user).leading_open_units().get(pk=user.pk)
    return Occasion.objects.visible_to(user).in_use().get(code=FOR_ALL)


@mail("round_for_all", about=_for_all)
def _round_for_all(user: User, occasion: Occasion) -> Letter:
    subject, body = words_of_round_for_all(occasion)
    return Letter(subject, body, link=f"{reverse('round_start')}?about={occasion.code}")
