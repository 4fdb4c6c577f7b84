"""Signing in with a work account at a real provider: linking, who is who, and who gets in by no way."""

from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.urls import reverse

from core import organisation
from core.models import Mail
from core.organisation.models import Organisation
from people.models import SignIn, User
from tests.factories import make_person
from tests.html import flat
from tests.people.work_account.conftest import SUBJECT, address_in, begin, come_back, link, sign_in, who
from tests.people_fixtures import PASSWORD


def test_the_button_is_there_without_a_question_to_the_provider(client, db, directory):
    page = client.get(reverse("account_login"))
    assert reverse("work_account_sign_in", args=["kotikunta"]) in page.text
    assert directory.asked == []


def test_without_a_provider_there_is_no_button_and_no_way(client, db, settings):
    settings.WORK_ACCOUNTS = []
    assert "/kirjaudu/tunnus/" not in client.get(reverse("account_login")).text
    assert client.post(reverse("work_account_sign_in", args=["kotikunta"])).status_code == 404
    assert client.post(reverse("openid_connect_callback", args=["kotikunta"])).status_code == 404


def test_a_link_from_my_account_signs_in(linked, directory, worker):
    answer = sign_in(linked, directory, SUBJECT)
    assert answer.url == reverse("home")
    assert who(linked) == str(worker.pk)
    assert SignIn.objects.order_by("-at").first().how == SignIn.How.WORK_ACCOUNT


def test_the_link_is_told_where_the_person_was_reachable(linked, worker):
    assert Mail.objects.filter(to=worker, kind="work_account_linked").count() == 1


def test_linking_asks_for_the_password_first(signed_in, directory, worker):
    answer = signed_in(worker).post(reverse("work_account_link", args=[directory.id]))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert directory.asked == []


def test_nothing_is_linked_before_the_person_has_said_that_it_is_theirs(here, directory, worker):
    directory.knows(SUBJECT, preferred_username="vaino.ayrapaa", email="toinen@kotikunta.example")
    answer = here.post(reverse("work_account_link", args=[directory.id]))
    answer = come_back(here, directory.approve(address_in(answer), SUBJECT))
    page = here.get(answer.url)
    assert "vaino.ayrapaa" in page.text
    assert SocialAccount.objects.count() == 0


def test_of_the_work_account_nothing_is_kept_but_whose_it_is(linked, directory, worker):
    directory.knows(SUBJECT, name="Väinö Äyräpää", preferred_username="vaino", email="vaino@kotikunta.example")
    sign_in(linked, directory, SUBJECT)
    row = SocialAccount.objects.get()
    assert (row.user, row.provider, row.extra_data) == (worker, "kotikunta", {})
    assert SUBJECT not in row.uid
    assert SocialToken.objects.count() == SocialApp.objects.count() == 0


def test_somebody_unknown_gets_in_by_no_way_and_nobody_is_made(client, directory, worker):
    people = User.objects.count()
    directory.knows(
        "unknown", email=worker.email, email_verified=True, preferred_username="vaino", name="Väinö Äyräpää"
    )
    answer = sign_in(client, directory, "unknown")
    assert answer.url == reverse("work_account_first")
    assert client.get(answer.url).status_code == 200
    assert who(client) is None
    assert (User.objects.count(), SocialAccount.objects.count()) == (people, 0)


def test_a_password_first_then_the_link(client, directory, worker):
    sign_in(client, directory, SUBJECT)
    page = client.get(reverse("work_account_first"))
    there = f"{reverse('account_login')}?next={reverse('work_account_confirm')}"
    assert there in page.text
    answer = client.post(there, {"login": "vaino", "password": PASSWORD, "next": reverse("work_account_confirm")})
    assert answer.url == reverse("work_account_confirm")
    client.post(answer.url)
    assert SocialAccount.objects.get().user == worker


def test_a_changed_address_is_the_same_person(linked, directory, worker):
    directory.knows(SUBJECT, email="uusi.nimi@kotikunta.example", preferred_username="uusi.nimi")
    User.objects.filter(pk=worker.pk).update(email="aivan.muu@kotikunta.example")
    sign_in(linked, directory, SUBJECT)
    assert who(linked) == str(worker.pk)


def test_a_freed_address_inherits_nothing(linked, directory, worker):
    directory.knows("another", email=worker.email, email_verified=True, preferred_username="vaino")
    answer = sign_in(linked, directory, "another")
    assert answer.url == reverse("work_account_first")
    assert who(linked) is None


def test_whose_employment_has_ended_gets_in_by_no_way(linked, directory, worker):
    User.objects.filter(pk=worker.pk).update(is_active=False)
    assert sign_in(linked, directory, SUBJECT).url == reverse("account_inactive")
    assert who(linked) is None


def test_another_issuer_under_the_same_name_inherits_nobody(linked, directory, worker, settings):
    SocialAccount.objects.update(uid=directory_key("https://earlier.example", SUBJECT))
    assert sign_in(linked, directory, SUBJECT).url == reverse("work_account_first")


