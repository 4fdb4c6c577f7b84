"""The first link by a code on paper, and signing in anew where somebody has no password."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from core.models import Mail
from people.models import Activation, SignIn, User
from tests.factories import make_person
from tests.people.conftest import totp_code
from tests.people.work_account.conftest import SUBJECT, address_in, begin, come_back, sign_in, who
from tests.people_fixtures import with_second_step

FIRST = "/kirjaudu/yhdista/"


def use(client, code, username="johanna"):
    return client.post(FIRST, {"username": username, "code": code})


def test_a_code_on_paper_links_and_signs_in_once(client, directory, johanna):
    code = Activation.make(johanna)
    sign_in(client, directory, SUBJECT)
    assert use(client, code.lower()).url == reverse("home")
    assert who(client) == str(johanna.pk)
    assert SocialAccount.objects.get().user == johanna
    assert not User.objects.get(pk=johanna.pk).has_usable_password()
    assert SignIn.objects.get().how == SignIn.How.WORK_ACCOUNT
    assert Mail.objects.filter(to=johanna, kind="work_account_linked").exists()
    assert not Activation.objects.exists()
    assert client.post(reverse("account_logout")).url == reverse("work_account_signed_out", args=["kotikunta"])
    assert sign_in(client, directory, SUBJECT).url == reverse("home")


def test_a_wrong_code_links_nothing(client, directory, johanna):
    Activation.make(johanna)
    sign_in(client, directory, SUBJECT)
    answer = use(client, "AAAA-BBBB-CCCC")
    assert answer.status_code == 200
    assert "johanna" in answer.text
    assert not SocialAccount.objects.exists()
    assert who(client) is None


def test_tries_are_counted_with_those_of_the_letter(client, directory, johanna):
    code = Activation.make(johanna)
    sign_in(client, directory, SUBJECT)
    for _each in range(5):
        use(client, "AAAA-BBBB-CCCC")
    assert use(client, code).status_code == 429
    assert not SocialAccount.objects.exists()


def test_a_code_without_a_work_account_is_nothing(client, directory, johanna):
    code = Activation.make(johanna)
    assert use(client, code).url == reverse("account_login")
    assert Activation.objects.exists()


def test_an_account_that_is_somebodys_takes_no_code(linked, directory, johanna):
    """Between two tabs: it was found unknown, and linked meanwhile."""
    code = Activation.make(johanna)
    owner = SocialAccount.objects.get()
    kept = owner.uid
    SocialAccount.objects.all().delete()
    sign_in(linked, directory, SUBJECT)
    SocialAccount.objects.create(user=owner.user, provider="kotikunta", uid=kept)
    answer = use(linked, code)
    assert answer.status_code == 200
    assert who(linked) is None
    assert Activation.objects.exists()


def test_whose_tasks_ask_for_a_second_step_gives_it_after_the_work_account(linked, directory, worker):
    with_second_step(worker)
    answer = sign_in(linked, directory, SUBJECT)
    assert answer.url == reverse("mfa_authenticate")
    assert who(linked) is None
    linked.post(answer.url, {"code": totp_code()})
    assert who(linked) == str(worker.pk)
    assert SignIn.objects.order_by("-at").first().how == SignIn.How.WORK_ACCOUNT


@pytest.mark.parametrize(
    ("counts", "claims", "passes"),
    [
        ([], {"amr": ["mfa"]}, False),
        (["mfa"], {"amr": ["pwd", "mfa"]}, True),
        (["mfa"], {"amr": ["pwd"]}, False),
        (["mfa"], {"amr": "mfa"}, False),
        (["https://refeds.org/profile/mfa"], {"acr": "https://refeds.org/profile/mfa"}, True),
        (["mfa"], {}, False),
    ],
)
def test_the_directorys_second_step_counts_only_where_the_setting_says(
    linked,
    directory,
    worker,
    settings,
    counts,
    claims,
    passes,
):
    with_second_step(worker)
    settings.WORK_ACCOUNTS = [directory.setting | {"second_step": counts}]
    directory.knows(SUBJECT, **claims)
    answer = sign_in(linked, directory, SUBJECT)
    assert answer.url == (reverse("home") if passes else reverse("mfa_authenticate"))


def test_who_must_have_one_is_let_by_when_the_directory_has_asked(linked, directory, worker, settings):
    User.objects.filter(pk=worker.pk).update(is_hr=True)
    sign_in(linked, directory, SUBJECT)
    assert linked.get(reverse("account_settings")).url == reverse("mfa_activate_totp")
    linked.post(reverse("account_logout"))
    settings.WORK_ACCOUNTS = [directory.setting | {"second_step": ["mfa"]}]
    directory.knows(SUBJECT, amr=["mfa"])
    sign_in(linked, directory, SUBJECT)
    assert linked.get(reverse("account_settings")).status_code == 200


def test_anothers_second_step_there_lets_nobody_by(linked, directory, worker, kitchen, settings):
    """In one browser: the directory asked one person, then another signs in with a password."""
    other = with_second_step(make_person(name="Toinen Työntekijä", username="toinen", password="x", unit=kitchen))
    other.set_password("lumi satoi yöllä hiljaa")
    other.save()
    settings.WORK_ACCOUNTS = [directory.setting | {"second_step": ["mfa"]}]
    directory.knows(SUBJECT, amr=["mfa"])
    with_second_step(worker)
    sign_in(linked, directory, SUBJECT)
    linked.post(reverse("account_logout"))
    answer = linked.post(reverse("account_login"), {"login": "toinen", "password": "lumi satoi yöllä hiljaa"})
    assert answer.url == reverse("mfa_authenticate")


# ---- Without a password


@pytest.fixture
def only_there(linked, directory, worker):
    """The worker has no password, and has signed in with the work account an hour ago."""
    User.objects.filter(pk=worker.pk).update(password="!")
    sign_in(linked, directory, SUBJECT)
    session = linked.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    return linked


@pytest.mark.parametrize("name", ["my_data_json", "mfa_activate_totp", "account_set_password", "work_account_confirm"])
def test_what_matters_asks_to_sign_in_there_again(only_there, name):
    assert only_there.get(reverse(name)).url.split("?")[0] == reverse("work_account_again")


def test_signing_in_again_leads_on(only_there, directory, worker):
    there = only_there.get(reverse("mfa_activate_totp")).url
    assert only_there.get(there).status_code == 200
    address = address_in(only_there.post(there, {"provider": "kotikunta", "next": reverse("mfa_activate_totp")}))
    assert "prompt=login" in address
    answer = come_back(only_there, directory.approve(address, SUBJECT))
    assert answer.url == reverse("mfa_activate_totp")
    assert only_there.get(answer.url).status_code == 200
    assert who(only_there) == str(worker.pk)


def test_begin_is_quick(client, db, directory):
    """Once what the directory says of itself is known, pressing the button asks it nothing."""
    begin(client, directory)
    directory.asked.clear()
    begin(client, directory)
    assert directory.asked == []
