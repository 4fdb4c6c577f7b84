"""The letters about who leads a workshop: to who leads it now, and to who has led it."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import moment, short_day
from core.outbox import Ids, Letter, mail
from people.models import User
from workshops.models import Agenda, Facilitator, GroupWork


def _led(user: User, ids: Ids) -> Agenda:
    """One that the reader leads."""
    return Agenda.objects.editable_by(user).get(pk=ids["agenda"])


def _facilitates(user: User, ids: Ids) -> User:
    """Whoever is in the register."""
    if not Facilitator.objects.of(user).exists():
        raise Facilitator.DoesNotExist
    return user


@mail("workshop_leader", about=_led)
def _leader(user: User, agenda: Agenda) -> Letter:
    text = _("You have been named to lead “%(title)s”, %(time)s, together with those who are named already.")
    return Letter(
        subject=_("Workshop %(day)s: you lead it") % {"day": short_day(agenda.starts_at)},
        body=text % {"title": agenda.title, "time": moment(agenda.starts_at)},
        link=reverse("agenda_build", args=[agenda.pk]),
    )


def _as_it_was(ids: Ids) -> Agenda:
    """At the time that its former facilitator knew."""
    agenda = Agenda.objects.get(pk=ids["agenda"])
    agenda.starts_at = datetime.datetime.fromisoformat(ids["was_at"])
    return agenda


class NewLeader(NamedTuple):
    """Who leads it now, by whom, and the reader's own group work in it, if there is any."""

    agenda: Agenda
    name: str
    by: str
    own: GroupWork | None


def _led_before(user: User, ids: Ids) -> NewLeader:
    """To whoever led it before, also when they may lead it no more: title, day, who and by whom, no more."""
    agenda = _as_it_was(ids)
    leader = agenda.facilitatings.select_related("person").get(pk=ids["leader"]).person
    mine = GroupWork.objects.owned_by(user).filter(block__agenda=agenda)
    if not mine.exists() and not agenda.facilitatings.filter(person=user).exists():
        raise Agenda.DoesNotExist
    return NewLeader(agenda, leader.name, _named(user, ids), mine.filter(begun_at__isnull=False).first())


def _taken_off(user: User, ids: Ids) -> tuple[Agenda, str]:
    """That one leads it no more is always one's own to know."""
    return _as_it_was(ids), _named(user, ids)


def _out_of_the_register(user: User, ids: Ids) -> str:
    """Also for somebody who leads nothing any more: by whom."""
    return _named(user, ids)


def _named(user: User, ids: Ids) -> str:
    """Who did it: whoever is told is told by name."""
    return User.objects.visible_to(user).get(pk=ids["by"]).name


@mail("workshop_new_leader", about=_led_before)
def _new_leader(user: User, new: NewLeader) -> Letter:
    words = {"title": new.agenda.title, "time": moment(new.agenda.starts_at), "name": new.name, "by": new.by}
    text = _("%(by)s has named %(name)s to lead “%(title)s”, %(time)s.") % words
    if new.own:
        stays = _(
            "What groups have written for you stays with you: %(name)s does not see it. "
            "You can hand it over on its page."
        )
        text += " " + stays % words
    subject = _("Workshop %(day)s: %(name)s leads it") % {"day": short_day(new.agenda.starts_at), "name": new.name}
    return Letter(subject=subject, body=text, link=new.own.get_absolute_url() if new.own else reverse("workshops"))


@mail("workshop_leads_no_more", about=_taken_off)
def _leads_no_more(user: User, off: tuple[Agenda, str]) -> Letter:
    agenda, by = off
    words = {"title": agenda.title, "time": moment(agenda.starts_at), "by": by}
    return Letter(
        subject=_("Workshop %(day)s: you do not lead it any more") % {"day": short_day(agenda.starts_at)},
        body=_("%(by)s has taken you off those who lead “%(title)s”, %(time)s.") % words,
        link=reverse("workshops"),
    )


@mail("workshop_facilitator_no_more", about=_out_of_the_register)
def _facilitator_no_more(user: User, by: str) -> Letter:
    text = _(
        "%(by)s has taken you out of the register of facilitators. What groups have written for you stays with you."
    )
    return Letter(
        subject=_("Workshops: you are not in the register of facilitators any more"),
        body=text % {"by": by},
        link=reverse("workshops"),
    )


@mail("workshop_facilitator", about=_facilitates)
def _facilitator(user: User, _account: User) -> Letter:
    text = _("HR has named you a facilitator: you can make programmes for workshops and meetings and lead them.")
    return Letter(subject=_("Workshops: you can lead them"), body=text, link=reverse("workshops"))
