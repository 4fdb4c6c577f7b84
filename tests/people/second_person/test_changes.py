"""Nobody takes an account over alone: a second person agrees, and the person is told where they were reachable."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from people.models import Activation, SetUp, SignInChange, User
from people.second_person.actions import ask, carry_out_alone
from people.second_person.keepers import Keepers
from tests.factories import make_person
from tests.jobs import run_jobs
from tests.people.conftest import agree, change_address, in_use
from tests.people.register_form import edit, told
from tests.people_fixtures import with_second_step

pytestmark = pytest.mark.django_db
NEW = "kesä tuli järven yli illalla"
CONTACT = "tietosuoja@kotikunta.example"


@pytest.fixture(autouse=True)
def contact(settings):
    settings.PRIVACY_CONTACT = CONTACT


# ---- The attack, and what holds now


def test_hr_alone_takes_no_account_over(client, signed_in, sari, pekka, hers, mailbox):
    """The attack of November: a new address for a person without one, a link to it, and the warning read there."""
    change_address(signed_in, sari, hers)
    hers.refresh_from_db()
    assert hers.email == ""
    browser = signed_in(sari)
    browser.post(reverse("person_invite", args=[hers.pk]))
    client.post(reverse("account_reset_password"), {"email": "kaapattu@elsewhere.example"})
    letter_page = browser.post(reverse("person_letter", args=[hers.pk]))
    assert letter_page.status_code == 302
    run_jobs()
    assert [mail["To"] for mail in mailbox.letters] == [pekka.email] * 2  # the supervisor: the address, the letter
    assert not Activation.objects.exists()
    assert set(SignInChange.objects.values_list("kind", "state")) == {("names", "waiting"), ("letter", "waiting")}


def test_the_other_fields_are_saved_at_once(signed_in, sari, hers):
    edit(signed_in(sari), hers, email="uusi@kotikunta.example", title_fi="förman")
    hers.refresh_from_db()
    assert (hers.title, hers.email) == ("förman", "")
    page = signed_in(sari).get(reverse("person_edit", args=[hers.pk])).text
    assert "uusi@kotikunta.example" in page
    assert "Odottaa toista hyväksyjää" in page


def test_a_second_person_agrees_and_it_is_done(signed_in, sari, second, aino):
    in_use(aino)
    change_address(signed_in, sari, aino, "uusi@kotikunta.example")
    assert agree(signed_in, second) == "done"
    aino.refresh_from_db()
    assert aino.email == "uusi@kotikunta.example"
    rows = list(Mail.objects.filter(to=aino).order_by("created_at"))
    assert [(row.kind, row.ids["address"]) for row in rows] == [
        ("sign_in_change_asked", "aino@kotikunta.example"),
        ("sign_in_change_done", "aino@kotikunta.example"),
    ]
    for row in rows:
        body = letter(row).body
        assert "Sari Koskinen" in body
        assert CONTACT in body
        assert "HR" not in body
    assert "Toinen Henkilöstö" in letter(rows[1]).body
    assert told(sari) == ["sign_in_change_settled"]
    assert told(second) == ["sign_in_change_waits"]


@pytest.mark.parametrize("name", ["person_letter", "person_second_step_off"])
def test_letters_and_the_second_step_wait_as_well(signed_in, sari, second, hers, name):
    with_second_step(hers)
    for _click in range(2):  # a double click is one
        assert signed_in(sari).post(reverse(name, args=[hers.pk])).url == reverse("person_edit", args=[hers.pk])
    change = SignInChange.objects.get()
    assert change.waits
    assert Authenticator.objects.filter(user=hers).exists()
    assert not Activation.objects.exists()
    assert agree(signed_in, second) == "done"


def test_a_link_for_an_account_in_use_is_the_one_that_anybody_may_ask_for(signed_in, sari, aino):
    in_use(aino)
    signed_in(sari).post(reverse("person_invite", args=[aino.pk]))
    assert told(aino) == ["password_reset"]
    assert not SignInChange.objects.exists()


def test_an_account_never_used_is_corrected_by_one(signed_in, sari, johanna):
    change_address(signed_in, sari, johanna, "johanna@kotikunta.example")
    johanna.refresh_from_db()
    assert johanna.email == "johanna@kotikunta.example"
    assert signed_in(sari).post(reverse("person_letter", args=[johanna.pk])).status_code == 200
    assert not SignInChange.objects.exists()
    assert SetUp.objects.get().by == sari


def test_ones_own_address_waits_too_and_is_nobodys_to_agree_alone(signed_in, sari, second):
    in_use(sari)
    change_address(signed_in, sari, sari, "sari@elsewhere.example")
    assert agree(signed_in, sari) == "waiting"
    assert agree(signed_in, second) == "done"


def test_hr_does_not_agree_to_a_change_of_their_own_account(signed_in, sari, mikael, second):
    in_use(second)
    change_address(signed_in, mikael, second, "toinen@elsewhere.example")
    assert agree(signed_in, second) == "waiting"
    assert agree(signed_in, sari) == "done"


def test_the_database_itself_refuses_one_who_asks_and_agrees(sari, hers):
    change = ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    with pytest.raises(IntegrityError), transaction.atomic():
        change.settle(SignInChange.State.DONE, sari)


# ---- Who may be the second person


def new_in_hr(second, sari):
    second.hr_since = timezone.now() - datetime.timedelta(days=29)


def without_step(second, sari):
    Authenticator.objects.filter(user=second).delete()


def no_longer_hr(second, sari):
    second.give_tasks(is_hr=False, is_admin=False, is_data_protection_officer=False)


def inactive(second, sari):
    second.is_active = False


def set_up_by_the_first(second, sari):
    SetUp.objects.create(person=second, by=sari)


def set_up_the_first(second, sari):
    SetUp.objects.create(person=sari, by=second)


def set_up_through_another(second, sari):
    between = make_person()
    SetUp.objects.create(person=between, by=sari)
    SetUp.objects.create(person=second, by=between)


SPOILERS = [
    *(new_in_hr, without_step, no_longer_hr, inactive, set_up_by_the_first, set_up_the_first, set_up_through_another),
]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_who_may_not_be_the_second_person(signed_in, sari, second, hers, spoil):
    change = ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    assert Keepers.read().may_settle(change) == [second]
    browser = signed_in(second)
    spoil(second, sari)
    second.save()
    assert Keepers.read().may_settle(change) == []
    browser.post(reverse("change_agree", args=[change.pk]))
    change.refresh_from_db()
    assert change.waits


def test_the_administrator_only_where_there_is_no_hr_person(signed_in, sari, second, mikael, hers):
    change = ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    assert Keepers.read().may_settle(change) == [second]
    assert agree(signed_in, mikael) == "waiting"
    second.is_active = False
    second.save()
    assert Keepers.read().may_settle(change) == [mikael]
    assert agree(signed_in, mikael) == "done"


def test_a_puppet_does_not_help(signed_in, sari, hers, hr_unit):
    """HR adds a colleague, gives them the rights, signs in as them and agrees to their own wish, or asks as them."""
    data = {"username": "nukke", "first_name": "Nukke", "last_name": "Oma", "language": "fi", "is_hr": "on"}
    signed_in(sari).post(reverse("person_add"), data | {"unit": hr_unit.pk})
    puppet = with_second_step(User.objects.get(username="nukke"))
    User.objects.filter(pk=puppet.pk).update(hr_since=timezone.now() - datetime.timedelta(days=400))
    for asker, other in ((sari, puppet), (puppet, sari)):
        SignInChange.objects.all().delete()
        ask(SignInChange.Kind.LETTER, person=hers, by=asker)
        assert agree(signed_in, other) == "waiting"


def test_new_rights_are_told_to_all_who_keep_the_register(signed_in, sari, second, mikael, aino):
    edit(signed_in(sari), aino, is_hr="on")
    for keeper in (second, mikael):
        row = Mail.objects.get(to=keeper, kind="register_tasks")
        assert "Aino Virtanen" in letter(row).body
        assert "Sari Koskinen" in letter(row).body
    aino.refresh_from_db()
    assert timezone.now() - aino.hr_since < datetime.timedelta(minutes=1)
    edit(signed_in(sari), aino, is_hr=None)
    aino.refresh_from_db()
    assert aino.hr_since is None
    assert Mail.objects.filter(to=second, kind="register_tasks").count() == 2


def test_whoever_returns_is_new_in_hr(signed_in, sari, second):
    signed_in(sari).post(reverse("person_leave", args=[second.pk]))
    signed_in(sari).post(reverse("person_return", args=[second.pk]))
    second.refresh_from_db()
    assert second.is_active
    assert timezone.now() - second.hr_since < datetime.timedelta(minutes=1)


# ---- Where nobody may be the second person


def test_seven_days_pass_where_there_is_one_hr_person(sari, hers):
    change = ask(SignInChange.Kind.NAMES, person=hers, by=sari, username="johanna", email="uusi@kotikunta.example")
    assert carry_out_alone(change.asked_at + datetime.timedelta(days=6, hours=23)) == 0
    assert carry_out_alone(change.asked_at + datetime.timedelta(days=7)) == 1
    hers.refresh_from_db()
    assert hers.email == "uusi@kotikunta.example"
    assert "Toista henkilöä ei ollut" not in letter(Mail.objects.get(kind="sign_in_change_done")).body  # in Swedish
    assert "utan en andra person" in letter(Mail.objects.get(kind="sign_in_change_done")).body
    assert SetUp.objects.filter(person=hers, by=sari).exists()


def test_with_a_second_person_time_alone_does_nothing(sari, second, hers):
    change = ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    assert carry_out_alone(change.asked_at + datetime.timedelta(days=70)) == 0


def takes_the_tasks(browser, second):
    edit(browser, second, is_hr=None)


def takes_and_gives_them_back(browser, second):
    edit(browser, second, is_hr=None)
    edit(browser, second, is_hr="on")


def ends_the_employment(browser, second):
    browser.post(reverse("person_leave", args=[second.pk]))


def ends_it_and_lets_them_return(browser, second):
    ends_the_employment(browser, second)
    browser.post(reverse("person_return", args=[second.pk]))


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(
    "act", [takes_the_tasks, takes_and_gives_them_back, ends_the_employment, ends_it_and_lets_them_return]
)
def test_whoever_takes_the_second_person_away_is_not_alone_in_seven_days(signed_in, sari, second, hers, act, before):
    """The attack: HR unticks HR of the only colleague, waits for a week, and prints the letter."""
    browser, week = signed_in(sari), datetime.timedelta(days=7)
    if before:
        act(browser, second)
    browser.post(reverse("person_letter", args=[hers.pk]))
    if not before:
        act(browser, second)
    change = SignInChange.objects.get()
    assert not Keepers.read().hr_for(change)
    assert carry_out_alone(change.asked_at + week + datetime.timedelta(minutes=1)) == 0
    second.refresh_from_db()
    page = browser.get(reverse("change_list")).context["rows"][0]
    assert page["alone_on"] == second.hr_until + datetime.timedelta(days=30)
    assert carry_out_alone(page["alone_on"]) == 1


def test_the_person_stops_it(signed_in, sari, hers, aino):
    change = ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    stop = reverse("own_change_stop", args=[change.pk])
    assert signed_in(aino).post(stop).status_code == 404
    signed_in(hers).post(stop)
    assert carry_out_alone(change.asked_at + datetime.timedelta(days=8)) == 0
    change.refresh_from_db()
    assert change.state == "stopped"
    assert told(sari) == ["sign_in_change_settled"]


# ---- What has changed meanwhile


def person_left(signed_in, sari, mikael, hers):
    signed_in(mikael).post(reverse("person_leave", args=[hers.pk]))


def asker_lost_the_right(signed_in, sari, mikael, hers):
    edit(signed_in(mikael), sari, is_hr=None)


def asker_left(signed_in, sari, mikael, hers):
    signed_in(mikael).post(reverse("person_leave", args=[sari.pk]))


def address_was_taken(signed_in, sari, mikael, hers):
    make_person(email="uusi@kotikunta.example")


@pytest.mark.parametrize("meanwhile", [person_left, asker_lost_the_right, asker_left, address_was_taken])
def test_what_has_changed_meanwhile_makes_it_void(signed_in, sari, second, mikael, hers, meanwhile):
    change_address(signed_in, sari, hers, "uusi@kotikunta.example")
    meanwhile(signed_in, sari, mikael, hers)
    assert agree(signed_in, second) == "void"
    hers.refresh_from_db()
    assert hers.email == ""
    assert "sign_in_change_done" not in told(hers)


def test_refusing_and_withdrawing(signed_in, sari, second, mikael, hers):
    change = ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    refuse, withdraw = (reverse(name, args=[change.pk]) for name in ("change_refuse", "change_withdraw"))
    for wrong, address in ((mikael, refuse), (sari, refuse), (second, withdraw)):
        signed_in(wrong).post(address)
        change.refresh_from_db()
        assert change.waits
    signed_in(second).post(refuse)
    assert agree(signed_in, second, change) == "refused"  # too late
    other = ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    signed_in(sari).post(reverse("change_withdraw", args=[other.pk]))
    assert agree(signed_in, second, other) == "withdrawn"


def test_another_wish_while_one_waits_says_what_to_do(signed_in, sari, hers):
    change_address(signed_in, sari, hers, "uusi@kotikunta.example")
    assert change_address(signed_in, sari, hers, "uusi@kotikunta.example").status_code == 302
    answer = change_address(signed_in, sari, hers, "toinen@kotikunta.example")
    assert answer.context["form"].errors["email"] == ["Toinen muutos odottaa jo. Peru se ensin."]
    assert SignInChange.objects.count() == 1


def test_of_somebody_who_has_left_nothing_is_asked(signed_in, sari, hers):
    hers.is_active = False
    hers.save()
    assert "email" in change_address(signed_in, sari, hers).context["form"].errors
    assert not SignInChange.objects.exists()
