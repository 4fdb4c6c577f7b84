"""Planning a follow-up, holding it, and what it never touches."""

import datetime
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from people.models import SupervisionLine
from vatupassi.conversation import ending, invitations, letters
from vatupassi.follow_up import actions as follow_ups
from vatupassi.level.questions import Question
from vatupassi.memo import confirmation
from vatupassi.models import (
    Agreement,
    AgreementReview,
    BoardMark,
    Conversation,
    FollowUp,
    Memo,
    Note,
    Occasion,
    Opening,
    Outcome,
)

pytestmark = pytest.mark.django_db
CANARY = "kanarialintu-7321"


def local(year, month, day, hour=9, minute=0):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=timezone.get_current_timezone())


def base(conversation):
    return f"/keskustelut/{conversation.pk}/"


def sitting(conversation, number=1):
    return f"/keskustelut/{conversation.pk}/seuranta/{number}/"


def when(day, clock="9.15", minutes="30"):
    return {"day": f"{day.day}.{day.month}.{day.year}", "clock": clock, "minutes": minutes}


def text_of(answer):
    return answer.content.decode()


def test_the_sitting_opens_on_the_agreements(confirmed, aino, signed_in):
    page = text_of(signed_in(aino).get(sitting(confirmed)))
    shown = ("Minulle luvattiin", "Enintään kaksi iltavuoroa", "Minun osuuteni", "Koulutuspäivä", 'id="board"')
    places = [page.index(text) for text in shown]
    assert places == sorted(places)


def test_whether_a_promise_was_kept_the_one_to_whom_it_was_made_says(confirmed, aino, matti, signed_in):
    hers, his = signed_in(aino), signed_in(matti)
    theirs, own = confirmed.agreements.get(side="supervisor"), confirmed.agreements.get(side="employee")

    def says(client, agreement, outcome):
        slot = f"follow-up.1.{agreement.pk.hex}"
        client.post(sitting(confirmed) + "tallenna/", {f"outcome-{slot}": outcome})
        agreement.refresh_from_db()
        return agreement.outcome, f'name="outcome-{slot}"' in text_of(client.get(sitting(confirmed)))

    assert says(his, theirs, "done") == ("under_way", False)
    assert says(hers, theirs, "done") == ("done", True)
    assert says(his, own, "dropped") == ("dropped", True)
    assert says(hers, own, "done") == ("done", True)
    assert (theirs.kept_at is None, own.done_at is None) == (False, False)


def test_a_mark_is_saved_in_place_and_cleared_in_place(confirmed, aino, signed_in):
    client, url = signed_in(aino), sitting(confirmed) + "merkitse/haluanko/"
    answer = client.post(url, {"haluanko-now": "2", "haluanko-target": ""}, headers={"HX-Request": "true"})
    assert 'id="said-haluanko"' in text_of(answer)
    assert BoardMark.objects.get(sitting=1).now == 2
    client.post(url, {"haluanko-now": "", "haluanko-target": ""}, headers={"HX-Request": "true"})
    assert not BoardMark.objects.filter(sitting=1).exists()


def test_what_one_has_ended_the_other_may_open_again_where_it_was(confirmed, aino, matti, signed_in):
    hers = signed_in(aino)
    assert "ended_until" not in hers.get(sitting(confirmed)).context
    signed_in(matti).post(sitting(confirmed) + "pidetty/", {"then": "end"})
    page = hers.get(sitting(confirmed))
    day = timezone.localdate() + datetime.timedelta(days=14)
    assert page.context["ended_until"] == day
    assert all(words in text_of(page) for words in ("Avaa uudelleen", "Sopii minulle", f"{day.day}.{day.month}."))
    assert "ended_until" not in signed_in(matti).get(sitting(confirmed)).context
    hers.post(base(confirmed) + "jatka/")
    confirmed.refresh_from_db()
    assert (confirmed.status, FollowUp.objects.get().held_at) == ("confirmed", None)


