"""The letters of coming into a group and leaving it: never what anybody said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from core import ics
from core.outbox import Attachment, Ids, Letter, mail
from people.models import User
from verme.calendar import entries as calendar
from verme.models import Group, Membership, Mentoring, Session

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What the letters are about, while it is the reader's to know


def group_inside(user: User, ids: Ids) -> Group:
    """A group in which the reader is today, as a member or its mentor."""
    return Group.objects.inside(user).select_related("season").get(pk=ids["group"])


def _led(user: User, ids: Ids) -> Group:
    return Group.objects.led_by(user).get(pk=ids["group"])


def _who_changed(user: User, ids: Ids) -> str:
    """By name; "" where they left themselves, and in letters from before it was told."""
    found = User.objects.visible_to(user).filter(pk=ids["by"]).first() if "by" in ids else None
    return found.name if found else ""


def _changed_by(name: str) -> str:
    return " " + _("The change was made by: %(by)s.") % {"by": name} if name else ""


class Left(NamedTuple):
    """A group that the reader has left, its meetings that leave their calendar as they knew them, and by whom."""

    group: Group
    freed: list[list[str | int]]
    by: str


def _left_group(own: QuerySet[Membership] | QuerySet[Mentoring], ids: Ids, by: str = "") -> Left:
    ended = own.filter(group=ids["group"], ends_on__isnull=False).select_related("group").first()
    if ended is None:
        raise Group.DoesNotExist
    return Left(ended.group, ids.get("freed", []), by)


def _was_led(user: User, ids: Ids) -> Left:
    """That they lead it no more is theirs to know."""
    return _left_group(Mentoring.objects.of(user), ids, _who_changed(user, ids))


def _was_member(user: User, ids: Ids) -> Left:
    """That they have left it is theirs to know, and who of HR has moved them."""
    return _left_group(Membership.objects.of(user), ids, _who_changed(user, ids))


def as_attachments(entries: list[bytes]) -> list[Attachment]:
    """Calendar entries, each as a file."""
    return [Attachment(f"verme-{n}.ics", entry, ics.TYPE) for n, entry in enumerate(entries, 1)]


def _with(text: str, more: str, entries: list[bytes]) -> str:
    """The text, and what it says of its entries where it has some."""
    return f"{text} {more}" if entries else text


class Come(NamedTuple):
    """A group into which the reader has come, and its meetings ahead that nobody has told them of."""

    group: Group
    coming: list[Session]


def _come(user: User, ids: Ids) -> Come:
    group = group_inside(user, ids)
    return Come(group, list(group.sessions.coming().filter(pk__in=ids.get("coming", []))))


@mail("verme_group_confirmed", about=_come)
def _group_confirmed(user: User, come: Come) -> Letter:
    group = come.group
    coming = [calendar.entry(session, user) for session in come.coming]
    attached = _("The calendar entries of the coming meetings are attached.")
    return Letter(
        subject=_("Verme: your group is confirmed"),
        body=_with(confirmed_text(group), attached, coming),
        link=group.get_absolute_url(),
        attachments=as_attachments(coming),
    )


def confirmed_text(group: Group) -> str:
    """What those in a confirmed group are told. HR sees it beforehand."""
    text = _("Your Verme group “%(group)s” is confirmed. On its page you see who is in it and what comes next.")
    text %= {"group": group.name}
    if not group.rhythm:
        return text
    meets = _("It is meant to meet: %(when)s.") % {"when": group.rhythm}
    return f"{text} {meets}"


class Arrival(NamedTuple):
    """Who came into a group that is going on, and by whom: both by name."""

    group: Group
    newcomer: str
    by: str


def _arrival(user: User, ids: Ids) -> Arrival:
    """Of a group in which the reader is today."""
    names = [User.objects.visible_to(user).get(pk=ids[who]).name for who in ("newcomer", "by")]
    return Arrival(group_inside(user, ids), *names)


@mail("verme_mentor_changed", about=_arrival)
def _mentor_changed(user: User, arrival: Arrival) -> Letter:
    text = _(
        "%(newcomer)s leads your Verme group “%(group)s” from now on. Named by: %(by)s. What you have written before "
        "stays closed to them until you agree on the group’s page."
    )
    body = text % arrival._asdict()
    return Letter(subject=_("Verme: a new mentor"), body=body, link=arrival.group.get_absolute_url())


@mail("verme_member_joined", about=_arrival)
def _member_joined(user: User, arrival: Arrival) -> Letter:
    text = _(
        "%(newcomer)s is a new member of your Verme group “%(group)s”. Placed by: %(by)s. What you have written before "
        "stays closed to them until you agree on the group’s page."
    )
    body = text % arrival._asdict()
    return Letter(subject=_("Verme: a new member"), body=body, link=arrival.group.get_absolute_url())


class Stopped(NamedTuple):
    """A leadership that has ended, and by whom."""

    mentoring: Mentoring
    by: str


def _stopped(user: User, ids: Ids) -> Stopped:
    """Of a group in which the reader is today."""
    ended = group_inside(user, ids).mentorings.filter(ends_on__isnull=False)
    return Stopped(ended.select_related("group", "person").get(pk=ids["mentoring"]), _who_changed(user, ids))


@mail("verme_mentor_stopped", about=_stopped)
def _mentor_stopped(user: User, stopped: Stopped) -> Letter:
    mentoring = stopped.mentoring
    text = _("%(mentor)s no longer leads your Verme group “%(group)s”.")
    return Letter(
        subject=_("Verme: a change of mentor"),
        body=text % {"mentor": mentoring.person.name, "group": mentoring.group.name} + _changed_by(stopped.by),
        link=mentoring.group.get_absolute_url(),
    )


@mail("verme_mentoring_ended", about=_was_led)
def _mentoring_ended(user: User, left: Left) -> Letter:
    text = _("You no longer lead the Verme group “%(group)s”. Its page is not open to you any more.")
    return _out(user, left, _("Verme: a change of mentor"), text)


@mail("verme_left", about=_was_member)
def _left(user: User, left: Left) -> Letter:
    text = _("You have left the Verme group “%(group)s”. Nobody asks for a reason.")
    if left.by:
        text = _("You are no longer in the Verme group “%(group)s”. On the season’s page you see where you are now.")
    return _out(user, left, _("Verme: you have left your group"), text)


def _out(user: User, left: Left, subject: str, text: str) -> Letter:
    """To whoever is out of a group, with what takes its coming meetings out of their calendar."""
    gone = calendar.freed(left.freed, user, _("Verme"))
    said = text % {"group": left.group.name} + _changed_by(left.by)
    return Letter(
        subject=subject,
        body=_with(said, _("The coming meetings leave your calendar."), gone),
        link=reverse("verme"),
        attachments=as_attachments(gone),
    )


@mail("verme_member_left", about=_led)
def _member_left(user: User, group: Group) -> Letter:
    text = _("The members of your Verme group “%(group)s” have changed. Nobody is asked for a reason.")
    return Letter(
        subject=_("Verme: a change in your group"), body=text % {"group": group.name}, link=group.get_absolute_url()
    )
