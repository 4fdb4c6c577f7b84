"""What a supervisor asks of HR, from the support path to the booked time; the next version of a written model."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from support.models import HelpRequest, ModelVersion
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


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390)])
def test_from_a_draft_to_the_version_that_everybody_reads(language, width, sari, aino, page_for, axe):
    hers, read = page_for(sari, language=language, width=width), page_for(aino)
    day = timezone.localdate()
    today = f"{day.day}.{day.month}.{day.year}"

    def written(name: str, text: str) -> None:
        hers.locator(f"[name={name}]").fill(text)

    hers.goto("/tuki/mallit/")
    hers.locator("main a[href='/tuki/mallit/korvaava-tyo/']").click()
    hers.locator("main a[href$='/luonnos/']").click()
    axe(hers)
    written("text_fi", "# Kenelle\n- Sille, joka itse haluaa")
    press(hers.locator("main button.full").first)
    read.goto("/tuki/mallit/korvaava-tyo/")
    expect(read.locator("main")).not_to_contain_text("Sille, joka itse haluaa")  # a draft is HR's alone
    press(hers.locator("button[name=publish]"))
    expect(hers.locator("[name=approved_by][aria-invalid=true]")).to_be_visible()
    expect(hers.locator("[name=text_fi]")).to_have_value("# Kenelle\n- Sille, joka itse haluaa")
    axe(hers)
    written("text_sv", "# För vem\n- För den som själv vill")
    written("approved_by", "Johtoryhmä")
    for name in ("in_force_from", "approved_on", "negotiated_on"):
        written(name, today)
    press(hers.locator("button[name=publish]"))
    axe(hers)
    read.reload()
    expect(read.locator("article.model li")).to_have_text("Sille, joka itse haluaa")

    hers.locator("main a[href$='/luonnos/']").click()  # the next version begins with the one in force
    expect(hers.locator("[name=text_sv]")).to_have_value("# För vem\n- För den som själv vill")
    written("text_fi", "# Kenelle\n- Sille, joka itse haluaa ja jaksaa")
    written("changes_fi", "Jaksaminen lisättiin.")
    for name in ("in_force_from", "approved_on", "negotiated_on"):
        written(name, today)
    press(hers.locator("button[name=publish]"))
    read.reload()
    expect(read.locator("main .notice.info")).to_contain_text("Jaksaminen lisättiin.")
    read.locator("main details.fold summary").first.click()
    expect(read.locator("main details ins")).to_have_text("uusi: - Sille, joka itse haluaa ja jaksaa")
    axe(read)
    read.goto("/tuki/mallit/korvaava-tyo/1/")
    expect(read.locator("article.model li")).to_have_text("Sille, joka itse haluaa")  # what was published stays
    numbers = ModelVersion.objects.exclude(published_at=None).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]
