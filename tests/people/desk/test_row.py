"""HR's own row stands on every page that HR alone opens."""

import re
from collections import defaultdict
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver

from core import navigation
from tests.access.table import GROUPS, ROWS

# Leaders, mentors and facilitators open these of their own: they belong to the workshops and Verme for everybody.
OTHERS_TOO = {
    *("clock_event_edit", "forum_edit", "agenda_detail", "agenda_build", "agenda_edit", "agenda_run"),
    *("participant_list", "event_detail", "season_call"),
}


def patterns(resolver, before="/"):
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, before + str(each.pattern))
        elif each.name:
            yield each.name, before + str(each.pattern)


def pages_of_hr_alone() -> dict[str, str]:
    """Name → a path of that form."""
    roles = defaultdict(set)
    for row in ROWS:
        if row.method == "GET":
            roles[row.name] |= {role for key, states in row.who.items() if states for role in GROUPS.get(key, {key})}
    paths = dict(patterns(get_resolver()))
    hr = {name for name, who in roles.items() if who & GROUPS["HR"] and who <= GROUPS["HR"] | {"officer"}}
    pages = {name for name in hr - OTHERS_TOO if not re.search(r"pdf|csv|xlsx|search", name)}
    return {name: re.sub(r"<[^>]+>", "1", paths[name]) for name in sorted(pages)}


@pytest.mark.parametrize(("name", "path"), pages_of_hr_alone().items())
def test_a_page_of_hr_alone_has_the_row_with_one_place(name: str, path: str) -> None:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(
        is_authenticated=True, is_hr=True, is_admin=False, supervises=False, is_data_protection_officer=False
    )
    request.resolver_match = SimpleNamespace(url_name=name)
    assert [place.current for place in navigation.places(request)].count(True) == 1
