"""The fields of days and times in a real browser: read back at once, asked back, and without scripts."""

import datetime
import re
import uuid

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from core.formats import WEEKDAYS, clock_range, short_day
from tests.browser.waiting import press
from vatupassi.conversation import invitations
from vatupassi.conversation.forms import another_day
from vatupassi.models import Conversation, Occasion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def written(day):
    return f"{day.day}.{day.month}.{day.year}"


def next_tomorrow(language):
    """A text that can always mean two days: what is tomorrow is near, and in a week as well."""
    return {"fi": "ensi", "sv": "nästa"}[language] + " " + WEEKDAYS[language][in_days(1).weekday()]


@pytest.fixture
def talk(aino, matti):
    """Matti talks with Aino in nine days, from 9 to 10."""
    starts_at = timezone.make_aware(datetime.datetime.combine(in_days(9), datetime.time(9)))
    with transaction.atomic():
        return invitations.start(
            employee=aino,
            supervisor=matti,
            by=matti,
            occasion=Occasion.objects.get(code="how-are-you"),
            starts_at=starts_at,
            minutes=60,
        )


def told(page, name):
    return page.locator(f".field:has([name={name}]) [data-told]")


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 320)])
def test_a_day_is_read_back_and_a_clash_is_shown(page_for, axe, aino, matti, talk, language, width):
    page = page_for(matti, language, width)
    page.goto(f"/keskustelut/uusi/?with={aino.pk}")
    day, clock = page.locator("[name=day]"), page.locator("[name=clock]")

    day.fill(next_tomorrow(language))
    told(page, "day").locator("[type=radio]").last.check()
    axe(page)
    expect(page.locator("[name=day-which]:checked")).to_have_value(in_days(8).isoformat())

    day.fill(written(in_days(9)))
    told(page, "day").locator(f"[data-iso='{in_days(9).isoformat()}']").wait_for()
    page.locator("details:has([name=minutes]) > summary").click()
    page.locator("[name=minutes]").select_option("45")
    clock.fill("930")
    half_past = timezone.make_aware(datetime.datetime.combine(in_days(9), datetime.time(9, 30)))
    until = half_past + datetime.timedelta(minutes=45)
    told(page, "clock").get_by_text(clock_range(half_past, until, language)).wait_for()
    clash = page.locator(".day-and-time .notice.warn")
    clash.get_by_text("Aino Virtanen").wait_for()
    expect(page.locator(".strip")).to_be_visible(visible=width > 640)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    clash.locator("[data-fill]").click()
    page.locator(".day-and-time p.meta").get_by_text("Aino Virtanen").wait_for()
    expect(clock).to_have_value("10.00")
    expect(clock).to_be_focused()
    clock.fill("9")
    clash.locator("[data-leave]").click()
    expect(clash).to_have_count(0)

    day.fill("9" * 5000)
    told(page, "day").locator(".hint").wait_for()


def test_quick_choices_and_the_calendar(page_for, axe, matti, aino):
    page = page_for(matti)
    page.goto(f"/keskustelut/uusi/?with={aino.pk}")
    day = page.locator("[name=day]")
    page.locator(".quick button").last.click()
    read = re.compile("|".join(in_days(days).isoformat() for days in range(42, 46)))
    expect(told(page, "day").locator(".read")).to_have_attribute("data-iso", read)  # not what was proposed before
    in_six_weeks = "".join(short_day(in_days(days), "fi") for days in range(42, 46))
    assert page.locator(".quick [aria-pressed=true] .n").inner_text() in in_six_weeks
    axe(page)
    page.locator(".day-and-time [data-calendar]").press("Enter")
    picker = page.locator("[type=date]")
    expect(picker).to_have_value(told(page, "day").locator(".read").get_attribute("data-iso"))
    chosen = in_days(37)  # none of the quick ones
    picker.evaluate(
        "(it, day) => { it.value = day; it.dispatchEvent(new Event('change', {bubbles: true})) }", chosen.isoformat()
    )
    told(page, "day").locator(f"[data-iso='{chosen.isoformat()}']").wait_for()
    expect(day).to_have_value(written(chosen))
    expect(page.locator(".quick [aria-pressed=true]")).to_have_count(0)


def test_a_time_that_is_proposed_is_looked_at_when_its_fold_opens(page_for, axe, aino, matti, talk):
    other = Conversation.objects.get(pk=talk.pk)
    other.pk, other.starts_at = uuid.uuid4(), timezone.localtime(talk.starts_at)
    day = another_day(other.starts_at.date())
    other.starts_at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))
    other.save(force_insert=True)
    page = page_for(aino)
    page.goto(f"/keskustelut/{talk.pk}/")
    page.get_by_role("link", name="Ehdota toista aikaa").click()
    page.locator("form:has(.day-and-time) .btn").last.scroll_into_view_if_needed()
    page.locator(".day-and-time .notice.warn").get_by_text("Matti Laine").wait_for()
    page.locator("[name=day]").fill(written(in_days(9)))  # its own time does not clash
    page.locator(".day-and-time .notice.warn").wait_for(state="detached")


def test_without_scripts_two_days_are_asked_back_and_nothing_is_lost(page_for, aino, matti):
    page = page_for(matti, java_script_enabled=False, width=390)
    page.goto(f"/keskustelut/uusi/?with={aino.pk}")
    assert not page.locator(".day-and-time [data-calendar]").is_visible()
    assert not page.locator(".quick").is_visible()
    page.locator("[name=occasion]").first.check()
    page.locator("[name=day]").fill(next_tomorrow("fi"))
    page.locator("[name=clock]").fill("klo 930")
    page.locator("[name=place]").fill("keittiön toimisto")
    press(page.get_by_role("button", name="Lähetä ehdotus"))
    expect(page.locator("[name=day-which]").last).to_be_visible()
    expect(page.locator("[name=day]")).to_have_value(next_tomorrow("fi"))
    expect(page.locator("[name=place]")).to_have_value("keittiön toimisto")
    assert not Conversation.objects.exists()
    page.locator("[name=day-which]").last.check()
    press(page.get_by_role("button", name="Lähetä ehdotus"))
    made = Conversation.objects.get()
    assert timezone.localtime(made.starts_at).isoformat()[:16] == f"{in_days(8)}T09:30"
    assert made.place == "keittiön toimisto"
