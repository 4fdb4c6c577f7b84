"""Planning a season from an earlier one, and telling those for whom it is that one may sign up.

The season is locked by the caller where it exists.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from core.jobs import task
from core.models import Mail
from core.outbox import send
from people.models import SupervisionLine, User
from verme.mentor.actions import name as name_mentor
from verme.models import Group, Mentor, Season
from verme.season.actions import open_call

if TYPE_CHECKING:
    from people.user.models import UserQuerySet
    from verme.planning.forms import PlannedGroupForm

WEEKS = {Season.Kind.TERM: 26, Season.Kind.YEAR: 52}  # whole weeks: the days of the week stay
TURNS = (("Syksy", "Kevät"), ("syksy", "kevät"), ("Hösten", "Våren"), ("Autumn", "Spring"))
NEW_FOR = datetime.timedelta(days=365)  # how long somebody is a new employee
AT_ONCE = 200  # people told in one transaction


def from_earlier(earlier: Season, *, by: User) -> Season:
    """A draft like the earlier season: groups, those mentors who may go on, words; days later. Twice is once."""
    name, days = _later(earlier)
    same = Season.objects.filter(name=name, state=Season.State.DRAFT, starts_on=days["starts_on"]).first()
    if same:
        return same
    kept = ("kind", "members_min", "members_max", "sessions_planned", "session_minutes")
    words = ("text_fi", "text_sv", "text_en")
    season = Season.objects.create(name=name, **days, **{each: getattr(earlier, each) for each in (*kept, *words)})
    can_lead = {mentor.person_id: mentor for mentor in Mentor.objects.editable_by(by).available()}
    what = ("name", "target", "mixed", "capacity", "language", "weekday", "clock")
    for group in earlier.groups.order_by("sort_key", "pk"):
        new = season.groups.create(**{each: getattr(group, each) for each in what})
        led = group.mentorings.filter(Q(ends_on=None) | Q(ends_on__gte=earlier.ends_on)).order_by("-starts_on", "pk")
        mentor = next((can_lead[row.person_id] for row in led if row.person_id in can_lead), None)
        if mentor:
            name_mentor(new, mentor, by=by)
    return season


def _later(earlier: Season) -> tuple[str, dict[str, datetime.date]]:
    """Name and days: the next half year or year that has not begun."""
    step = datetime.timedelta(weeks=WEEKS[Season.Kind(earlier.kind)])
    today, shift, turns = timezone.localdate(), step, 1
    while earlier.starts_on + shift <= today:
        shift, turns = shift + step, turns + 1
    days = {each: getattr(earlier, each) + shift for each in ("starts_on", "ends_on", "sign_up_until")}
    if days["sign_up_until"] < today:
        days["sign_up_until"] = days["starts_on"]
    name = re.sub(r"\b20\d\d\b", str(days["starts_on"].year), earlier.name, count=1)
    if earlier.kind == Season.Kind.TERM and turns % 2:
        name = _turned(name)
    return name, days


def _turned(name: str) -> str:
    """Autumn becomes spring, and spring autumn."""
    for one, other in TURNS:
        for old, new in ((one, other), (other, one)):
            if old in name:
                return name.replace(old, new, 1)
    return name


def save_groups(season: Season, forms: list[PlannedGroupForm], *, by: User) -> None:
    """The rows of the page: groups changed, added and removed, and who is to lead them. Nobody is told of a draft."""
    for form in forms:
        if form.cleaned_data["remove"]:
            if not form.is_new:
                form.instance.delete()
            continue
        group = form.save(commit=False)
        group.season = season
        group.save()
        _lead(group, form, by=by)


def _lead(group: Group, form: PlannedGroupForm, *, by: User) -> None:
    wanted = form.chosen()
    if form.cleaned_data["mentor"] == "now" or (wanted and wanted.person in form.leads[:1]):
        return
    if not form.is_new:
        group.mentorings.filter(person__in=form.leads[:1]).delete()  # of a draft: it never began
    if wanted:
        name_mentor(group, wanted, by=by)


def audience(season: Season) -> UserQuerySet:
    """For whom the season is: all at work, unless every group is for new employees or for supervisors."""
    people = User.objects.active().in_open_units().order_by("pk")
    targets = set(season.groups.values_list("target", flat=True))
    known = {Group.Target.NEW, Group.Target.SUPERVISORS}
    if not targets or targets - known:
        return people
    new = Q(starts_on__gt=timezone.localdate() - NEW_FOR)
    leads = Q(pk__in=SupervisionLine.objects.live().values("supervisor"))
    wanted = {Group.Target.NEW: new, Group.Target.SUPERVISORS: leads}
    found = Q(pk=None)
    for target in targets:
        found |= wanted[Group.Target(target)]
    return people.filter(found)


def counts(season: Season) -> dict[str, int]:
    """How many are told, by mail and without, and in which language: one query."""
    by_mail, languages = ~Q(email=""), {code: Q(language=code) for code in ("fi", "sv", "en")}
    return (
        audience(season)
        .order_by()
        .aggregate(
            all=Count("pk"),
            mail=Count("pk", filter=by_mail),
            here=Count("pk", filter=~by_mail),
            **{code: Count("pk", filter=which) for code, which in languages.items()},
        )
    )


def open_and_tell(season: Season, *, at: datetime.datetime | None) -> None:
    """The call opens now; the letters go now or at this time. Twice is once."""
    if season.state != Season.State.DRAFT:
        return
    open_call(season)
    (tell.using(run_after=at) if at else tell).enqueue(str(season.pk))


@task(queue_name="slow")
def tell(pk: str) -> None:
    """A letter to each of those for whom the season is. Run again after a kill it goes on where it was."""
    season = Season.objects.filter(pk=pk).first()
    if season is None:
        return
    told = Mail.objects.filter(kind="verme_call", ids__season=pk).values("to")
    people = list(audience(season).exclude(pk__in=told).values_list("pk", flat=True))
    for first in range(0, len(people), AT_ONCE):
        with transaction.atomic():
            for person in User.objects.filter(pk__in=people[first : first + AT_ONCE]):
                send("verme_call", to=person, season=pk)


def tomorrow_at_nine() -> datetime.datetime:
    """When people are at work."""
    day = timezone.localdate() + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time(9), timezone.get_current_timezone())