def test_the_whole_sitting(confirmed, aino, matti, signed_in):
    hers, his = signed_in(aino), signed_in(matti)
    memo, text_revision = Memo.objects.values().get(), confirmed.text_revision
    evenings, course = Agreement.objects.all()
    slot = f"follow-up.1.{evenings.pk.hex}"
    saved = his.post(
        sitting(confirmed) + "tallenna/",
        {
            f"text-{slot}": "Sujui hyvin",
            f"version-{slot}": "0",
            "text-follow-up.1.word": "Jatketaan näin",
            "version-follow-up.1.word": "0",
        },
    )
    assert saved.status_code == 302
    hers.post(sitting(confirmed) + "tallenna/", {f"outcome-{slot}": "done"})
    page = text_of(hers.get(sitting(confirmed)))
    assert "Sujui hyvin" in page
    assert "Jatketaan näin" in page
    evenings.refresh_from_db()
    assert (evenings.outcome, AgreementReview.objects.get().outcome) == ("done", "done")
    for person, question, value in ((his, "osaanko", 2), (hers, "osaanko", 1), (hers, "kykenenko", -1)):
        data = {f"{question}-now": str(value), f"{question}-target": ""}
        assert person.post(sitting(confirmed) + f"merkitse/{question}/", data).status_code == 302
    again = when(timezone.localdate() + datetime.timedelta(days=50))
    for _click in range(2):
        assert hers.post(sitting(confirmed) + "pidetty/", again).status_code == 302
    assert [bool(row.held_at) for row in FollowUp.objects.all()] == [True, False]
    assert "Sujui hyvin" in text_of(hers.get(sitting(confirmed)))
    late = {"text-follow-up.1.word": "vielä tämä", "version-follow-up.1.word": "1"}
    refused = hers.post(sitting(confirmed) + "tallenna/", late)
    assert "vielä tämä" in text_of(refused)
    assert Note.objects.get(slot="follow-up.1.word").text.open(aino) == "Jatketaan näin"
    rows = his.get(sitting(confirmed, 2)).context["reviewed"]
    assert [row.settled for row in rows] == [False, True]  # what is still open comes first
    confirmed.refresh_from_db()
    assert (confirmed.text_revision, confirmed.status) == (text_revision, "confirmed")
    assert Memo.objects.values().get() == memo
    course.refresh_from_db()
    assert course.outcome == Outcome.UNDER_WAY


def test_ending_at_the_sitting_ends_the_conversation(confirmed, aino, matti, signed_in):
    assert signed_in(matti).post(sitting(confirmed) + "pidetty/", {"then": "end"}).status_code == 302
    confirmed.refresh_from_db()
    assert (confirmed.status, confirmed.closed_on, confirmed.ended_by) == ("ending", None, "supervisor")
    assert FollowUp.objects.get().held_at is not None
    assert list(Mail.objects.values_list("kind", "to__username")) == [("ending", "aino")]
    signed_in(aino).post(sitting(confirmed) + "pidetty/", when(timezone.localdate() + datetime.timedelta(days=9)))
    assert FollowUp.objects.count() == 1


def test_ending_the_conversation_keeps_what_was_written_in_an_open_sitting(confirmed, aino, matti, signed_in):
    slot = "follow-up.1.word"
    signed_in(aino).post(sitting(confirmed) + "tallenna/", {f"text-{slot}": "Hyvä näin", f"version-{slot}": "0"})
    for person in (matti, aino):
        signed_in(person).post(base(confirmed) + "paata/")
    assert FollowUp.objects.get().held_at is not None
    assert "Hyvä näin" in text_of(signed_in(aino).get(sitting(confirmed)))


def test_ending_cancels_an_untouched_follow_up_in_both_calendars(confirmed, aino, matti):
    for person in (matti, aino):
        ending.end(Conversation.objects.get(pk=confirmed.pk), by=person)
    assert not FollowUp.objects.exists()
    found = {mail.to.username: letter(mail) for mail in Mail.objects.exclude(kind="ending")}
    cancelled = {name: b"STATUS:CANCELLED" in found[name].attachments[0].content for name in found}
    assert cancelled == {"aino": True, "matti": True}


def test_the_supervisors_mark_is_unseen_until_the_employee_has_shared_that_item(confirmed, aino, matti, signed_in):
    hers, his = signed_in(aino), signed_in(matti)
    his.post(sitting(confirmed) + "merkitse/tiedanko/", {"tiedanko-now": "3"})

    def ring(client):
        return client.get(sitting(confirmed)).context["board"].levels[0].other

    assert (ring(hers), ring(his)) == (None, 3)
    assert 'stroke-width="3.5"' not in text_of(hers.get(sitting(confirmed)))
    hers.post(sitting(confirmed) + "merkitse/tiedanko/", {"tiedanko-now": "2", "tiedanko-target": "3"})
    assert (ring(hers), ring(his)) == (3, 3)
    hers.post(sitting(confirmed) + "poista/tiedanko/")
    assert (ring(hers), ring(his)) == (None, 3)


@pytest.mark.parametrize("question", ["kykenenko", "haluanko"])
def test_a_supervisor_marks_two_levels_only(question, confirmed, matti, signed_in):
    answer = signed_in(matti).post(sitting(confirmed) + f"merkitse/{question}/", {f"{question}-now": "1"})
    assert answer.status_code == 404
    follow_up = FollowUp.objects.select_related("conversation").get()
    with pytest.raises(PermissionError):
        follow_ups.mark(follow_up, Question(question), now=1, target=None, by=matti)


