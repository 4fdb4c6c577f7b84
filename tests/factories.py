"""Rows for tests. Every factory takes keywords only; what is not given is something plain and valid."""

import datetime
import itertools
from typing import Any

from people.models import SupervisionLine, Unit, User

_numbers = itertools.count(1)


def make_unit(*, name: str = "", parent: Unit | None = None) -> Unit:
    return Unit.objects.create(name_fi=name or f"Yksikkö {next(_numbers)}", parent=parent)


def make_person(
    *,
    name: str = "",
    username: str = "",
    email: str | None = None,
    password: str | None = None,
    unit: Unit | None = None,
    **fields: Any,
) -> User:
    """A person; `name` is “First Last”. Without an e-mail address given, one is made up; "" means none.

    Has been here before, unless `privacy_told_at` is None.
    """
    number = next(_numbers)
    first, _space, last = (name or f"Henkilö Testi{number}").partition(" ")
    username = username or f"henkilo{number}"
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    if title := fields.pop("title", ""):
        fields["title_fi"] = title
    fields = {f"{role}_since": long_ago for role in ("hr", "admin") if fields.get(f"is_{role}")} | fields
    fields = {"privacy_told_at": long_ago} | fields
    return User.objects.create_user(
        username,
        password,
        first_name=fields.pop("first_name", first),
        last_name=fields.pop("last_name", last),
        email=f"{username}@kotikunta.example" if email is None else email,
        unit=unit,
        **fields,
    )


def make_line(
    *,
    unit: Unit,
    supervisor: User,
    kind: str = SupervisionLine.Kind.SUPERVISOR,
    starts_on: datetime.date = datetime.date(2020, 1, 1),
    ends_on: datetime.date | None = None,
) -> SupervisionLine:
    return SupervisionLine.objects.create(
        unit=unit, supervisor=supervisor, kind=kind, starts_on=starts_on, ends_on=ends_on
    )
