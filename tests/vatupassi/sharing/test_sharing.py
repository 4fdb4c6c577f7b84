"""Sharing items one by one, taking them back, and the supervisor's own view."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import User
from vatupassi.models import Assessment, BoardMark, Conversation, Occasion, Side

pytestmark = pytest.mark.django_db
NOTE = "Uuden järjestelmän aikataulu mietityttää."


@pytest.fixture
def conversation(aino: User, matti: User) -> Conversation:
    return Conversation.objects.create(
        employee=aino,
        supervisor=matti,
        employee_name=aino.name,
        supervisor_name=matti.name,
        started_by=Side.EMPLOYEE,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=1),
    )


@pytest.fixture
def assessment(aino: User) -> Assessment:
    assessment = Assessment.start(by=aino)
    item = assessment.items.get(question="tiedanko")
    item.assessment = assessment
    item.mark(now=1, target=3)
    item.store(NOTE, by=aino)
    return assessment


def share(
    client: Client, conversation: Conversation, question: str = "tiedanko", *, note: bool = False, **data: object
):
    if note:
        data[f"note-{question}-{conversation.pk}"] = "on"
    data["next"] = reverse("assessment")
    return client.post(reverse("conversation_share", args=[conversation.pk, question]), data)


def view(client: Client, conversation: Conversation, **values: object):
    data = {name.replace("_", "-"): value for name, value in values.items()}
    return client.post(reverse("conversation_view", args=[conversation.pk]), data, headers={"X-Autosave": "1"})


def copies(conversation: Conversation, reader: User) -> list[tuple]:
    marks = BoardMark.objects.visible_to(reader).filter(conversation=conversation).order_by("question", "side")
    return [(mark.question, mark.side, mark.now, mark.target, mark.text.open(reader)) for mark in marks]


def test_only_the_shared_item_reaches_the_supervisor(aino, matti, conversation, assessment, signed_in):
    assert copies(conversation, matti) == []
    assert share(signed_in(aino), conversation).url == reverse("assessment")
    assert copies(conversation, matti) == [("tiedanko", "employee", 1, 3, "")]


def test_the_note_goes_along_only_when_asked(aino, matti, conversation, assessment, signed_in):
    share(signed_in(aino), conversation, note=True)
    assert copies(conversation, matti) == [("tiedanko", "employee", 1, 3, NOTE)]


def test_a_later_edit_does_not_reach_the_copy_and_is_shared_anew(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    share(client, conversation)
    client.post(reverse("assessment_item"), {"version-tiedanko": 1, "tiedanko-now": -2, "assessment": assessment.pk})
    assert copies(conversation, matti) == [("tiedanko", "employee", 1, 3, "")]
    assert "Changed after sharing" in page(client, aino, conversation)
    share(client, conversation)
    assert copies(conversation, matti) == [("tiedanko", "employee", -2, 3, "")]
    assert "Changed after sharing" not in page(client, aino, conversation)


def page(client: Client, user: User, conversation: Conversation) -> str:
    User.objects.filter(pk=user.pk).update(language="en")
    return client.get(conversation.get_absolute_url()).content.decode()


def test_what_the_page_holds_unsaved_is_saved_before_it_is_shared(aino, matti, conversation, assessment, signed_in):
    data = {
        "assessment": assessment.pk,
        "version-tiedanko": 1,
        "text-tiedanko": "Viime hetken teksti",
        "tiedanko-now": 2,
    }
    share(signed_in(aino), conversation, note=True, **data)
    assert copies(conversation, matti) == [("tiedanko", "employee", 2, 3, "Viime hetken teksti")]


def test_a_text_that_clashes_is_not_shared(aino, matti, conversation, assessment, signed_in):
    data = {"assessment": assessment.pk, "version-tiedanko": 0, "text-tiedanko": "Toisesta välilehdestä"}
    answer = share(signed_in(aino), conversation, note=True, **data)
    assert answer.status_code == 409
    assert copies(conversation, matti) == []


@pytest.mark.both_databases
def test_sharing_asks_for_a_new_confirmation_but_a_double_click_only_once(aino, conversation, assessment, signed_in):
    client = signed_in(aino)
    revisions = []
    for _ in range(2):
        share(client, conversation)
        conversation.refresh_from_db()
        revisions.append((conversation.revision, conversation.text_revision))
    assert revisions == [(2, 2), (2, 2)]


def test_an_empty_item_is_not_shared(aino, conversation, assessment, signed_in):
    share(signed_in(aino), conversation, "haluanko")
    assert BoardMark.objects.count() == 0


def test_a_shared_item_is_taken_back(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    share(client, conversation)
    client.post(reverse("conversation_unshare", args=[conversation.pk, "tiedanko"]))
    assert copies(conversation, matti) == []
    assert Assessment.objects.get().items.get(question="tiedanko").now == 1


@pytest.mark.parametrize("status", ["confirmed", "closed", "declined"])
@pytest.mark.both_databases
def test_nothing_is_shared_or_taken_back_when_the_text_is_locked(
    status, aino, matti, conversation, assessment, signed_in
):
    client = signed_in(aino)
    share(client, conversation)
    over = None if status == "confirmed" else timezone.localdate()
    Conversation.objects.update(status=status, closed_on=over)
    share(client, conversation, note=True)
    client.post(reverse("conversation_unshare", args=[conversation.pk, "tiedanko"]))
    assert (
        view(signed_in(matti), conversation, **{"version_view-tiedanko": 0, "view-tiedanko_now": 1}).status_code == 422
    )
    assert copies(conversation, aino) == [("tiedanko", "employee", 1, 3, "")]


def test_the_supervisors_view_is_unseen_until_the_employee_shares_the_item(
    aino, matti, conversation, assessment, signed_in
):
    text = "Käydään aikataulu läpi yhdessä."
    answer = view(signed_in(matti), conversation, **{"version_view-tiedanko": 0, "text_view-tiedanko": text})
    assert answer.status_code == 200
    view(signed_in(matti), conversation, **{"version_view-tiedanko": 1, "view-tiedanko_now": 2})
    assert copies(conversation, matti) == [("tiedanko", "supervisor", 2, None, text)]
    assert copies(conversation, aino) == []
    share(signed_in(aino), conversation, "tiedanko")
    assert [mark[:3] for mark in copies(conversation, aino)] == [
        ("tiedanko", "employee", 1),
        ("tiedanko", "supervisor", 2),
    ]


def test_a_supervisor_marks_nothing_on_ability_and_motivation(matti, conversation, signed_in):
    values = {"version_view-kykenenko": 0, "view-kykenenko_now": 2, "text_view-kykenenko": "Kysyn, mikä auttaisi."}
    assert view(signed_in(matti), conversation, **values).status_code == 200
    assert copies(conversation, matti) == [("kykenenko", "supervisor", None, None, "Kysyn, mikä auttaisi.")]


def test_nobody_else_shares_takes_back_or_views(
    aino, matti, timo, leena, sari, stranger, conversation, assessment, signed_in
):
    for person in (matti, timo, leena, sari, stranger):
        Assessment.start(by=person)
        for name in ("conversation_share", "conversation_unshare"):
            answer = signed_in(person).post(reverse(name, args=[conversation.pk, "tiedanko"]))
            assert answer.status_code == 404
    for person in (aino, timo, leena, sari, stranger):
        assert view(signed_in(person), conversation, **{"version_view-tiedanko": 0}).status_code == 404
    assert BoardMark.objects.count() == 0


def test_somebody_elses_assessment_is_not_shared_by_its_id(aino, matti, stranger, conversation, signed_in):
    theirs = Assessment.start(by=stranger)
    assert share(signed_in(aino), conversation, assessment=theirs.pk).status_code == 404
    assert BoardMark.objects.count() == 0


def test_an_unknown_question_is_not_found(aino, conversation, assessment, signed_in):
    assert share(signed_in(aino), conversation, "palkka").status_code == 404


def test_a_supervisor_whose_line_ended_sees_and_writes_nothing(aino, matti, conversation, assessment, signed_in):
    from people.models import SupervisionLine

    share(signed_in(aino), conversation)
    SupervisionLine.objects.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert copies(conversation, matti) == []
    assert view(signed_in(matti), conversation, **{"version_view-tiedanko": 0}).status_code == 404


def dump() -> bytes:
    """Every row of every table as the database holds it."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    parts = [
        bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for row in rows for value in row
    ]
    return b"\0".join(parts)