def directory_key(issuer, subject):
    from people.work_account.providers import Provider

    return Provider("kotikunta", issuer, "x").key_of(subject)


def test_an_account_of_another_person_is_not_linked(linked, directory, kitchen):
    other = make_person(name="Toinen Työntekijä", username="toinen", password=PASSWORD, unit=kitchen)
    linked.post(reverse("account_login"), {"login": "toinen", "password": PASSWORD})
    link(linked, directory)
    assert not SocialAccount.objects.filter(user=other).exists()
    assert "on jo yhdistetty" in linked.get(reverse("work_account_list")).text


def test_who_began_to_link_and_who_ends_are_one(here, directory, kitchen):
    other = make_person(name="Toinen Työntekijä", username="toinen", password=PASSWORD, unit=kitchen)
    address = address_in(here.post(reverse("work_account_link", args=[directory.id])))
    states = here.session["socialaccount_states"]
    here.post(reverse("account_logout"))
    here.post(reverse("account_login"), {"login": "toinen", "password": PASSWORD})
    session = here.session
    session["socialaccount_states"] = states
    session.save()
    answer = come_back(here, directory.approve(address, SUBJECT))
    assert answer.status_code == 400
    assert not SocialAccount.objects.filter(user=other).exists()


def test_a_second_link_takes_the_place_of_the_first(linked, directory, worker):
    linked.post(reverse("account_login"), {"login": "vaino", "password": PASSWORD})
    link(linked, directory, "renewed")
    assert SocialAccount.objects.count() == 1
    linked.post(reverse("account_logout"))
    assert sign_in(linked, directory, SUBJECT).url == reverse("work_account_first")
    assert sign_in(linked, directory, "renewed").url == reverse("home")


def test_unlinking_ends_the_way_in_and_is_told(linked, directory, worker):
    linked.post(reverse("account_login"), {"login": "vaino", "password": PASSWORD})
    linked.post(reverse("work_account_unlink", args=[SocialAccount.objects.get().pk]))
    assert SocialAccount.objects.count() == 0
    assert Mail.objects.filter(to=worker, kind="work_account_unlinked").count() == 1
    linked.post(reverse("account_logout"))
    assert sign_in(linked, directory, SUBJECT).url == reverse("work_account_first")


def test_without_a_password_the_last_link_stays(linked, directory, worker):
    User.objects.filter(pk=worker.pk).update(password="!")
    sign_in(linked, directory, SUBJECT)
    linked.post(reverse("work_account_unlink", args=[SocialAccount.objects.get().pk]))
    assert SocialAccount.objects.count() == 1


def test_nobody_unlinks_anothers(linked, directory, signed_in, client, kitchen):
    make_person(name="Toinen Työntekijä", username="toinen", password=PASSWORD, unit=kitchen)
    linked.post(reverse("account_login"), {"login": "toinen", "password": PASSWORD})
    assert linked.post(reverse("work_account_unlink", args=[SocialAccount.objects.get().pk])).status_code == 404
    assert SocialAccount.objects.count() == 1


def test_groups_give_no_rights(linked, directory, worker):
    directory.knows(SUBJECT, groups=["HR", "admin"], roles=["hr"], is_hr=True)
    sign_in(linked, directory, SUBJECT)
    worker.refresh_from_db()
    assert not worker.is_hr
    assert not worker.is_admin


def test_coming_back_without_the_button_changes_nothing(linked, directory, worker):
    """The provider sends the browser by GET, which never writes here."""
    before = SignIn.objects.count()
    assert linked.get(directory.approve(begin(linked, directory), SUBJECT)).status_code == 200
    assert SignIn.objects.count() == before
    assert who(linked) is None


def test_where_one_wanted_to_go(linked, directory):
    assert sign_in(linked, directory, SUBJECT, next="/mina/").url == "/mina/"
    linked.post(reverse("account_logout"))
    assert sign_in(linked, directory, SUBJECT, next="https://evil.example/").url == reverse("home")


def test_a_shared_device_is_signed_out_when_unused(linked, directory):
    sign_in(linked, directory, SUBJECT, shared="on")
    assert "shared_device_used_at" in linked.session


def test_the_account_is_called_by_the_employers_name_as_hr_has_set_it(worker, signed_in, settings, running_directory):
    settings.WORK_ACCOUNTS = [running_directory.setting | {"title": ""}]
    Organisation.objects.create(name="Uusi Kotikunta")
    organisation.forget()
    assert "Uusi Kotikunta</h2>" in flat(signed_in(worker).get(reverse("work_account_list")).content)


def test_without_a_directory_the_page_says_what_there_is(worker, signed_in, settings):
    settings.WORK_ACCOUNTS = []
    page = flat(signed_in(worker).get(reverse("work_account_list")).content)
    assert "ei ole täällä käytössä" in page
    assert "Kirjaudut käyttäjätunnuksellasi ja salasanallasi." in page
    assert reverse("mfa_index") in page
    assert "varalla" not in page
