"""Cases of letters about changes of the way to sign in (letter_cases.py says what a case is)."""

from typing import Any

from django.utils import timezone

from core.models import SettingChange
from people.models import SignInChange, User
from people.register.actions import end_employment
from tests.access.letter_cases import Case, Cast, case, ends_line
from tests.people_fixtures import with_second_step


@case("letter_made")
def _printed(cast: Cast) -> Case:
    return Case(cast.aino, {"by": cast.sari.pk}, lambda: end_employment(cast.aino, by=cast.sari))


def _change(cast: Cast, **more: Any) -> SignInChange:
    fields = {"person": cast.aino, "kind": "names", "username": "aino.uusi"} | more
    return SignInChange.objects.create(asked_by=cast.sari, **fields)


@case("sign_in_change_asked", "sign_in_change_done")
def _own_change(cast: Cast, kind: str) -> Case:
    done = {"state": "done", "settled_at": timezone.now()} if kind == "sign_in_change_done" else {}
    ids = {"change": _change(cast, **done).pk}
    return Case(cast.aino, ids, lambda: end_employment(cast.aino, by=cast.sari))


@case("sign_in_change_of_team")
def _change_of_team(cast: Cast) -> Case:
    return Case(cast.matti, {"change": _change(cast).pk}, ends_line(cast))


def _no_longer_hr(cast: Cast) -> None:
    User.objects.filter(pk=cast.sari.pk).update(is_hr=False)


@case("sign_in_change_waits", "sign_in_change_settled")
def _change_for_keeper(cast: Cast, kind: str) -> Case:
    return Case(cast.sari, {"change": _change(cast).pk}, lambda: _no_longer_hr(cast))


@case("second_person_rule")
def _rule(cast: Cast) -> Case:
    change = _change(cast, person=None, kind="rule_off", username="", state="done", settled_at=timezone.now())
    return Case(cast.sari, {"change": change.pk}, lambda: _no_longer_hr(cast))


@case("second_person_rule_to_contact")
def _rule_to_contact(cast: Cast) -> Case:
    change = _change(cast, person=None, kind="rule_off", username="", state="done", settled_at=timezone.now())
    return Case(cast.sari, {"change": change.pk}, change.delete)


@case("register_tasks")
def _register_tasks(cast: Cast) -> Case:
    ids = {"person": cast.maija.pk, "by": cast.matti.pk, "is_hr": True, "is_admin": False}
    return Case(cast.sari, ids, lambda: _no_longer_hr(cast))


@case("access_log_broken")
def _broken(cast: Cast) -> Case:
    User.objects.filter(pk=cast.maija.pk).update(is_admin=True)
    cast.maija.refresh_from_db()
    with_second_step(cast.maija)
    return Case(cast.maija, {}, lambda: User.objects.filter(pk=cast.maija.pk).update(is_admin=False))


def _changed_contact(cast: Cast) -> SettingChange:
    change = {"setting": "privacy_contact", "before": "a@kotikunta.example", "after": "b@kotikunta.example"}
    return SettingChange.objects.create(area="organisation", revision=1, by=cast.matti, **change)


@case("setting_changed", "setting_changed_to_contact")
def _setting_changed(cast: Cast, kind: str) -> Case:
    return Case(cast.sari, {"change": _changed_contact(cast).pk}, lambda: _no_longer_hr(cast))
