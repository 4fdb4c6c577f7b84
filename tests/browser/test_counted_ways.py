"""What the ways through a conversation cost, from the start page: they may get shorter, never longer."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from core.models import Mail
from tests.browser.counted import Counted
from tests.factories import make_person
from tests.verme.conftest import enter, make_group, make_mentor, make_season, name_mentor
from vatupassi.conversation import invitations
from vatupassi.follow_up import actions as follow_ups
from vatupassi.memo import confirmation
from vatupassi.models import Agreement, BoardMark, Conversation, Occasion
from verme.models import Membership, Season, SignUp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def followed(aino, matti):
    """Two agreements and a mark, confirmed six weeks ago; the follow-up is today."""
    made = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() - timedelta(weeks=6),
    )
    day = timezone.localdate()
    for text, side, question in (("Kaksi iltavuoroa", "supervisor", "kykenenko"), ("Kurssi", "employee", "osaanko")):
        Agreement.objects.create(conversation=made, text=text, side=side, question=question, due_on=day)
    BoardMark.objects.create(conversation=made, side="employee", question="kykenenko", now=-2, target=1)
    follow_ups.plan(made, starts_at=timezone.now(), minutes=30)
    for person in (aino, matti):
        confirmation.confirm(made, by=person, text_revision=made.text_revision)
    return made


def different(counted: Counted) -> int:
    """Pages, each once: who comes back to the start page on another day has seen it before."""
    return len(set(counted.pages))


def test_the_lightest_talk_to_the_confirmed_memo(aino, matti, page_for):
    his = Counted(page_for(matti))
    his.begin()
    his.click(his.page.locator(".head a.btn").first)
    his.click(his.page.get_by_label("Aino Virtanen"))
    his.click(his.page.get_by_role("button", name="Lähetä ehdotus"))
    expect(his.page.locator("h1")).to_have_text("Ehdotus on lähetetty.")

    hers = Counted(page_for(aino, width=390))
    hers.begin()
    hers.click(hers.page.locator(".rows.first a").first)
    hers.press(hers.page.locator(".thumb button"))
    expect(hers.page.get_by_text("aika sovittu").first).to_be_visible()

    invited = Conversation.objects.get()
    Conversation.objects.update(starts_at=timezone.now())  # its day has come
    his.page.goto("/")
    his.click(his.page.locator(".rows a", has_text="Aino Virtanen").first)
    his.fill(his.page.locator('textarea[name="text-together.works"]'), "Porukka auttaa.")
    his.click(his.page.locator(".steps a", has_text="Muistio"))
    his.press(his.page.get_by_role("button", name="Vahvistan muistion"))

    hers.page.goto("/")
    hers.click(hers.page.locator(".rows a", has_text="Muistio").first)
    hers.press(hers.page.get_by_role("button", name="Vahvistan muistion"))
    expect(hers.page.get_by_text("Olette kumpikin vahvistaneet").first).to_be_visible()
    invited.refresh_from_db()
    assert invited.status == "confirmed"
    assert (different(his), his.clicks) == (4, 6)
    assert (different(hers), hers.clicks) == (3, 4)


def test_hr_opens_a_season_from_the_one_before(sari, page_for):
    """From the list of seasons to the call that is open and told."""
    today = timezone.localdate()
    spring = f"Kevät {(today + timedelta(weeks=6)).year}"
    days = {"starts_on": today - timedelta(weeks=20), "ends_on": today, "sign_up_until": today - timedelta(weeks=25)}
    make_group(make_season(name=f"Syksy {today.year}", state="running", **days), name="Aamuvirkut")
    hers = Counted(page_for(sari))
    hers.begin("/verme/kaudet/")
    hers.click(hers.page.get_by_role("button", name="Uusi kausi, pohjana"))
    expect(hers.page.locator("h1")).to_have_text(spring)
    hers.fill(hers.page.get_by_label("Nimi: Aamuvirkut"), "Aamukahvit")
    hers.click(hers.page.get_by_role("button", name="Tallenna ja esikatsele kutsu"))
    expect(hers.page.get_by_text(f"Verme-ryhmät: {spring}")).to_be_visible()
    hers.press(hers.page.get_by_role("button", name="Avaa ilmoittautuminen, kerro"))
    expect(hers.page.get_by_text("Ilmoittautuminen on auki.").first).to_be_visible()
    season = Season.objects.get(name=spring)
    assert (season.state, [group.name for group in season.groups.all()]) == ("call", ["Aamukahvit"])
    assert DBTaskResult.objects.filter(task_path="verme.planning.actions.tell").count() == 1
    assert (different(hers), hers.clicks) == (4, 3)


def test_hr_composes_and_confirms_the_groups(sari, page_for):
    """From the page of composing, with people waiting, to the groups confirmed and told."""
    season = make_season()
    groups = [make_group(season, name=name, capacity=6) for name in ("Aamuvirkut", "Konkarit")]
    for n, group in enumerate(groups):
        name_mentor(group, make_mentor(make_person(username=f"mentori{n}")))
    for n in range(12):
        enter(season, make_person(username=f"jasen{n}"))
    SignUp.objects.update(state="waitlist", group=None)
    hers = Counted(page_for(sari))
    hers.begin(f"/verme/kaudet/{season.pk}/koonti/")
    hers.press(hers.page.get_by_role("button", name="Ehdota paikkoja"))
    hers.press(hers.page.get_by_role("button", name="Vahvista 2 ryhmää, kerro 14 ihmiselle"))
    expect(hers.page.get_by_text("2 ryhmää on vahvistettu.").first).to_be_visible()
    assert Membership.objects.count() == 12
    assert Mail.objects.filter(kind="verme_group_confirmed").count() == 14
    assert hers.clicks == 2


def test_the_development_discussion_step_by_step_to_the_memo(aino, matti, page_for):
    his = Counted(page_for(matti))
    his.begin()
    his.click(his.page.locator(".head a.btn").first)
    his.click(his.page.get_by_label("Aino Virtanen"))
    his.click(his.page.get_by_label("Kehityskeskustelu"))
    his.click(his.page.get_by_role("button", name="Lähetä ehdotus"))
    expect(his.page.locator("h1")).to_have_text("Ehdotus on lähetetty.")
    Conversation.objects.update(starts_at=timezone.now(), status="agreed", awaiting="")  # agreed, and its day has come
    his.page.goto("/")
    his.click(his.page.locator(".rows a", has_text="Aino Virtanen").first)
    for slot in ("tiedanko", "osaanko", "kykenenko", "haluanko"):
        his.page.wait_for_url(f"**/vaihe/{slot}/")
        his.fill(his.page.locator(f'textarea[name="text-{slot}.works"]'), "Sujuu.")
        his.click(his.page.locator(".thumb a.btn:not(.back)"))
    his.page.wait_for_url("**/vaihe/nine/")
    his.click(his.page.locator(".steps a", has_text="Muistio"))
    his.page.wait_for_url("**/vaihe/memo/")
    his.click(his.page.get_by_role("button", name="Vahvistan muistion"))
    expect(his.page.get_by_text("vahvistettu").first).to_be_visible()
    assert (different(his), his.clicks, his.fields) == (8, 11, 4)


def test_a_follow_up_from_the_start_page_to_the_next_date(followed, aino, matti, page_for):
    hers, his = Counted(page_for(aino, width=390)), Counted(page_for(matti))
    hers.begin()
    hers.click(hers.page.locator(".rows a", has_text="Seuranta").first)
    hers.click(hers.page.locator(".reviewed", has_text="iltavuoroa").get_by_text("Pidettiin"))
    hers.click(hers.page.locator("#mark-tiedanko .now label").nth(4))  # each further one is a swipe away
    expect(hers.page.locator("#said-tiedanko")).to_contain_text("Jaettu")
    his.begin()
    his.click(his.page.locator(".rows a", has_text="Seuranta").first)
    his.click(his.page.get_by_role("button", name="Sovi seuranta"))
    his.page.wait_for_url(f"**/keskustelut/{followed.pk}/**")
    expect(his.page.locator(".messages, [role=status]").first).to_contain_text("seuraava on sovittu")
    assert hers.cost == {"pages": 2, "clicks": 3, "fields": 0}
    assert (his.clicks, his.fields) == (2, 0)
    assert different(his) <= 3
