"""A restriction that is asked for holds at once on the other's page; HR sees first what a shorter period does."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core import retention
from people.models import User
from tests.browser.waiting import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_restriction_holds_at_once_until_it_is_taken_back(pair, aino, axe):
    hers, his = pair
    place = 'textarea[name="text-tiedanko.works"]'
    expect(his.locator(place)).to_be_editable()
    hers.goto("/mina/tiedot/")
    hers.locator("main a[href='/mina/tiedot/pyynto/rajoitus/']").click()
    axe(hers)
    press(hers.locator("main form:has(textarea) button"))
    assert User.objects.get(pk=aino.pk).restricted_since is not None
    his.reload()
    expect(his.locator(place)).to_have_count(0)
    axe(his)
    press(hers.locator("form[action$='/peru/'] button"))
    assert User.objects.get(pk=aino.pk).restricted_since is None
    his.reload()
    expect(his.locator(place)).to_be_editable()


def test_hr_sees_what_a_shorter_period_does_before_it_is(page_for, sari, axe):
    page = page_for(sari, width=1280)
    page.goto("/hr/asetukset/sailytys/conversation/")
    axe(page)
    page.locator("input[name=number]").fill("18")
    day = timezone.localdate()
    page.locator("input[name=negotiated_on]").fill(f"{day.day}.{day.month}.{day.year}")
    press(page.get_by_role("button", name="Katso, mitä se merkitsee"))
    axe(page)
    assert retention.in_force("conversation")["conversation"].newest.months == 24  # nothing has happened yet
    press(page.locator("main form button.btn").last)
    assert retention.in_force("conversation")["conversation"].newest.months == 18
