"""A page of a list is asked for in one query where it is the only one."""

import pytest

from core.pages import page_of
from people.models import User
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def ask(number, size=2):
    rows = lambda: User.objects.all()  # noqa: E731
    page = page_of(rows, number, size, lambda: list(rows()[: size + 1]))
    return len(page), page.number, page.paginator.num_pages, page.has_next()


@pytest.mark.parametrize(
    "people, number, found, queries",
    [
        (0, None, (0, 1, 1, False), 1),
        (2, None, (2, 1, 1, False), 1),
        (3, None, (2, 1, 2, True), 2),
        (3, "1", (2, 1, 2, True), 2),
        (3, "2", (1, 2, 2, False), 2),
        (3, "99", (1, 2, 2, False), 2),
        (3, "x", (2, 1, 2, True), 2),
    ],
)
def test_pages(people, number, found, queries, django_assert_num_queries):
    for _number in range(people):
        make_person()
    with django_assert_num_queries(queries):
        assert ask(number) == found
