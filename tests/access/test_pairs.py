"""Ids swapped: in the path, in the form's fields, in ?with= and ?next=. Somebody else's object is a missing object."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access.table import GONE, ROWS, Row, agreement, when
from tests.access.visits import outcome, sessions, shown, visit
from tests.people_fixtures import PASSWORD
from tests.states import World, make_world
from vatupassi.models import (
    Agreement,
    Assessment,
    AssessmentItem,
    BoardMark,
    Conversation,
    DifferingView,
    FollowUp,
    HandOver,
    Note,
    Occasion,
    Opening,
    RoundTime,
)

pytestmark = pytest.mark.django_db
OBJECTS = [row for row in ROWS if row.of]
VERME_FOR_ALL = {"season_call", "sign_up", "sign_up_withdraw"}
VARIANTS: list[dict[str, str]] = [{}, {"HX-Request": "true"}, {"X-Autosave": "1"}]


@pytest.fixture
def world() -> World:
    return make_world("talk")


# ---- In the path


def as_seen(response: HttpResponse, address: str) -> tuple[Any, ...]:
    """All of an answer that anybody can see, but for the address itself."""
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, headers, sorted(response.cookies), shown(response).replace(address, "")


@pytest.mark.parametrize("state", ["talk", "hr own"])
def test_a_closed_object_is_like_a_missing_one(state: str) -> None:
    world = make_world(state)
    keys = sessions(world)
    compared = 0
    for row in OBJECTS:
        own = row.address(world)
        missing = row.address(world, pk=2**31 - 1 if isinstance(world.ids[row.of], int) else uuid4())
        for role in ("stranger", "hr"):
            if row.expected(world, role) == GONE:
                closed = as_seen(visit(row, world, keys[role]), own)
                assert closed == as_seen(visit(row, world, keys[role], address=missing), missing), (row.label, role)
                compared += 1
    assert compared > len(OBJECTS)


def test_another_pairs_objects_do_not_exist_for_anybody_of_this_pair(world: World) -> None:
    other = make_world("hr whole", tag="2")
    keys = sessions(world)
    keepers = {"person", "unit", "line", "occasion", "agenda_facilitator"}  # the registers are the whole employer's,
    keepers |= {"change"}  # and what waits for a second person
    keepers |= {"measure", "measure_proposal", "room_idea"}  # so are the library and what groups send to HR
    keepers |= {"rights_request"}  # and what people ask about their own data
    keepers |= {"near"}  # and its register of near-support people
    keepers |= {"contact", "help_request", "help_answered", "help_met"}  # and whom to call, and what people ask of HR
    keepers |= {"room_session_passed"}  # and the pictures that groups have passed on to HR
    keepers |= {"agenda_facilitator", "agenda_orphan"}  # and who may facilitate
    keepers |= {"clock_event"}  # and the organisation’s clock
    keepers |= {"survey_draft", "survey_open", "survey_released"}  # and the surveys of every season
    found = []
    for row in OBJECTS:
        address = row.address(other)
        for role in ("employee", "supervisor", "hr"):
            if row.of in keepers and role == "hr":
                continue
            if row.of == "agenda_all":
                continue  # published for everybody
            if row.of.startswith("verme_") and (role == "hr" or row.name in VERME_FOR_ALL):
                continue  # HR runs every season, and everybody may answer a call
            if row.of == "agenda_all":
                continue  # a programme that is for everybody
            if row.of == "forum_all" and (role == "hr" or row.name == "forum_detail"):
                continue  # the whole organisation’s
            response = visit(row, world, keys[role], address=address)
            leaks = [text for text in other.secrets if is_id(text) and text in shown(response).replace(address, "")]
            if outcome(response) != GONE or leaks:
                found.append((row.label, role, outcome(response), leaks))
    assert found == []


def is_id(text: str) -> bool:
    """Whether this secret is the other conversation's id: the texts are the same in both worlds."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("headers", VARIANTS, ids=["page", "htmx", "autosave"])
def test_fragments_are_as_closed_as_pages(world: World, headers: dict[str, str]) -> None:
    keys = sessions(world)
    for row in OBJECTS:
        if row.method == "POST" and row.expected(world, "stranger") == GONE:
            response = visit(row, world, keys["stranger"], headers=headers)
            assert outcome(response) == GONE, row.label
            assert not [text for text in world.secrets if text in shown(response).replace(row.address(world), "")]


