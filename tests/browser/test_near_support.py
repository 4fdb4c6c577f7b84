"""What a supervisor asks of HR, from the support path to the booked time."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from support.models import HelpRequest
from tests.browser.waiting import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390)])
def test_from_the_path_to_the_booked_time(language, width, matti, sari, page_for, axe):
    his, hers = page_for(matti, language=language, width=width), page_for(sari)
    his.goto("/tuki/polku/")
    axe(his)
    his.locator("main a[href='/tuki/apu/']").first.click()
    his.locator("label:has(input[name=kind][value=sparring])").click()
    his.locator("textarea[name=question]").fill("Vaikea puheeksiotto edessä.")
    his.locator("label:has(input[name=way][value=talk])").click()
    axe(his)
    press(his.locator("main form:has(textarea[name=question]) button").last)
    asked = HelpRequest.objects.get()
    assert (asked.by, asked.kind) == (matti, "sparring")
    hers.goto("/tuki/apu/saapuneet/")
    expect(hers.locator("main")).not_to_contain_text("Vaikea puheeksiotto")  # opening it is logged
    hers.locator(f"main a[href*='{asked.pk}']").click()
    expect(hers.locator("main")).to_contain_text("Vaikea puheeksiotto")
    hers.locator("input[name=day]").fill("ylihuomenna")
    hers.locator("input[name=clock]").fill("930")
    press(hers.locator("form[action$='/aika/'] button").last)
    expect(hers.locator("main")).to_contain_text("9.30")
    axe(hers)
    asked.refresh_from_db()
    assert timezone.localtime(asked.meets_at).strftime("%H.%M") == "09.30"
    his.goto(f"/tuki/apu/{asked.pk}/")
    expect(his.locator("main")).to_contain_text("9.30")