def test_each_side_is_asked_once_for_its_own_marks(confirmed, aino, matti, signed_in):
    asked = ("Napauta tai vedä siihen, missä olet", "Napauta tai vedä siihen, missä näet asian olevan")
    pages = [text_of(signed_in(person).get(sitting(confirmed))) for person in (aino, matti)]
    assert [[page.count(words) for words in asked] for page in pages] == [[1, 0], [0, 1]]


def test_a_supervisor_is_told_which_levels_the_employee_marks(confirmed, aino, matti, signed_in):
    words, page = "Aino merkitsee tämän itse.", sitting(confirmed)
    assert [text_of(signed_in(person).get(page)).count(words) for person in (aino, matti)] == [0, 2]
    signed_in(aino).post(page + "merkitse/kykenenko/", {"kykenenko-now": "1", "kykenenko-target": ""})
    assert text_of(signed_in(matti).get(page)).count(words) == 1


def test_the_board_shows_now_last_time_target_and_steps(confirmed, aino, signed_in):
    hers = signed_in(aino)
    Agreement.objects.filter(question="kykenenko").update(outcome="done")
    hers.post(sitting(confirmed) + "merkitse/kykenenko/", {"kykenenko-now": "-1", "kykenenko-target": "1"})
    levels = {level.name: level for level in hers.get(sitting(confirmed)).context["board"].levels}
    able, skills, want = levels["kykenenko"], levels["osaanko"], levels["haluanko"]
    assert (able.now, able.previous, able.target, list(able.steps)) == (-1, -2, 1, [True])
    assert (skills.now, skills.previous, skills.target, list(skills.steps)) == (None, 0, 2, [False])
    assert (want.now, want.previous, want.target) == (None, None, None)


def test_an_empty_mark_is_not_shared(confirmed, aino, signed_in):
    answer = signed_in(aino).post(
        sitting(confirmed) + "merkitse/haluanko/", {"haluanko-now": "", "haluanko-target": ""}, follow=True
    )
    assert "messages" in answer.context
    assert not BoardMark.objects.filter(sitting=1).exists()


def test_the_saved_fragment_is_a_piece_of_the_fresh_page(confirmed, aino, signed_in):
    client, slot = signed_in(aino), f"follow-up.1.{Agreement.objects.first().pk.hex}"
    data = {f"text-{slot}": "Sana", f"version-{slot}": "0", f"outcome-{slot}": "dropped"}
    fragment = text_of(client.post(sitting(confirmed) + "tallenna/", data, headers={"X-Autosave": "1"}))
    assert fragment.strip() in text_of(client.get(sitting(confirmed)))


def test_a_word_about_an_agreement_that_comes_too_late_is_told(confirmed, aino, matti, signed_in):
    follow_ups.hold(confirmed.follow_ups.get(), by=matti)
    slot = f"follow-up.1.{Agreement.objects.first().pk.hex}"
    data = {f"text-{slot}": "Sana", f"version-{slot}": "0", f"outcome-{slot}": "dropped"}
    answer = signed_in(aino).post(sitting(confirmed) + "tallenna/", data, headers={"X-Autosave": "1"})
    assert (answer.status_code, "data-status" in text_of(answer), "päätetty" in text_of(answer)) == (422, True, True)
    assert "Sana" in text_of(signed_in(aino).post(sitting(confirmed) + "tallenna/", data))


def test_the_live_page_answers_204_until_something_changes(confirmed, aino, matti, signed_in):
    hers, his = signed_in(aino), signed_in(matti)
    url = f"{sitting(confirmed)}?since={confirmed.revision}"
    assert hers.get(url).status_code == 204
    his.post(sitting(confirmed) + "merkitse/tiedanko/", {"tiedanko-now": "1"})
    assert hers.get(url).status_code == 200


