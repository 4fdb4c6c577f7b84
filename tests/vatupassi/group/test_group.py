"""Group VatuPassi: nothing before five, nothing of one person, later changes in batches."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from core import retention
from rooms import tokens
from rooms.models import Room
from tests.html import flat
from tests.pdfs import tags_of, text_of
from tests.rooms.phones import Phone, on_screen
from vatupassi.group import actions as acts
from vatupassi.group import distribution
from vatupassi.group.distribution import Distribution
from vatupassi.level.questions import Question
from vatupassi.models import GroupDistribution, GroupMark, GroupSession
from workshops.models import Facilitator
from workshops.task.models import KIND

pytestmark = pytest.mark.django_db
KNOW = Question.KNOW.value


@pytest.fixture
def session(matti):
    return acts.begin("Keittiön VatuPassi", by=matti)


@pytest.fixture
def owner(signed_in, matti):
    return signed_in(matti)


def a_token(session):
    return tokens.read(tokens.make(session.room_id))


def marked(session, *values):
    """So many phones, each with a mark on the first level."""
    phones = [a_token(session) for _value in values]
    for phone, value in zip(phones, values, strict=True):
        acts.mark(session, phone, {KNOW: value})
    return phones


def counts(session):
    row = GroupDistribution.objects.filter(session=session, question=KNOW).first()
    return row and row.counts


def send(phone, **values):
    marks = {f"{name}-now": value for name, value in values.items()}
    return phone.post(f"/huone/{phone.code}/vatupassi/merkitse/", marks)


# ---- What may be shown


def test_nothing_is_counted_before_it_is_revealed(session):
    marked(session, 1, 1, 2, 2, 3, -3)
    assert counts(session) is None
    acts.reveal(session, shown=True)
    assert counts(session) == [1, 0, 0, 0, 2, 2, 1]


def test_four_show_nothing_and_the_fifth_opens(session, owner):
    marked(session, 1, 2, 3, -1)
    acts.reveal(session, shown=True)
    assert counts(session) is None
    page = owner.get(session.get_absolute_url()).content.decode()
    assert "Liian pieni ryhmä: tämä näytetään, kun merkintöjä on vähintään viisi." in page
    assert 'class="group-bubble"' not in page
    marked(session, 0)
    assert counts(session) == [0, 0, 1, 1, 1, 1, 1]
    wall = owner.get(f"{session.get_absolute_url()}valkokangas/").content.decode()
    assert (wall.count('class="drawn"'), wall.count('class="drawn unshown"')) == (1, 3)  # lit is what is shown, alone


def test_later_changes_come_five_phones_at_a_time(session):
    phones = marked(session, 0, 0, 1, 1, 2)
    acts.reveal(session, shown=True)
    first = counts(session)
    for phone in phones[:4]:
        acts.mark(session, phone, {KNOW: -3})
        assert counts(session) == first
    acts.mark(session, phones[4], {KNOW: -2})
    assert counts(session) == [4, 1, 0, 0, 0, 0, 0]


def test_one_phone_that_moves_to_and_fro_shows_nothing(session):
    phones = marked(session, 0, 0, 1, 1, 2)
    acts.reveal(session, shown=True)
    first = counts(session)
    for value in (3, -3, None, 2, 1, 3, -1) * 3:
        acts.mark(session, phones[0], {KNOW: value})
    assert counts(session) == first


def test_hiding_and_revealing_again_renews_nothing(session):
    marked(session, 0, 0, 1, 1, 2)
    acts.reveal(session, shown=True)
    first = counts(session)
    marked(session, 3)
    for shown in (False, True, False, True):
        acts.reveal(session, shown=shown)
    assert counts(session) == first
    marked(session, 3, 3, 3, 3)
    assert counts(session) == [0, 0, 0, 2, 2, 1, 5]


def test_any_two_pictures_differ_by_five_phones_or_more(session):
    """However the marks come, what is shown moves by whole batches."""
    import random

    draw = random.Random(7)
    phones = marked(session, *(draw.randint(-3, 3) for _phone in range(12)))
    acts.reveal(session, shown=True)
    real = {row.phone: row.value for row in GroupMark.objects.filter(session=session)}
    before = counts(session)
    for _step in range(60):
        phone = draw.choice(phones)
        acts.mark(session, phone, {KNOW: draw.choice([-3, -2, -1, 0, 1, 2, 3, None])})
        now = {row.phone: row.value for row in GroupMark.objects.filter(session=session)}
        if counts(session) != before:
            assert sum(real[one] != now[one] for one in now) >= 5
            before, real = counts(session), now


def test_nearly_all_at_one_place_hides_the_one_who_is_not():
    all_there = Distribution(Question.KNOW, [0, 0, 0, 0, 0, 6, 0])
    one_apart = Distribution(Question.KNOW, [1, 0, 0, 0, 0, 5, 0])
    assert all_there.words == one_apart.words
    assert all_there.bubbles == one_apart.bubbles
    assert all_there.rows == one_apart.rows
    assert len(one_apart.bubbles) == 1
    assert Distribution(Question.KNOW, [2, 0, 0, 0, 0, 4, 0]).nearly_all is None


def test_the_picture_has_no_order_of_phones(session):
    one, other = acts.begin("a", by=session.owner), acts.begin("b", by=session.owner)
    marked(one, 3, -3, 0, 1, 1, 2)
    marked(other, 1, 2, 0, 3, 1, -3)
    for each in (one, other):
        acts.reveal(each, shown=True)
    drawn = [distribution.distributions(each)[0] for each in (one, other)]
    assert drawn[0].bubbles == drawn[1].bubbles
    assert len(drawn[0].bubbles) == 6


CLEAR = 12.5  # of the drawing's units: the tube's rim and the shine below it


@pytest.mark.parametrize(("count", "size"), [(3, 0), (4, 1), (5, 2), (6, 3), (7, 4), (12, 4)])
def test_the_bubbles_stand_round_the_axis_inside_the_tube(count, size):
    drawn = Distribution(Question.KNOW, [count, 0, 0, 2, 0, 0, 3])
    assert drawn.size == distribution.SIZES[size]
    assert len(drawn.bubbles) == count + 5
    for bubble in drawn.bubbles:
        assert bubble.y - bubble.ry > CLEAR
        assert bubble.y + bubble.ry < drawn.height - CLEAR
    assert sum(bubble.y for bubble in drawn.bubbles) / len(drawn.bubbles) == pytest.approx(drawn.height / 2)
    places = [(bubble.x, bubble.y) for bubble in drawn.bubbles]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("count", [13, 40, 1000])
def test_what_is_too_much_to_draw_is_said_in_words(count):
    drawn = Distribution(Question.KNOW, [count, 0, 0, 2, 0, 0, 3])
    assert drawn.in_words
    assert drawn.bubbles == []
    assert f"selvästi miinuksen puolella: {count}" in drawn.words


def test_one_size_for_all_bubbles_of_the_wall(session):
    for value, other in ((-3, 2), (-2, 2), (-1, 2), (0, 2), (1, 2), (2, 2), (2, 1), (3, 0)):
        acts.mark(session, a_token(session), {KNOW: value, Question.SKILLS.value: other})
    acts.reveal(session, shown=True)
    know, skills = distribution.distributions(session)[:2]
    assert {bubble.rx for bubble in know.bubbles} == {bubble.rx for bubble in skills.bubbles} == {20}


def test_two_marks_of_a_phone_cannot_be_put_together(session):
    acts.mark(session, a_token(session), dict.fromkeys(Question.values, 2))
    assert GroupMark.objects.count() == 4
    assert len(set(GroupMark.objects.values_list("phone", flat=True))) == 4
    names = {field.name for field in GroupMark._meta.fields}
    assert names == {"id", "session", "question", "phone", "value", "shown"}


# ---- Phones


def test_a_phone_marks_changes_and_takes_back(session):
    phone = Phone(session.room)
    assert phone.get(f"/huone/{phone.code}/").headers["Location"] == f"/huone/{phone.code}/vatupassi/"
    send(phone, tiedanko="2", osaanko="-1", kykenenko="", haluanko="9")
    assert sorted(GroupMark.objects.values_list("question", "value")) == [
        ("kykenenko", None),
        ("osaanko", -1),
        ("tiedanko", 2),
    ]
    assert "on lähettänyt" in phone.get(f"/huone/{phone.code}/vatupassi/").content.decode()
    page = phone.get(f"/huone/{phone.code}/vatupassi/?nayta=merkinnat").content.decode()
    assert 'name="tiedanko-now" value="2" checked' in page
    assert "Miltä tämä suojaa ja miltä ei" in page
    send(phone, tiedanko="", osaanko="1")
    saved = dict(GroupMark.objects.values_list("question", "value"))
    assert saved == {"kykenenko": None, "osaanko": 1, "tiedanko": None}
    assert Phone(session.room).get(f"/huone/{phone.code}/vatupassi/").content.decode().count(" checked") == 4


def test_a_closed_room_takes_no_marks(session):
    phone = Phone(session.room)
    session.room.close()
    send(phone, tiedanko="2")
    assert GroupMark.objects.count() == 0
    assert "Huone on suljettu" in phone.get(f"/huone/{phone.code}/vatupassi/").content.decode()


def test_a_closed_room_says_how_many_answered_and_warns_of_no_phones(session, owner):
    marked(session, 0, 1, 1, 2, 3)
    acts.reveal(session, shown=True)
    phone = Phone(session.room)
    session.room.close()
    board, screen = session.get_absolute_url(), f"{session.get_absolute_url()}valkokangas/"
    pages = [owner.get(board), owner.get(screen), phone.get(f"/huone/{phone.code}/vatupassi/"), phone.poll("phone")]
    for page in pages:
        shown = flat(page.content)
        assert "<strong>5</strong> vastasi. Huone suljettiin " in shown
        for gone in ("puhelinta huoneessa", "Laskekaa", "Merkintöjä tähän mennessä", "Piilota merkinnät"):
            assert gone not in shown
    page = owner.get(board).content.decode()
    assert page.index('id="group-levels"') < page.index('id="group-present"')  # the results first


def test_marks_that_were_not_shown_can_be_revealed_after_closing(session, owner):
    marked(session, 0, 1, 1, 2, 3)
    session.room.close()
    assert "Paljasta merkinnät" in owner.get(session.get_absolute_url()).content.decode()
    owner.post(f"{session.get_absolute_url()}nayta/")
    assert counts(session) == [0, 0, 0, 1, 2, 1, 1]


def test_a_phone_of_another_kind_of_room_stays_out(session, matti):
    room = Room.begin(KIND, by=matti)
    phone = Phone(room)
    phone.code = session.room.code
    assert phone.get(f"/huone/{phone.code}/vatupassi/").status_code == 302
    assert Client().post(f"/huone/{phone.code}/vatupassi/merkitse/").headers["Location"] == f"/huone/{phone.code}/"
    own = Phone(session.room)
    assert own.get(f"/huone/{own.code}/tehtavat/").headers["Location"] == f"/huone/{own.code}/"


def test_the_live_parts_are_those_of_the_pages(session, owner):
    marked(session, 0, 1, 1, 2, 3)
    acts.note_of(session, "together").store("Puhuimme vuoroista", by=session.owner)
    acts.reveal(session, shown=True)
    phone = Phone(session.room)
    for part, page in (
        ("phone", phone.get(f"/huone/{phone.code}/vatupassi/?nayta=tulos")),
        ("board", owner.get(session.get_absolute_url())),
        ("screen", owner.get(f"{session.get_absolute_url()}valkokangas/")),
    ):
        fragment = flat((phone.poll(part) if part == "phone" else on_screen(session.room, part)).content)
        text = flat(page.content)
        pieces = [piece for piece in fragment.split("data-live") if "group-bubble" in piece]
        assert len(pieces) == 1
        assert pieces[0].partition("</section>")[0] in text, part
    assert [phone.poll(part).status_code for part in ("x", "board", "screen")] == [404, 404, 404]


# ---- The facilitator


def test_from_the_room_to_the_paper(owner, matti):
    address = owner.post("/ryhma-vatupassi/", {"title": "Keittiön VatuPassi"}).headers["Location"]
    session = GroupSession.objects.get()
    phones = [Phone(session.room) for _phone in range(6)]
    for number, phone in enumerate(phones):
        send(phone, tiedanko=str(number % 3), osaanko="1")
    owner.post(f"{address}nayta/")
    owner.post(
        f"{address}muistiinpano/tiedanko/", {"text-tiedanko": "Listat elävät liikaa 😀", "version-tiedanko": "0"}
    )
    owner.post(f"{address}sovittu/", {"text": "Lista valmiiksi keskiviikkona", "who": "kaikki", "due_on": "1.3.2027"})
    owner.post(f"{address}sovittu/", {"text": "Lista valmiiksi keskiviikkona", "who": "kaikki", "due_on": "1.3.2027"})
    assert session.agreements.count() == 1
    seen = phones[0].get(f"/huone/{session.room.code}/vatupassi/").content.decode()
    assert "Lista valmiiksi keskiviikkona" in seen
    data = owner.get(f"{address}ryhma-vatupassi.pdf").content
    text = text_of(data)
    assert "Listat elävät liikaa :)" in text
    assert "1.3.2027" in text
    assert "vähintään 80" in text
    figures = [alt for tag, alt in tags_of(data) if tag == "Figure"]
    assert figures == [
        "Tiedänkö? siltä väliltä: 2, hieman plussan puolella: 2, plussan puolella: 2",
        "Osaanko? hieman plussan puolella: vähintään 80\u00a0%",
    ]
    assert "Table" in [tag for tag, _alt in tags_of(data)]
    owner.post(f"{address}sovittu/{session.agreements.get().pk}/poista/")
    assert session.agreements.count() == 0


@pytest.mark.both_databases
def test_marks_go_within_a_day_and_the_rest_after_two_years(session, owner):
    phones = marked(session, 0, 1, 1, 2, 3)
    acts.reveal(session, shown=True)
    acts.note_of(session, "together").store("Puhuimme", by=session.owner)
    session.room.close()
    Room.objects.update(closed_at=timezone.now() - timezone.timedelta(hours=25))
    retention.dispose()
    assert (GroupMark.objects.count(), len(phones)) == (0, 5)
    assert 'class="group-bubble"' in owner.get(session.get_absolute_url()).content.decode()
    assert owner.get(f"{session.get_absolute_url()}valkokangas/").status_code == 404
    Room.objects.update(closed_at=timezone.now() - timezone.timedelta(days=735))
    retention.dispose()
    assert (GroupSession.objects.count(), GroupDistribution.objects.count()) == (0, 0)


def test_deleting_the_whole(session, owner):
    owner.post(f"{session.get_absolute_url()}poista/")
    assert (GroupSession.objects.count(), Room.objects.count()) == (0, 0)


def test_hr_and_other_supervisors_see_nothing_of_it(session, signed_in, sari, pekka, leena):
    for person in (sari, pekka, leena):
        assert signed_in(person).get(session.get_absolute_url()).status_code == 404
        assert "Keittiön VatuPassi" not in signed_in(person).get("/ryhma-vatupassi/").content.decode()


# ---- Anybody may stop it, and nobody sees who


def stopping(phone, wanted="1"):
    return phone.post(f"/huone/{phone.code}/vatupassi/ala-paljasta/", {"wanted": wanted})


def test_anybody_stops_the_showing_and_nothing_is_kept(session, owner):
    marked(session, 0, 1, 1, 2, 3)
    phone = Phone(session.room)  # one that has not marked may, too
    session.room.refresh_from_db()
    before = session.room.version
    parts = [distribution.live(session.room, part) for part in ("phone", "marking", "board", "screen")]
    stopping(phone)
    session.room.refresh_from_db()
    assert session.room.version == before  # no screen moves
    assert [distribution.live(session.room, part) for part in ("phone", "marking", "board", "screen")] == parts
    owner.post(f"{session.get_absolute_url()}nayta/")
    session.refresh_from_db()
    assert (session.revealed, session.held_back) == (False, True)
    assert [session.marks.count(), session.consents.count(), session.stops.count(), session.distributions.count()] == [
        0,
        0,
        0,
        0,
    ]
    for page in (phone.get(f"/huone/{phone.code}/vatupassi/"), owner.get(session.get_absolute_url())):
        assert "älkää kysykö, kuka tai miksi" in page.content.decode()
    send(phone, tiedanko="1")
    owner.post(f"{session.get_absolute_url()}nayta/")
    assert (session.marks.count(), counts(session)) == (0, None)
    session.refresh_from_db()
    assert session.revealed is False


def test_a_stop_tells_nothing_as_long_as_nothing_would_be_shown(session):
    phones = marked(session, 0, 1, 1, 2)
    assert acts.stop(session, phones[0], wanted=True)
    acts.reveal(session, shown=True)  # four: nothing to be shown, nothing to be told
    assert session.held_back is False
    assert not acts.mark(session, a_token(session), {KNOW: 3, Question.SKILLS.value: 3})  # the fifth would show it
    assert (session.held_back, session.revealed, session.marks.count()) == (True, False, 0)


def test_a_stop_is_taken_back_and_comes_too_late_once_something_is_shown(session, owner):
    marked(session, 0, 1, 1, 2, 3)
    phone = Phone(session.room)
    stopping(phone)
    assert (
        "Olet pyytänyt, ettei mitään näytetä."
        in phone.get(f"/huone/{phone.code}/vatupassi/?nayta=tulos").content.decode()
    )
    stopping(phone, "0")
    owner.post(f"{session.get_absolute_url()}nayta/")
    assert counts(session) == [0, 0, 0, 1, 2, 1, 1]
    stopping(phone)
    owner.post(f"{session.get_absolute_url()}piilota/")
    stopping(phone)
    assert session.stops.count() == 0


def test_a_phones_stop_has_a_name_of_its_own(session):
    phone = a_token(session)
    acts.mark(session, phone, {KNOW: 1})
    acts.stop(session, phone, wanted=True)
    assert session.stops.get().phone not in {row.phone for row in (*session.marks.all(), *session.consents.all())}


# ---- One device for several people


def test_a_shared_device_is_handed_on(session):
    device = Phone(session.room)
    address = f"/huone/{device.code}/vatupassi/"
    device.post(f"{address}seuraava/")
    assert session.room.phones.count() == 1  # nothing sent yet
    send(device, tiedanko="2")
    device.post(f"{address}seuraava/")
    assert session.room.phones.count() == 2
    page = device.get(f"{address}?nayta=merkinnat").content.decode()
    assert page.count(" checked") == 4  # nothing of the one before
    assert 'name="tiedanko-now" value="2" checked' not in page
    send(device, tiedanko="-1")
    assert sorted(session.marks.values_list("value", flat=True)) == [-1, 2]


def test_a_phone_that_has_sent_sees_how_many_and_the_result_first(session, owner):
    phone = Phone(session.room)
    send(phone, tiedanko="1", kykenenko="-3")
    for _other in range(3):
        send(Phone(session.room), tiedanko="2")
    page = flat(phone.get(f"/huone/{phone.code}/vatupassi/").content)
    assert "<b>4 on lähettänyt</b>, 4 mukana." in page
    assert "miinuksen puolella" not in page
    send(Phone(session.room), tiedanko="0")
    acts.note_of(session, "together").store("Puhuimme vuoroista", by=session.owner)
    owner.post(f"{session.get_absolute_url()}nayta/")
    page = flat(phone.get(f"/huone/{phone.code}/vatupassi/").content)
    assert "on lähettänyt" not in page
    assert page.index("group-bubble") < page.index("Puhuimme vuoroista")


def test_revealing_is_the_one_thing_to_do_only_when_five_have_marked(session, owner):
    marked(session, 1, 1, 2, 2)
    reveal = '<button class="btn{}" form="reveal">'
    assert reveal.format(" ghost") in owner.get(session.get_absolute_url()).content.decode()
    marked(session, 3)
    assert reveal.format("") in owner.get(session.get_absolute_url()).content.decode()


# ---- Passing it on to HR


def test_shares_for_hr_begin_at_ten_marks_and_never_tell_one_apart():
    assert acts.shares([0, 0, 2, 3, 2, 1, 1]) is None
    assert acts.shares([0, 0, 2, 3, 3, 1, 1]) == [0, 0, 20, 30, 30, 10, 10]
    assert acts.shares([0, 0, 0, 0, 1, 10, 0]) == acts.shares([0, 0, 0, 0, 0, 11, 0]) == [0, 0, 0, 0, 0, 80, 0]


def test_a_picture_goes_to_hr_only_when_everybody_who_has_marked_agrees(session, owner, sari, signed_in):
    hr, address = signed_in(sari), session.get_absolute_url()
    theirs = f"/ryhma-vatupassi/hrlle/{session.pk}/"
    phones = marked(session, 1, 1, 2, 2, 3, 3, 0, 0, -1, -1)
    watches = a_token(session)  # has joined, has not marked
    assert not acts.ask(session)  # not revealed
    acts.reveal(session, shown=True)
    assert acts.ask(session)
    assert not acts.consent(session, watches, agrees=True)
    for phone in phones[:9]:
        acts.consent(session, phone, agrees=True)
    assert not acts.pass_on(session)  # one is silent
    acts.consent(session, phones[0], agrees=False)
    assert acts.standing(session) == (10, 9, None)  # nobody sees that somebody has refused
    acts.consent(session, phones[9], agrees=True)
    assert acts.standing(session) == (10, 10, False)
    owner.post(address + "hrlle/")
    assert hr.get(theirs).status_code == 404
    acts.consent(session, phones[0], agrees=True)
    owner.post(address + "hrlle/")
    page = hr.get(theirs).content.decode()
    assert page.count("20\xa0%") == 5
    assert session.title in hr.get("/ryhma-vatupassi/").content.decode()
    assert hr.get(address).status_code == 404  # nothing else of it
    assert not acts.consent(session, phones[0], agrees=False)  # too late
    assert not acts.ask(session)  # once: no two pictures to compare


def test_a_phone_that_marks_later_is_asked_as_well(session):
    phones = marked(session, *[1, 2] * 5)
    acts.reveal(session, shown=True)
    acts.ask(session)
    for phone in phones:
        acts.consent(session, phone, agrees=True)
    late = a_token(session)
    acts.mark(session, late, {KNOW: 3})
    assert not acts.pass_on(session)
    acts.mark(session, late, {KNOW: None})  # it is not in the picture after all
    assert acts.pass_on(session)


def test_a_phone_answers_on_its_own_page(session):
    phones = [Phone(session.room) for _phone in range(10)]
    for phone in phones:
        send(phone, tiedanko="1")
    acts.reveal(session, shown=True)
    question = f"/huone/{session.room.code}/vatupassi/hrlle/"
    assert "Juuri nyt ei kysytä mitään." in phones[0].get(question).content.decode()
    acts.ask(session)
    assert question in phones[0].poll("phone").content.decode()
    for phone in phones:
        assert "vähintään 80\xa0%" in phone.get(question).content.decode()
        phone.post(question + "vastaa/", {"agrees": "1"})
    assert acts.standing(session).agreed is True


def test_a_facilitator_without_a_team_finds_it(johanna, signed_in):
    hers = signed_in(johanna)
    assert 'href="/ryhma-vatupassi/"' not in hers.get("/tyopajat/").content.decode()
    Facilitator.objects.create(person=johanna)
    assert 'href="/ryhma-vatupassi/"' in hers.get("/tyopajat/").content.decode()
    assert hers.post("/ryhma-vatupassi/", {"title": "Katujen väki"}).status_code == 302


# ---- Phones are counted, not people


@pytest.mark.parametrize("count", [0, 1, 5])
def test_the_number_of_phones_stands_large_for_everybody_and_says_why(session, owner, count):
    """Four windows of one person isolate the fifth: whoever is there can see that there are more phones than people."""
    phones = [Phone(session.room) for _phone in range(max(count, 1))][:count]
    word = "puhelin huoneessa" if count == 1 else "puhelinta huoneessa"
    large = re.compile(rf'<p class="present">\s*<strong>{count}</strong>\s*{word}\s*</p>')
    pages = [owner.get(session.get_absolute_url()), owner.get(f"{session.get_absolute_url()}valkokangas/")]
    pages += [phone.get(f"/huone/{phone.code}/vatupassi/") for phone in phones]
    pages += (
        [phones[0].poll("phone"), *(on_screen(session.room, part) for part in ("board", "screen"))] if phones else []
    )
    if count == 0:
        session.room.phones.all().delete()
        pages = [owner.get(session.get_absolute_url()), owner.get(f"{session.get_absolute_url()}valkokangas/")]
    for page in pages:
        shown = page.content.decode()
        assert (page.status_code, len(large.findall(shown))) == (200, 1)
        assert "Laskekaa paikallaolijat:" in shown
        assert "useammalla puhelimella" in shown
    for phone in phones:
        assert "Sovellus laskee puhelimia, ei ihmisiä" in phone.get(f"/huone/{phone.code}/vatupassi/").content.decode()


def test_one_more_phone_shows_at_once_on_every_screen(session, owner):
    first = Phone(session.room)
    session.room.refresh_from_db()
    before = session.room.version
    Phone(session.room)
    screens = [on_screen(session.room, part, before) for part in ("board", "screen")]
    for answer in (first.poll("phone", before), *screens):
        assert "<strong>2</strong> puhelinta" in flat(answer.content)


# ---- A word on the picture


def remarking(phone, text):
    return phone.post(f"/huone/{phone.code}/vatupassi/huomio/", {"text": text})


def taking_back(phone, remark):
    return phone.post(f"/huone/{phone.code}/vatupassi/huomio/{remark.pk}/poista/")


def test_a_remark_needs_a_picture_and_below_five_nothing_is_stored(session, owner):
    marked(session, 0, 1, 1, 2)
    phone = Phone(session.room)
    acts.reveal(session, shown=True)
    refused = remarking(phone, "Tieto ei kulje")
    assert (refused.status_code, session.remarks.count()) == (422, 0)
    assert "Tieto ei kulje" in refused.content.decode()  # what was typed stays
    assert "Kirjoita huomio" not in phone.get(f"/huone/{phone.code}/vatupassi/?nayta=tulos").content.decode()
    marked(session, 3)
    assert "Kirjoita huomio" in phone.get(f"/huone/{phone.code}/vatupassi/?nayta=tulos").content.decode()
    for _twice in range(2):
        assert remarking(phone, "Tieto ei kulje").status_code == 302
    assert session.remarks.count() == 1
    for part in ("phone", "board", "screen"):
        assert "Tieto ei kulje" in distribution.live(session.room, part)
    assert "Tieto ei kulje" in text_of(owner.get(f"{session.get_absolute_url()}ryhma-vatupassi.pdf").content)
    acts.reveal(session, shown=False)
    assert remarking(phone, "Liian myöhään").status_code == 422


def test_a_remark_goes_by_its_writer_or_the_facilitator_and_by_nobody_else(session, owner, signed_in, sari):
    marked(session, 0, 1, 1, 2, 3)
    acts.reveal(session, shown=True)
    phone, other = Phone(session.room), Phone(session.room)
    for text in ("Yksi", "Kaksi", "Kolme"):
        remarking(phone, text)
    assert remarking(phone, "Neljä").status_code == 422
    assert remarking(phone, "x" * 301).status_code == 422
    one, two, _three = session.remarks.all()
    taking_back(other, one)
    assert session.remarks.count() == 3
    taking_back(phone, one)
    assert session.remarks.count() == 2
    address = f"{session.get_absolute_url()}huomio/{two.pk}/poista/"
    assert signed_in(sari).post(address).status_code == 404
    owner.post(address)
    assert session.remarks.count() == 1


def test_after_the_room_no_remark_is_of_a_phone_any_more(session):
    marked(session, 0, 1, 1, 2, 3)
    acts.reveal(session, shown=True)
    remarking(Phone(session.room), "Tieto ei kulje")
    hashes = set(session.marks.values_list("phone", flat=True))
    assert session.remarks.get().phone not in hashes
    distribution.purge([session.room_id])
    assert (session.remarks.get().phone, session.marks.count()) == ("", 0)
