"""The negative control of the role table: each kind of fault, planted in a view, is found by a visit."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import include, path

from people.models import Unit
from tests.access import sweep
from tests.access.table import OK, Row
from tests.access.visits import violations
from tests.states import MARK, World, make_world
from vatupassi.models import Note

pytestmark = pytest.mark.django_db


def past_the_guard(statement):
    """As a library would that has its own way to the connection."""
    connection.connection.execute(statement)


def good(request):
    return HttpResponse("x")


def updates(request):
    past_the_guard("UPDATE people_unit SET name_fi = name_fi")
    return HttpResponse("x")


def inserts_and_deletes(request):
    past_the_guard(
        'INSERT INTO account_emailaddress (email, verified, "primary", user_id)'
        " SELECT 'x', false, false, id FROM people_user LIMIT 1"
    )
    past_the_guard("DELETE FROM account_emailaddress")
    return HttpResponse("x")


def truncates(request):
    past_the_guard("TRUNCATE account_emailaddress CASCADE")
    return HttpResponse("x")


def guarded(request):
    """The product's own guard stands before it: an error."""
    Unit.objects.update(name_fi="x")
    return HttpResponse("x")


def says(request):
    return HttpResponse(MARK)


def asks(request):
    list(Note.objects.all())
    return HttpResponse("x")


def stays(request):
    return HttpResponse("x")


def leaves_letters_to_guess(request):
    return HttpResponse("x", content_type="text/calendar")


def clears(request):
    return HttpResponse("x", headers={"Clear-Site-Data": '"cache"'})


def keeping(get_response):
    """Outside of everything, as a proxy's rule would be."""

    def middleware(request):
        response = get_response(request)
        if request.path == "/stays/":
            response.headers["Cache-Control"] = "private, max-age=60"
        return response

    return middleware


VIEWS = [good, updates, inserts_and_deletes, truncates, guarded, says, asks, stays, clears, leaves_letters_to_guess]
urlpatterns = [
    *(path(f"{view.__name__}/", view, name=view.__name__) for view in VIEWS),
    path("", include("config.urls")),
]
handler500 = "core.views.server_error"


@pytest.fixture
def world(settings) -> World:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [f"{__name__}.keeping", *settings.MIDDLEWARE]
    return make_world("talk")


def found(world: World, name: str, role: str, *, allowed: bool = True) -> list[str]:
    """What the visit of this role finds at this view."""
    row = Row("GET", name, "", {role: {"talk"}} if allowed else {}, OK, {"talk"})
    return [fault.removeprefix(f"{row.label} | talk | {role}: ") for fault in violations(world, [row], {role})]


def test_a_good_page_has_no_fault(world):
    assert [found(world, "good", role) for role in ("employee", "hr", "stranger")] == [[]] * 3


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite does not count what a transaction writes")
@pytest.mark.parametrize(
    ("view", "tables"),
    [
        ("updates", ["people_unit"]),
        ("inserts_and_deletes", ["account_emailaddress", "core_journal"]),  # the journal of deletions is a trigger
        ("truncates", ["account_emailaddress", "account_emailconfirmation"]),
    ],
)
def test_a_get_that_writes(world, view, tables):
    assert found(world, view, "employee") == [f"writes {table}" for table in tables]


def test_a_get_that_writes_as_usual_fails_by_itself(world):
    assert found(world, "guarded", "employee") == ["500, should be ok"]


def test_somebody_who_gets_in(world):
    assert found(world, "good", "stranger", allowed=False) == ["ok, should be 404"]


def test_a_text_of_others(world):
    assert found(world, "says", "stranger") == [f"shows {MARK}"]
    assert found(world, "says", "employee") == []


@pytest.mark.parametrize("role", sorted(sweep.KEEPERS))
def test_a_query_for_content(world, role):
    [fault] = found(world, "asks", role)
    assert fault.startswith('asks for content: SELECT "vatupassi_note".')


def test_a_query_for_content_is_a_partys_own_matter(world):
    assert found(world, "asks", "employee") == []


def test_a_page_that_a_browser_keeps(world):
    assert found(world, "stays", "employee") == ["may be stored"]


def test_a_page_that_clears_what_it_should_not(world):
    assert found(world, "clears", "employee") == ['clears "cache"']


def test_a_text_without_its_charset(world):
    assert found(world, "leaves_letters_to_guess", "employee") == ["text/calendar without its charset"]