PATHS = [
    ("get", "seuranta/1/"),
    ("get", "seuranta/1/seuranta.ics"),
    ("post", "seuranta/aika/"),
    ("post", "seuranta/ei/"),
    ("post", "seuranta/1/tallenna/"),
    ("post", "seuranta/1/merkitse/tiedanko/"),
    ("post", "seuranta/1/poista/tiedanko/"),
    ("post", "seuranta/1/pidetty/"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_nobody_else_gets_in(method, path, confirmed, timo, leena, sari, mikael, stranger, matti, signed_in):
    for person in (timo, leena, sari, mikael, stranger):
        assert getattr(signed_in(person), method)(base(confirmed) + path).status_code == 404
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert getattr(signed_in(matti), method)(base(confirmed) + path).status_code == 404
    assert FollowUp.objects.get().held_at is None


@pytest.mark.parametrize("path", ["seuranta/7/", "seuranta/1/merkitse/muu/"])
def test_what_does_not_exist_is_404(path, confirmed, aino, signed_in):
    client = signed_in(aino)
    method = client.get if path == "seuranta/7/" else client.post
    assert method(base(confirmed) + path).status_code == 404


def test_a_later_supervisor_to_whom_it_is_opened_reads_and_writes_nothing(confirmed, kitchen, timo, signed_in):
    Opening.objects.create(
        conversation=confirmed, reader=timo, to="supervisor", scope="whole", employee_opened_at=timezone.now()
    )
    page = text_of(signed_in(timo).get(sitting(confirmed)))
    assert "Koulutuspäivä" in page
    assert "<textarea" not in page
    assert signed_in(timo).post(sitting(confirmed) + "tallenna/").status_code == 404
    assert "history-title" not in text_of(signed_in(timo).get(base(confirmed)))


def test_the_history_of_marks_is_on_the_conversations_page_for_the_pair(confirmed, aino, matti, signed_in):
    signed_in(aino).post(sitting(confirmed) + "merkitse/kykenenko/", {"kykenenko-now": "1"})
    for person in (aino, matti):
        answer = signed_in(person).get(base(confirmed))
        (row,) = answer.context["histories"]
        assert (row[0].value, [moment.level.now for moment in row[1].moments]) == ("kykenenko", [1, -2])
        assert "history-title" in text_of(answer)


@pytest.mark.both_databases
def test_the_start_page_lists_follow_ups_with_constant_queries(confirmed, aino, matti, signed_in):
    def another(days):
        other = invitations.start(
            employee=aino,
            supervisor=matti,
            by=matti,
            occasion=Occasion.objects.get(code="how-are-you"),
            starts_at=timezone.now(),
        )
        follow_ups.plan(other, starts_at=timezone.now() + datetime.timedelta(days=days), minutes=30)
        for person in (aino, matti):
            confirmation.confirm(other, by=person, text_revision=other.text_revision)

    client = signed_in(matti)
    another(2)
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        page = text_of(client.get("/"))
    assert sitting(confirmed) in page
    for days in range(3, 20):
        another(days)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(one)


@pytest.mark.both_databases
def test_the_sitting_takes_the_same_queries_with_one_agreement_and_thirty(confirmed, aino, signed_in):
    client, counts = signed_in(aino), []  # reading about oneself writes no access log
    for _round in range(2):
        client.get(sitting(confirmed))
        with CaptureQueriesContext(connection) as seen:
            client.get(sitting(confirmed))
        counts.append(len(seen))
        follow_up = FollowUp.objects.select_related("conversation").get()
        for number in range(30):
            agreement = Agreement.objects.create(
                conversation=confirmed, text=f"Asia {number}", side="employee", due_on="2027-01-31"
            )
            follow_ups.review(follow_up, agreement, outcome="done", by=aino)
    assert counts[0] == counts[1]


def test_letters_tell_nothing_of_what_was_written(two_agreements, aino, matti):
    Note.in_slot(two_agreements, "tiedanko.works").store(CANARY, by=aino)
    Agreement.objects.create(conversation=two_agreements, text=CANARY, side="employee", due_on="2027-01-31")
    follow_up = follow_ups.plan(two_agreements, starts_at=timezone.now() + datetime.timedelta(days=2), minutes=30)
    Note.in_slot(two_agreements, "follow-up.1.word").store(CANARY, by=aino)
    ids = {"conversation": str(two_agreements.pk), "number": "1"}
    ids |= {"starts_at": timezone.now().isoformat(), "minutes": "30", "closes_on": "2027-01-01"}
    kinds = ["follow_up_time", "follow_up_cancelled", "conversation_reminder", "follow_up_reminder"]
    for kind, person in itertools.product([*kinds, "follow_up_overdue", "silence", "closed"], (aino, matti)):
        found = letter(Mail(to=person, kind=kind, ids=ids))
        whole = found.subject + found.body + "".join(file.content.decode() for file in found.attachments)
        assert CANARY not in whole
        assert "Varhainen tuki" not in found.subject
    assert letters.calendar(two_agreements, aino, follow_up=follow_up)


def test_marking_from_the_script_answers_that_level_as_the_fresh_page_has_it(confirmed, aino, signed_in):
    client, url = signed_in(aino), sitting(confirmed) + "merkitse/kykenenko/"
    data = {"kykenenko-now": "-1", "kykenenko-target": "1"}
    piece = text_of(client.post(url, data, headers={"HX-Request": "true"}))
    token = 'name="csrfmiddlewaretoken" value="'
    fresh = text_of(client.get(sitting(confirmed)))

    def without_tokens(page):
        return [part.partition('"')[2] for part in page.split(token)]

    assert "".join(without_tokens(piece)[1:]).strip() in "".join(without_tokens(fresh))
    other = url.replace("kykenenko", "haluanko")
    empty = text_of(client.post(other, {"haluanko-now": ""}, headers={"HX-Request": "true"}))
    assert 'role="alert"' in empty
    assert BoardMark.objects.get(sitting=1).now == -1