# ---- In the form's fields


def rows_of(world: World) -> list[Any]:
    """Everything that belongs to this world's pair, as the database has it."""
    conversation = world.conversation
    people = [person.pk for person in world.people.values()]
    found: list[Any] = list(Conversation.objects.filter(pk=conversation.pk).values_list())
    for model in (Agreement, BoardMark, DifferingView, FollowUp, HandOver, Note, Opening):
        found += model.objects.filter(conversation=conversation).order_by("pk").values_list()  # type: ignore[attr-defined]
    found += Assessment.objects.filter(owner__in=people).order_by("pk").values_list()
    found += AssessmentItem.objects.filter(assessment__owner__in=people).order_by("pk").values_list()
    found += RoundTime.objects.filter(round=world.ids["round"]).order_by("pk").values_list()
    return found


def swapped(mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """The form with every id replaced by the other pair's."""
    return {name: theirs[name] if isinstance(value, UUID | int) else value for name, value in mine.items()}


def test_ids_of_another_pair_in_a_form_touch_nothing_of_theirs(world: World) -> None:
    other = make_world("talk", tag="2")
    keys = sessions(world)
    before = rows_of(other)
    tried = 0
    for row in ROWS:
        if row.method != "POST" or row.data is None:
            continue
        fields = swapped(row.data(world), row.data(other))
        attack = Row(row.method, row.name, row.of, row.who, row.answer, row.states, data=lambda _w, f=fields: f)
        for role in row.allowed(world) & {"employee", "supervisor"}:
            response = visit(attack, world, keys[role], address=row.address(world))
            assert response.status_code in (200, 302, 404, 409, 422), (row.label, role)
            tried += 1
    assert tried > 10
    assert rows_of(other) == before


def test_somebody_elses_assessment_is_not_shared_or_saved(world: World, signed_in: Any) -> None:
    theirs = make_world("talk", tag="2").ids["assessment"]
    hers = signed_in(world.people["employee"])
    before = list(AssessmentItem.objects.order_by("pk").values_list())
    share = reverse("conversation_share", args=[world.conversation.pk, "osaanko"])
    fields = {"assessment": theirs, "version-osaanko": "0", "text-osaanko": "x", "osaanko-now": "3"}
    assert hers.post(share, fields).status_code == 404
    assert hers.post(reverse("assessment_item"), fields).status_code == 404
    assert hers.post(reverse("assessment_item"), fields | {"assessment": "not-an-id"}).status_code == 404
    assert list(AssessmentItem.objects.order_by("pk").values_list()) == before


def test_the_id_of_another_conversation_or_agreement_in_a_form_is_not_taken(world: World, signed_in: Any) -> None:
    other = make_world("talk", tag="2")
    hers = signed_in(world.people["employee"])
    before = rows_of(other)
    invitation = when(world) | {
        "id": other.conversation.pk,
        "partner": world.people["director"].pk,
        "occasion": Occasion.objects.get(code="how-are-you").pk,
        "memo_language": "fi",
    }
    fresh = hers.post(reverse("conversation_invite"), invitation | {"id": uuid4()})
    taken = hers.post(reverse("conversation_invite"), invitation)
    assert (fresh.status_code, taken.status_code) == (302, 302)  # an id in use elsewhere is like any other
    assert str(other.conversation.pk) not in taken.headers["Location"]
    add = reverse("agreement_add", args=[world.conversation.pk, "tiedanko"])
    count = world.conversation.agreements.count()
    assert hers.post(add, agreement(world) | {"id": other.ids["agreement"]}).status_code == 302
    assert world.conversation.agreements.count() == count + 1
    assert rows_of(other) == before


def test_nobody_out_of_line_becomes_a_partner(world: World, signed_in: Any) -> None:
    people, other = world.people, make_world("talk", tag="2").people
    before = list(Conversation.objects.order_by("pk").values_list("pk", "employee", "supervisor"))
    base = when(world) | {"occasion": Occasion.objects.first().pk, "memo_language": "fi"}  # type: ignore[union-attr]
    for target in (people["stranger"], people["hr"], people["colleague"], people["employee"], other["supervisor"]):
        form = base | {"id": uuid4(), "partner": target.pk}
        assert signed_in(people["employee"]).post(reverse("conversation_invite"), form).status_code == 200
        partner = reverse("conversation_partner", args=[world.conversation.pk])
        assert signed_in(people["employee"]).post(partner, {"partner": target.pk}).status_code == 200
    for target in (people["stranger"], other["employee"], people["supervisor"]):
        form = base | {"id": uuid4(), "partner": target.pk}
        address = f"{reverse('conversation_invite')}?with={target.pk}"
        assert signed_in(people["supervisor"]).post(address, form).status_code == 200
        assert signed_in(people["supervisor"]).get(f"/keskustelut/uusi/?with={target.pk}").status_code == 404
    assert list(Conversation.objects.order_by("pk").values_list("pk", "employee", "supervisor")) == before


def test_times_of_another_round_are_neither_booked_nor_removed(world: World, signed_in: Any) -> None:
    other = make_world("talk", tag="2")
    before = rows_of(other)
    hers, his = signed_in(world.people["employee"]), signed_in(world.people["supervisor"])
    hers.post(reverse("round_book", args=[world.ids["round"]]), {"time": other.ids["time"]})
    his.post(reverse("round_time_remove", args=[world.ids["round"], other.ids["time"]]))
    assert rows_of(other) == before


def test_somebody_elses_session_is_not_ended(world: World, signed_in: Any) -> None:
    from allauth.usersessions.models import UserSession

    hers, stranger = Client(), signed_in(world.people["stranger"])
    hers.post(reverse("account_login"), {"login": "aino", "password": PASSWORD})
    session = UserSession.objects.get(user=world.people["employee"])
    assert stranger.post(reverse("session_end", args=[session.pk])).status_code == 302
    assert hers.get("/mina/").status_code == 200


# ---- Where to go next

ELSEWHERE = [
    *("https://elsewhere.example/", "//elsewhere.example", "///elsewhere.example", "/\\elsewhere.example"),
    *("\\\\elsewhere.example", "http:elsewhere.example", "https:///elsewhere.example", "javascript:alert(1)"),
    *("data:text/html,x", " https://elsewhere.example", "\thttps://elsewhere.example", "/\t/elsewhere.example"),
    *("https://testserver@elsewhere.example/", "https://testserver.elsewhere.example/", "//x@elsewhere.example"),
    *("https://elsewhere.example\\@testserver/", "ftp://testserver/", "/\r\nLocation: https://elsewhere.example"),
]


def stays(location: str) -> bool:
    """As a browser reads it: backslashes are slashes, tabs and line ends are nothing."""
    seen = "".join(letter for letter in location.replace("\\", "/") if letter not in "\t\r\n").strip()
    parts = urlsplit(seen)
    return not parts.scheme and not parts.netloc and not seen.startswith("//")


def test_nobody_is_sent_elsewhere(world: World, signed_in: Any) -> None:
    pk, sent = world.conversation.pk, []
    for target in ELSEWHERE:
        cache.clear()  # so many sign-ins in a row are too many
        hers = signed_in(world.people["employee"])
        forms = [
            (hers, reverse("set_language"), {"language": "fi"}),
            (Client(), reverse("set_language"), {"language": "fi"}),
            (hers, reverse("conversation_unshare", args=[pk, "osaanko"]), {}),
            (hers, reverse("conversation_share", args=[pk, "osaanko"]), {}),
            (hers, reverse("notice_read", args=[world.ids["notice"]]), {}),
            (Client(), reverse("account_login"), {"login": "aino", "password": PASSWORD}),
            (hers, reverse("account_reauthenticate"), {"password": PASSWORD}),
            (hers, reverse("account_logout"), {}),
        ]
        for client, address, fields in forms:
            for response in (
                client.post(address, fields | {"next": target}),
                client.post(f"{address}?next=x", fields, QUERY_STRING=f"next={target}"),
            ):
                assert response.status_code == 302, (address, target)
                location = response.headers["Location"]
                if not stays(location):
                    sent.append((address, target, location))
    assert sent == []


def test_the_reading_of_addresses_is_a_browsers() -> None:
    assert [target for target in ELSEWHERE[:5] if stays(target)] == []
    assert stays("/keskustelut/")
