"""What one asks about one's own data, from the asker to the answer; HR sees first what a shorter period does."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core import retention
from people.models import RightsRequest, User
from tests.browser.waiting import press
from vatupassi.models import Assessment

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


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390)])
def test_a_deletion_is_asked_for_answered_and_done(language, width, aino, matti, liisa, sari, page_for, axe):
    Assessment.objects.create(owner=aino), Assessment.objects.create(owner=matti)
    hers = page_for(aino, language=language, width=width)
    officer, hr = page_for(liisa, language=language, width=width), page_for(sari)
    hers.goto("/mina/tiedot/")
    hers.locator("main a[href='/mina/tiedot/pyynto/poisto/']").click()
    axe(hers)
    hers.locator("main textarea[name=text]").fill("Poistakaa, mitä itsestäni merkitsin.")
    press(hers.locator("main form:has(textarea) button"))
    asked = RightsRequest.objects.get()

    hr.goto("/hr/saapuneet/")
    hr.locator(f"main a[href*='{asked.pk}']").click()
    expect(hr.locator("main h2").first).to_have_text("Aino Virtanen")
    expect(hr.locator("main")).not_to_contain_text("itsestäni")  # for the data protection officer alone
    officer.goto("/tietosuojavastaava/")
    officer.locator(f"main a[href*='{asked.pk}']").click()
    expect(officer.locator("main .written")).to_have_text("Poistakaa, mitä itsestäni merkitsin.")
    answering = officer.locator("form[action$='/vastaus/']")
    press(answering.locator("button"))
    expect(officer.locator("form[action$='/vastaus/'] [aria-invalid=true]").first).to_be_visible()
    axe(officer)
    answering.locator("label:has(input[value=done])").click()
    answering.locator("textarea[name=answer]").fill("Poistimme sääntöjen mukaan.")
    press(answering.locator("button"))
    axe(officer)

    hers.reload()
    expect(hers.locator("main")).to_contain_text("Poistimme sääntöjen mukaan.")
    axe(hers)
    assert [kept.owner for kept in Assessment.objects.all()] == [matti]
    hr.reload()
    expect(hr.locator("main")).to_contain_text("Poistimme sääntöjen mukaan.")
    expect(hr.locator("main")).not_to_contain_text("itsestäni")
