"""Paper, high contrast and a narrow phone: the conversation in forms of showing other than the usual screen."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.pdfs import pages_of
from tests.workshops.conftest import make_agenda
from vatupassi.conversation import invitations
from vatupassi.level.questions import Question
from vatupassi.models import Assessment, AssessmentItem, Note, Occasion
from workshops.running import actions as running

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
    Note.in_slot(conversation, "tiedanko.works").store("Pitkä muistiinpano. " * 900, by=aino)
    page = page_for(aino)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/memo/")
    assert "Pitkä muistiinpano." in pages_of(page.pdf(format="A4"))[0]


def test_a_level_is_printed_on_the_sheet_of_its_question(aino, page_for):
    assessment = Assessment.objects.create(owner=aino)
    for one in Question:
        AssessmentItem.objects.create(assessment=assessment, question=one, now=-1, target=2, text=f"Sana {one.value}.")
    page = page_for(aino)
    page.goto("/vatupassi/")
    sheets = pages_of(page.pdf(format="A4"))
    assert len(sheets) > 1
    for one in Question:
        (sheet,) = [sheet for sheet in sheets if str(one.label) in sheet]
        assert f"Sana {one.value}." in sheet


def test_axe_sees_the_colours_that_are_forced(aino, page_for, axe):
    """What the style sheet says of the bar is not what is shown; what forces itself against them is."""
    page = page_for(aino, forced_colors="active")
    page.goto("/vatupassi/")
    axe(page)
    pale = "{forcedColorAdjust: 'none', color: '#eee', background: '#fff'}"
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p id=pale>Ei näy</p>')")
    page.evaluate(f"() => Object.assign(document.getElementById('pale').style, {pale})")
    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page)


def test_where_one_is_shows_where_colours_are_forced(conversation, aino, page_for):
    page = page_for(aino, forced_colors="active")
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/tiedanko/")
    edge = "one => getComputedStyle(one).borderBottomColor"
    here, other = page.locator(".bar nav a[aria-current]"), page.locator(".bar nav a:not([aria-current])").first
    assert here.evaluate(edge) != other.evaluate(edge)


def test_the_tab_and_the_bar_of_the_day_tell_by_more_than_colour(matti, page_for):
    agenda = make_agenda(matti)
    page = page_for(matti, forced_colors="active")
    page.goto(agenda.get_absolute_url())
    edge = "one => getComputedStyle(one).borderBottomColor"
    here, other = page.locator(".tabs a[aria-current]"), page.locator(".tabs a:not([aria-current])").first
    assert here.evaluate(edge) != other.evaluate(edge)
    drawn = "all => [...new Set(all.map(one => getComputedStyle(one).strokeDasharray))]"
    parts, breaks = (
        page.locator(".timebar rect:not(.k-break, .k-lunch)"),
        page.locator(".timebar rect:is(.k-break, .k-lunch)"),
    )
    assert (parts.evaluate_all(drawn), breaks.evaluate_all(drawn)) == (["none"], ["5px, 4px"])
    fills = page.locator(".timebar rect").evaluate_all(
        "all => [...new Set(all.map(one => getComputedStyle(one).fill))]"
    )
    assert len(fills) == 1  # none is told by its colour
    page.goto(reverse("annual_clock"))
    here, other = page.locator(".sub a[aria-current]"), page.locator(".sub a:not([aria-current])").first
    assert here.evaluate(edge) != other.evaluate(edge)


def test_what_is_over_and_the_time_now_show_where_colours_are_forced(matti, page_for):
    agenda = make_agenda(matti, state="published", starts_at=timezone.now())
    running.begin(agenda)
    running.begin_next(agenda, after=str(agenda.blocks.get(started_at__isnull=False).pk))
    page = page_for(matti, forced_colors="active")
    page.goto(f"/tyopajat/{agenda.pk}/kaynnissa/")
    width = "one => parseFloat(getComputedStyle(one).strokeWidth)"
    over, ahead, now = (page.locator(f".timebar {which}") for which in ("rect.past", "rect:not(.past)", ".at"))
    expect(over).to_have_count(1)
    assert over.evaluate(width) < ahead.first.evaluate(width) < now.evaluate(width)


def test_what_is_too_much_is_counted_and_nothing_is_cut(matti, page_for):
    page = page_for(matti)
    page.goto("/tyopajat/uusi/")
    title = page.get_by_label("Otsikko")
    title.fill("ä" * 150 + "LOPPU JÄÄ")
    told = page.get_by_text("9 merkkiä liikaa")
    told.wait_for()
    assert (told.get_attribute("role"), title.get_attribute("aria-invalid")) == ("status", "true")
    assert title.input_value().endswith("LOPPU JÄÄ")
    title.fill("ä" * 148 + "👩🏽‍🔧"[0] + "x")
    expect(title).not_to_have_attribute("aria-invalid", "true")
    expect(told).to_have_count(0)


def test_sharing_is_not_printed(conversation, aino, page_for):
    assessment = Assessment.objects.create(owner=aino)
    AssessmentItem.objects.bulk_create(AssessmentItem(assessment=assessment, question=one, now=1) for one in Question)
    page = page_for(aino)
    page.goto(f"/keskustelut/{conversation.pk}/vaihe/tiedanko/")
    assert page.get_by_text("ei vielä jaettu").first.is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_text("ei vielä jaettu").first.is_visible()


def test_neither_an_empty_card_nor_the_search_is_printed(conversation, matti, page_for):
    page = page_for(matti)
    step, card = f"/keskustelut/{conversation.pk}/vaihe/tiedanko/", "#agreement-new"
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
