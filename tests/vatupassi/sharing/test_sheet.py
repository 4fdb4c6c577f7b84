"""The sheet: four switches and one button, what the other sees, and undoing it."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import SupervisionLine, User
from vatupassi.conversation import invitations
from vatupassi.models import Assessment, BoardMark, Conversation, Occasion, Opening, Side
from vatupassi.sharing import undo as undoing

pytestmark = pytest.mark.django_db
NOTE = "Uuden järjestelmän aikataulu mietityttää."


def coming(employee: User, supervisor: User, days: int = 1) -> Conversation:
    return Conversation.objects.create(
        employee=employee,
        supervisor=supervisor,
        employee_name=employee.name,
        supervisor_name=supervisor.name,
        started_by=Side.EMPLOYEE,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=days),
        status="agreed",
    )


@pytest.fixture
def conversation(aino: User, matti: User) -> Conversation:
    return coming(aino, matti)


@pytest.fixture
def assessment(aino: User) -> Assessment:
    """Three of four marked, one with a note."""
    assessment = Assessment.start(by=aino)
    for question, now in (("tiedanko", 2), ("osaanko", 1), ("kykenenko", -1)):
        mark(assessment, question, now)
    item = assessment.items.get(question="tiedanko")
    item.assessment = assessment
    item.store(NOTE, by=aino)
    return assessment


def mark(assessment: Assessment, question: str, now: int) -> None:
    item = assessment.items.get(question=question)
    item.assessment = assessment
    item.mark(now=now)


def sheet(client: Client, conversation: Conversation) -> str:
    return client.get(reverse("sharing", args=[conversation.pk])).content.decode()


def share(client: Client, conversation: Conversation, *questions: str, notes: tuple[str, ...] = (), page: str = ""):
    """Press the button of the page as it is, or of one opened before."""
    stamp = re.search(r'name="stamp" value="([^"]*)"', page or sheet(client, conversation))
    data = {"stamp": stamp[1]} | {f"share-{q}": "on" for q in questions} | {f"note-{q}": "on" for q in notes}
    return client.post(reverse("sharing", args=[conversation.pk]), data)


def undo(client: Client, conversation: Conversation):
    return client.post(reverse("sharing_undo", args=[conversation.pk]), follow=True).content.decode()


def own(client: Client) -> str:
    return client.get(reverse("assessment_own")).content.decode()


def seen(conversation: Conversation, reader: User) -> list[tuple]:
    marks = BoardMark.objects.visible_to(reader).filter(conversation=conversation, side=Side.EMPLOYEE)
    return [(row.question, row.now, row.text.open(reader)) for row in marks.order_by("question")]


def test_one_press_shares_what_is_switched_on_and_says_who_sees_what(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    assert " checked" not in sheet(client, conversation)  # nothing is chosen beforehand
    assert share(client, conversation, "tiedanko", "osaanko", notes=("tiedanko",)).url == reverse("assessment_own")
    assert seen(conversation, matti) == [("osaanko", 1, ""), ("tiedanko", 2, NOTE)]
    page = own(client)
    sees = "Matti Laine näkee 2 kohtaa, muut vain sinä."
    pages = [reverse("assessment"), reverse("assessment_own"), assessment.get_absolute_url()]
    assert [sees in client.get(each).content.decode() for each in pages] == [True] * 3
    assert "Matti Laine näkee nyt 2 kohtaa" in page
    assert (page.count("Matti Laine näkee muistiinpanonkin"), page.count("vain sinä</p>")) == (1, 2)
    assert sheet(client, conversation).count(" checked") == 3


def test_what_is_switched_off_is_taken_back(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    share(client, conversation, "tiedanko", "osaanko", notes=("tiedanko",))
    share(client, conversation, "osaanko")
    assert seen(conversation, matti) == [("osaanko", 1, "")]
    share(client, conversation)
    assert seen(conversation, matti) == []
    assert "Matti Laine ei näe enää kohtiasi" in own(client)


def test_an_empty_item_is_not_shared_however_it_is_sent(aino, matti, conversation, assessment, signed_in):
    share(signed_in(aino), conversation, "haluanko")
    assert seen(conversation, matti) == []


def test_what_has_changed_since_the_page_was_made_is_shown_before_it_is_shared(
    aino, matti, conversation, assessment, signed_in
):
    client = signed_in(aino)
    page = sheet(client, conversation)
    mark(assessment, "kykenenko", -3)
    answer = share(client, conversation, "kykenenko", page=page)
    assert answer.status_code == 409
    assert (answer.content.decode().count(" checked"), seen(conversation, matti)) == (1, [])
    share(client, conversation, "kykenenko", page=answer.content.decode())
    assert seen(conversation, matti) == [("kykenenko", -3, "")]


def test_another_tab_takes_nothing_back_that_it_has_not_seen(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    older = sheet(client, conversation)
    share(client, conversation, "tiedanko")
    assert share(client, conversation, "osaanko", page=older).status_code == 409
    assert share(client, conversation, "tiedanko", page=older).status_code == 302  # a second click
    assert seen(conversation, matti) == [("tiedanko", 2, "")]


@pytest.mark.both_databases
def test_undo_makes_it_as_it_was(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    share(client, conversation, "tiedanko", "osaanko", notes=("tiedanko",))
    before = seen(conversation, matti)
    mark(assessment, "osaanko", -2)
    share(client, conversation, "osaanko", "kykenenko")  # one taken back, one anew, one more
    assert seen(conversation, matti) == [("kykenenko", -1, ""), ("osaanko", -2, "")]
    assert "Kumottu." in undo(client, conversation)
    assert seen(conversation, matti) == before
    assert "Kumota ei voi enää" in undo(client, conversation)  # a second click undoes nothing more
    assert seen(conversation, matti) == before


def test_undo_is_offered_for_ten_seconds_and_works_a_little_longer(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    offer = reverse("sharing_undo", args=[conversation.pk])
    for seconds, offered, works in ((5, True, True), (15, False, True), (700, False, False)):
        share(client, conversation)
        share(client, conversation, "tiedanko")
        session = client.session
        kept = session[undoing.KEY]
        kept["at"] = (timezone.now() - datetime.timedelta(seconds=seconds)).isoformat()
        session.save()
        assert (offer in own(client)) is offered
        undo(client, conversation)
        assert (seen(conversation, matti) == []) is works


def test_undo_leaves_alone_what_has_been_shared_since(aino, matti, conversation, assessment, signed_in):
    client, phone = signed_in(aino), signed_in(aino)
    share(client, conversation, "tiedanko")
    share(phone, conversation, "tiedanko", "osaanko")
    assert "Kumota ei voi enää" in undo(client, conversation)
    assert [row[0] for row in seen(conversation, matti)] == ["osaanko", "tiedanko"]


@pytest.mark.parametrize("anew", ["partner", "length"])
def test_undo_brings_nothing_into_another_invitation(aino, matti, leena, conversation, assessment, signed_in, anew):
    client = signed_in(aino)
    share(client, conversation, "tiedanko", notes=("tiedanko",))
    page = sheet(client, conversation)
    share(client, conversation)  # taken back
    conversation.refresh_from_db()
    if anew == "partner":
        invitations.change_partner(conversation, to=leena, by=aino)
        assert share(client, conversation, "tiedanko", page=page).status_code == 409  # it said what Matti would see
    else:
        when = {"starts_at": conversation.starts_at, "place": "", "video_link": ""}
        invitations.propose(conversation, by=matti, minutes=90, **when)
    assert "Kumota ei voi enää" in undo(client, conversation)
    assert seen(conversation, aino) == []


def test_after_the_confirmation_nothing_is_shared_or_undone(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    page = sheet(client, conversation)
    share(client, conversation, "tiedanko")
    Conversation.objects.update(status="confirmed")
    undo(client, conversation)
    share(client, conversation, "osaanko", page=page)
    assert seen(conversation, matti) == [("tiedanko", 2, "")]


def test_the_session_holds_no_text_in_clear(aino, conversation, assessment, signed_in):
    client = signed_in(aino)
    share(client, conversation, "tiedanko", notes=("tiedanko",))
    share(client, conversation)
    assert NOTE not in str(dict(client.session))


def test_with_several_conversations_one_chooses_first(aino, matti, conversation, assessment, signed_in):
    client, other = signed_in(aino), coming(aino, matti, days=8)
    choice = client.get(reverse("share")).content.decode()
    for each in (conversation, other):
        assert reverse("sharing", args=[each.pk]) in choice
    assert reverse("share") in own(client)
    share(client, other, "osaanko")
    assert (seen(conversation, matti), seen(other, matti)) == ([], [("osaanko", 1, "")])
    other.delete()
    assert reverse("sharing", args=[conversation.pk]) in own(client)


def test_where_nobody_reads_it_nothing_is_shared(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    page = sheet(client, conversation)
    share(client, conversation, "tiedanko")
    assert "Matti Laine näkee 1 kohdan" in own(client)
    SupervisionLine.objects.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert "Matti Laine näkee 1 kohdan" not in own(client)  # who does not see it any more is not said to
    assert f'href="{reverse("sharing", args=[conversation.pk])}"' not in own(client)
    assert client.get(reverse("sharing", args=[conversation.pk])).url == conversation.get_absolute_url()
    assert share(client, conversation, "tiedanko", "osaanko", page=page).url == conversation.get_absolute_url()
    assert conversation.marks.count() == 1


def test_who_reads_by_an_opening_is_told_too(aino, matti, sari, conversation, assessment, signed_in):
    client = signed_in(aino)
    share(client, conversation, "tiedanko", "osaanko")
    Opening.objects.create(
        conversation=conversation, reader=sari, to="hr", scope="own", employee_opened_at=timezone.now()
    )
    assert f"Matti Laine näkee 2 kohtaa, {sari.name} näkee 2 kohtaa, muut vain sinä." in own(client)


def test_the_note_of_a_copy_from_an_earlier_assessment_stays(aino, matti, conversation, assessment, signed_in):
    client = signed_in(aino)
    share(client, conversation, "tiedanko", notes=("tiedanko",))
    client.post(reverse("assessment_start"))
    page = sheet(client, conversation)
    assert ("Jaettu aiemmasta arviosta" in page, NOTE in page) == (True, True)
    share(client, conversation, "tiedanko")
    assert seen(conversation, matti) == [("tiedanko", 2, NOTE)]
    share(client, conversation)
    assert seen(conversation, matti) == []


@pytest.mark.both_databases
def test_any_number_of_openings_cost_one_query(aino, matti, sari, assessment, signed_in, django_assert_max_num_queries):
    client, counts = signed_in(aino), []
    for more in (1, 5):
        for day in range(more):
            opened = coming(aino, matti, days=more + day)
            share(client, opened, "tiedanko")
            to_hr = {"reader": sari, "to": "hr", "scope": "own", "employee_opened_at": timezone.now()}
            Opening.objects.create(conversation=opened, **to_hr)
        own(client)
        with django_assert_max_num_queries(12) as captured:
            own(client)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("code", "asks"), [("debriefing", False), ("early-support", True)])
def test_a_level_is_asked_for_only_where_the_talk_has_levels(code, asks, aino, matti, assessment, signed_in):
    """Whoever is to talk through something hard is not asked to mark how their work is going."""
    talk, hers = coming(aino, matti), signed_in(aino)
    page, opened_before = talk.get_absolute_url(), sheet(hers, talk)
    Conversation.objects.filter(pk=talk.pk).update(occasion=Occasion.objects.get(code=code))
    assert ('id="prepare"' in hers.get(page).content.decode()) is asks
    assert ('id="prepare"' in signed_in(matti).get(page).content.decode()) is asks
    assert (hers.get(reverse("sharing", args=[talk.pk])).status_code == 200) is asks
    assert (reverse("sharing", args=[talk.pk]) in hers.get(reverse("assessment_own")).content.decode()) is asks
    share(hers, talk, "tiedanko", page=opened_before)
    assert talk.marks.exists() is asks
    by_address = hers.post(reverse("conversation_share", args=[talk.pk, "osaanko"]))
    view = signed_in(matti).post(reverse("conversation_view", args=[talk.pk]), {"view-osaanko-now": "1"})
    assert {by_address.status_code, view.status_code} == ({302} if asks else {404})
    assert talk.marks.filter(question="osaanko").exists() is asks
    memo = hers.get(reverse("conversation_step", args=[talk.pk, "memo"])).content.decode()
    assert ('id="tick-view"' in memo) is ("Esihenkilön oma näkemys tulee muistioon vain" in memo) is asks
    pair = hers.get(reverse("pair", args=[matti.pk])).content.decode()
    assert ("Valmistaudu" in pair) is asks
