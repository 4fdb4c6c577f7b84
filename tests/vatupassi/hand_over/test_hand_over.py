"""The paper for the next step: what the employee chose, and nothing else."""

import datetime

import pytest

from tests.pdfs import in_order, tags_of, text_of
from tests.vatupassi.memo.test_memo import agree, make_talk, mark, write
from vatupassi.hand_over.paper import draw_hand_over
from vatupassi.models import DifferingView, FollowUp, HandOver, Side

pytestmark = pytest.mark.django_db
HELD = {
    "marks": ["Aino Virtanen: miinuksen puolella", "Ainon sanat Osaanko."],
    "notes": ["Yhteinen muistiinpano."],
    "ability": ["selvästi miinuksen puolella", "Ainon sanat Kykenenkö.", "Kykenenkö yhdessä.", "Kykenenkö?"],
    "nine": ["Palaudun metsässä."],
    "agreements": ["Kärry vaihdetaan", "to 14.1.2027 klo 9.15"],
    "view": ["En muista näin."],
}
NEVER = ["Matin sanat.", "Matin eriävä."]


@pytest.fixture
def talk(aino, matti):
    conversation = make_talk(employee=aino, supervisor=matti, occasion="development")
    mark(conversation, Side.EMPLOYEE, "osaanko", now=-2, text="Ainon sanat Osaanko.")
    mark(conversation, Side.SUPERVISOR, "osaanko", now=3, text="Matin sanat.")
    mark(conversation, Side.EMPLOYEE, "kykenenko", now=-3, text="Ainon sanat Kykenenkö.")
    write(conversation, "osaanko.works", "Yhteinen muistiinpano.")
    write(conversation, "kykenenko.try", "Kykenenkö yhdessä.")
    write(conversation, "nine.5", "Palaudun metsässä.")
    agree(conversation, "Kärry vaihdetaan", question="kykenenko")
    starts_at = datetime.datetime(2027, 1, 14, 7, 15, tzinfo=datetime.UTC)
    FollowUp.objects.create(conversation=conversation, number=1, starts_at=starts_at)
    for side, text in (("employee", "En muista näin."), ("supervisor", "Matin eriävä.")):
        DifferingView.objects.create(conversation=conversation, side=side, text=text)
    return conversation


def paper(talk, *parts: str, **fields) -> bytes:
    row = HandOver.objects.create(conversation=talk, to="oh", parts=parts, text_revision=talk.text_revision, **fields)
    return draw_hand_over(row)


@pytest.mark.parametrize("part", HELD)
def test_one_part_brings_its_own_and_no_other(part, talk):
    text = text_of(paper(talk, part))
    everything = [each for parts in HELD.values() for each in parts]
    assert [each for each in everything if each in text] == HELD[part]
    assert [each for each in NEVER if each in text] == []


def test_the_whole_paper_in_order(talk):
    approved_at = datetime.datetime(2026, 12, 4, 8, 0, tzinfo=datetime.UTC)
    data = paper(talk, *HandOver.Part.values, approved_at=approved_at)
    text = text_of(data)
    in_order(
        text,
        *("Yhteenveto keskustelusta", "työterveyshuolto", "Tämä ei ole varoitus", "Aino Virtanen, ruokapalvelu"),
        *("Osaanko?", "Kykenenkö?", "Ainon sanat Osaanko.", "Yhteinen muistiinpano.", "Ainon sanat Kykenenkö."),
        *("Kykenenkö yhdessä.", "Palaudun metsässä.", "Mitä sovimme", "Kärry vaihdetaan", "Kykenenkö?"),
        *("Seuranta", "to 14.1.2027 klo 9.15", "Eriävä näkemys", "En muista näin."),
        "Aino Virtanen on hyväksynyt tämän pe 4.12.2026 klo 10.00.",
    )
    assert [each for each in NEVER if each in text] == []
    assert all(alt for tag, alt in tags_of(data) if tag == "Figure")


def test_it_says_when_it_is_not_approved_yet(talk):
    assert "Aino Virtanen ei ole vielä hyväksynyt tätä." in text_of(paper(talk, "marks"))


def test_equal_parts_give_equal_bytes(talk):
    assert paper(talk, "marks", "notes") == paper(talk, "marks", "notes")