@pytest.mark.both_databases
def test_the_database_holds_no_private_text_in_clear(aino, matti, conversation, assessment, signed_in, caplog):
    share(signed_in(aino), conversation, note=True)
    view(signed_in(matti), conversation, **{"version_view-tiedanko": 0, "text_view-tiedanko": "Käydään läpi yhdessä."})
    stored = dump()
    assert matti.name.encode() in stored
    for text in (NOTE, "Käydään läpi yhdessä."):
        assert text.encode() not in stored
        assert text not in caplog.text


@pytest.mark.parametrize("name", ["assessment", "own", "sharing", "conversation"])
@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow_with_conversations(
    name, aino, matti, conversation, assessment, signed_in, django_assert_max_num_queries
):
    client = signed_in(aino)
    address = {
        "assessment": reverse("assessment"),
        "own": reverse("assessment_own"),
        "sharing": reverse("sharing", args=[conversation.pk]),
        "conversation": conversation.get_absolute_url(),
    }[name]
    share(client, conversation, note=True)
    counts = []
    for more in (0, 9):
        for _ in range(more):
            another = Conversation.objects.get(pk=conversation.pk)
            another.pk = uuid.uuid4()
            another.save(force_insert=True)
            share(client, another, note=True)
        client.get(address)
        with django_assert_max_num_queries(14) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_employee_changes_a_shared_mark_in_the_talk(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    share(client, conversation, note=True)
    revision = Conversation.objects.get().text_revision
    answer = view(client, conversation, version_own_tiedanko=1, own_tiedanko_now=2, own_tiedanko_target=-1)
    assert answer.status_code == 200
    assert copies(conversation, matti) == [("tiedanko", "employee", 2, -1, NOTE)]
    view(client, conversation, version_own_tiedanko=1, text_own_tiedanko="Puhuttiin tästä.")
    assert copies(conversation, matti) == [("tiedanko", "employee", 2, -1, "Puhuttiin tästä.")]
    assert Conversation.objects.get().text_revision == revision + 2  # both confirm anew
    item = Assessment.objects.get().items.get(question="tiedanko")
    assert (item.now, item.target, item.text.open(aino)) == (1, 3, NOTE)  # their own assessment stays as it was
    assert "Changed after sharing" not in page(client, aino, conversation)  # what was said in the talk is the newer


def test_what_is_not_shared_is_not_shared_by_a_page_left_open(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    share(client, conversation)
    client.post(reverse("conversation_unshare", args=[conversation.pk, "tiedanko"]))
    assert view(client, conversation, version_own_tiedanko=1, own_tiedanko_now=2).status_code == 422
    assert copies(conversation, matti) == []
    assert view(client, conversation, version_own_haluanko=0, own_haluanko_now=2, shares=1).status_code == 200
    assert copies(conversation, matti) == [("haluanko", "employee", 2, None, "")]  # marked together, in the talk


def test_each_marks_their_own_only(aino, matti, conversation, assessment, signed_in):
    his = signed_in(matti)
    view(his, conversation, version_own_tiedanko=0, own_tiedanko_now=-3, shares=1)
    view(signed_in(aino), conversation, version_view_tiedanko=0, view_tiedanko_now=-3)
    assert BoardMark.objects.count() == 0
    view(his, conversation, version_view_tiedanko=0, view_tiedanko_now=1, view_tiedanko_target=3)
    view(his, conversation, version_view_kykenenko=0, view_kykenenko_now=1)
    assert list(BoardMark.objects.values_list("question", "side", "now", "target")) == [
        ("tiedanko", "supervisor", 1, None)
    ]


def test_the_step_edits_what_is_ones_own_and_shows_the_others(aino, matti, conversation, assessment, signed_in):
    step = reverse("conversation_step", args=[conversation.pk, "tiedanko"])
    hers, his = signed_in(aino), signed_in(matti)
    his_view = {"version_view_tiedanko": 0, "view_tiedanko_now": -1, "text_view_tiedanko": "Autan mielelläni."}
    view(his, conversation, **his_view)
    page = hers.get(step).content.decode()
    assert ("Autan mielelläni." in page, 'name="own-tiedanko-now"' in page) == (False, False)  # not shared: not seen
    assert 'name="shares"' not in page
    share(hers, conversation, note=True)
    page = hers.get(step).content.decode()
    assert ("Autan mielelläni." in page, 'name="own-tiedanko-now"' in page) == (True, True)
    assert 'name="view-tiedanko-now"' not in page
    page = his.get(step).content.decode()
    assert (NOTE in page, 'name="view-tiedanko-now"' in page, 'name="own-tiedanko-now"' in page) == (True, True, False)
    page = hers.get(reverse("conversation_step", args=[conversation.pk, "haluanko"]) + "?mark=haluanko")
    assert ('name="own-haluanko-now"' in page.content.decode(), 'name="shares"' in page.content.decode()) == (
        True,
        True,
    )
