"""Paper, high contrast and a narrow phone: the conversation in forms of showing other than the usual screen."""

import datetime

import pytest
from django.utils import timezone

from tests.pdfs import pages_of
from vatupassi.actions import invitations
from vatupassi.models import Assessment, AssessmentItem, Note, Occasion
from vatupassi.questions import Question

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def conversation(aino, matti):
    """The one with the most steps."""
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="development"),
        starts_at=timezone.now() + datetime.timedelta(hours=1),
        agreed=True,
    )


def test_a_long_text_begins_on_the_first_sheet(conversation, aino, page_for):
    Note.write(conversation, "tiedanko.works", "Pitkä muistiinpano. " * 900, version=0, by=aino)
    page = page_for(aino)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/memo/")
    assert "Pitkä muistiinpano." in pages_of(page.pdf(format="A4"))[0]


def test_a_level_is_printed_on_the_sheet_of_its_question(aino, page_for):
    assessment = Assessment.objects.create(owner=aino)
    for one in Question:
        AssessmentItem.objects.create(assessment=assessment, question=one, now=-1, target=2, note=f"Sana {one.value}.")
    page = page_for(aino)
    page.goto("/vatupassi/")
    sheets = pages_of(page.pdf(format="A4"))
    assert len(sheets) > 1
    for one in Question:
        (sheet,) = [sheet for sheet in sheets if str(one.label) in sheet]
        assert f"Sana {one.value}." in sheet


def test_where_one_is_shows_where_colours_are_forced(conversation, aino, page_for):
    page = page_for(aino, forced_colors="active")
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/tiedanko/")
    edge = "one => getComputedStyle(one).borderBottomColor"
    here, other = page.locator(".bar nav a[aria-current]"), page.locator(".bar nav a:not([aria-current])").first
    assert here.evaluate(edge) != other.evaluate(edge)


def test_sharing_is_not_printed(conversation, aino, page_for):
    assessment = Assessment.objects.create(owner=aino)
    AssessmentItem.objects.bulk_create(AssessmentItem(assessment=assessment, question=one, now=1) for one in Question)
    page = page_for(aino)
    page.goto("/vatupassi/")
    assert page.get_by_text("ei vielä jaettu").first.is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_text("ei vielä jaettu").first.is_visible()


def test_neither_an_empty_card_nor_the_search_is_printed(conversation, matti, page_for):
    page = page_for(matti)
    step, card = f"/keskustelut/{conversation.pk}/vaihe/tiedanko/", 'section[aria-labelledby="own-view"]'
    for path, what in ((step, card), ("/tiimi/", '[role="search"]')):
        page.goto(path)
        assert page.locator(what).first.is_visible()
        page.emulate_media(media="print")
        assert not page.locator(what).first.is_visible()
        page.emulate_media(media="screen")


def test_buttons_have_an_edge_where_colours_are_forced(conversation, aino, page_for):
    page = page_for(aino, forced_colors="active")
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/tiedanko/")
    edges = page.locator("main .btn:visible").evaluate_all(
        "all => all.map(one => getComputedStyle(one).borderTopWidth)"
    )
    assert set(edges) == {"2px"}


def test_eight_steps_stand_in_one_row_on_a_phone_each_large_enough(conversation, aino, page_for):
    page = page_for(aino, width=390)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/tiedanko/")
    boxes = [step.bounding_box() for step in page.locator("#steps a").all()]
    assert (len(boxes), len({box["y"] for box in boxes})) == (8, 1)
    assert min(min(box["width"], box["height"]) for box in boxes) >= 44
