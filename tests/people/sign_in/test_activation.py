"""The first sign-in: a letter with a code that is opened and used, and a link by mail."""

import datetime
import io
import re

import pikepdf
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.models import Mail
from core.outbox import letter
from people.models import Activation, SignIn
from people.sign_in.activation import find_user, make_token
from tests.factories import make_person
from tests.people.conftest import totp_code
from tests.people_fixtures import PASSWORD, with_second_step

CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b")


def print_letter(browser, person):
    answer = browser.post(reverse("person_letter", args=[person.pk]))
    assert answer.status_code == 200
    return answer


def words(answer):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


def code_in(answer):
    return next(code for code in CODE.findall(words(answer)))


def use(client, username, code, password=PASSWORD):
    data = {"username": username, "code": code, "password1": password, "password2": password}
    return client.post(reverse("account_activate"), data)


def test_the_letter(signed_in, sari, johanna, settings):
    settings.SITE_URL = "https://tuki.kotikunta.example"
    answer = print_letter(signed_in(sari), johanna)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="brev.pdf"'
    assert answer.headers["Cache-Control"] == "no-store, private"
    document = pikepdf.open(io.BytesIO(answer.content))
    assert len(document.pages) == 1
    assert str(document.Root.Lang) == "sv"
    assert document.Root.MarkInfo.Marked
    text = words(answer)
    day = timezone.localdate() + datetime.timedelta(days=14)
    for part in ("johanna", "https://tuki.kotikunta.example", "Kotikunta", f"{day.day}.{day.month}.{day.year}"):
        assert part in text
    assert len(CODE.findall(text)) == 1


def test_the_letter_tells_of_the_work_account_where_there_is_one(signed_in, sari, johanna, settings):
    assert "arbetskontot" not in words(print_letter(signed_in(sari), johanna))
    settings.WORK_ACCOUNTS = [{"id": "kotikunta"}]
    answer = print_letter(signed_in(sari), johanna)
    assert "arbetskontot" in words(answer)
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) == 1


def test_the_code_works_once_and_signs_in(client, signed_in, sari, johanna):
    code = code_in(print_letter(signed_in(sari), johanna))
    assert code.replace("-", "") not in str(Activation.objects.values().get())
    assert use(client, "johanna", code).url == reverse("home")
    assert client.get(reverse("account_settings")).context["user"] == johanna
    assert SignIn.objects.get().how == SignIn.How.ACTIVATION
    johanna.refresh_from_db()
    assert johanna.check_password(PASSWORD)
    client.logout()
    assert use(client, "johanna", code).status_code == 200
    assert not client.session.get("_auth_user_id")


def test_whoever_has_just_signed_in_by_a_code_is_not_asked_again(client, johanna):
    use(client, "johanna", Activation.make(johanna))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=6)):
        assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


def test_the_way_is_known_after_a_second_step(client, johanna):
    """And gone with the next sign-in, by another one."""
    with_second_step(johanna)
    assert use(client, "johanna", Activation.make(johanna)).url == reverse("mfa_authenticate")
    assert not SignIn.objects.exists()
    client.post(reverse("mfa_authenticate"), {"code": totp_code()})
    assert SignIn.objects.get().how == SignIn.How.ACTIVATION
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": "johanna", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": totp_code(later=1)})
    assert SignIn.objects.latest("at").how == SignIn.How.SECOND_STEP


def test_a_way_that_was_given_up_is_not_the_next_ones(client, johanna):
    with_second_step(johanna)
    use(client, "johanna", Activation.make(johanna))
    client.post(reverse("account_logout"))  # in the middle of it
    client.post(reverse("account_login"), {"login": "johanna", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": totp_code()})
    assert SignIn.objects.get().how == SignIn.How.SECOND_STEP


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code.replace('-', '')} "]
)
def test_however_it_is_typed(client, signed_in, sari, johanna, typed):
    code = code_in(print_letter(signed_in(sari), johanna))
    assert use(client, "JOHANNA ", typed(code)).status_code == 302


@pytest.mark.both_databases
def test_a_link_from_before_somebody_left_opens_nothing_when_they_come_back(client, signed_in, sari):
    person = make_person(name="Nea Salo", email="nea.salo@kotikunta.example")
    link = reverse("account_activate_link", args=[make_token(person)])
    assert client.get(link).context["form"].user == person
    signed_in(sari).post(reverse("person_leave", args=[person.pk]))
    signed_in(sari).post(reverse("person_return", args=[person.pk]))
    person.refresh_from_db()
    assert (person.is_active, person.is_in_use, find_user(link.strip("/").rpartition("/")[2])) == (True, False, None)
    assert find_user(make_token(person)) == person  # a new one does


def test_a_new_letter_voids_the_old_one(client, signed_in, sari, johanna):
    old, new = (code_in(print_letter(signed_in(sari), johanna)) for _letter in range(2))
    assert use(client, "johanna", old).status_code == 200
    assert use(client, "johanna", new).status_code == 302


def test_after_fourteen_days_it_is_too_late(client, signed_in, sari, johanna):
    code = code_in(print_letter(signed_in(sari), johanna))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=14, minutes=1)):
        assert use(client, "johanna", code).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(days=13, hours=23)):
        assert use(client, "johanna", code).status_code == 302


def test_equal_replies_and_a_throttle(client, signed_in, sari, johanna):
    code = code_in(print_letter(signed_in(sari), johanna))
    pages = [
        re.sub(r'value="[^"]*"', "", use(client, username, wrong).text)
        for username, wrong in (("johanna", "AAAA-BBBB-CCCC"), ("nobody", "AAAA-BBBB-CCCC"), ("nobody", code))
    ]
    assert pages[0] == pages[1] == pages[2]
    for _try in range(4):
        use(client, "johanna", "AAAA-BBBB-CCCC")
    assert use(client, "johanna", code).status_code == 429


def test_a_weak_password_uses_no_code(client, signed_in, sari, johanna):
    code = code_in(print_letter(signed_in(sari), johanna))
    assert use(client, "johanna", code, "johanna").status_code == 200
    assert use(client, "johanna", code).status_code == 302


def test_the_person_is_told_of_a_letter(signed_in, sari, johanna, client):
    print_letter(signed_in(sari), johanna)
    assert [(row.kind, row.state) for row in Mail.objects.filter(to=johanna)] == [("letter_made", "no_address")]
    page = signed_in(johanna).get(reverse("notice_list"))
    assert "Ett nytt brev för inloggning" in page.text


def link_for(person):
    row = Mail.objects.get(to=person, kind="activation")
    return re.search(r"/aloita/[^\s/]+/", letter(row).body)[0]


def test_a_link_by_mail(client, signed_in, sari, kitchen):
    person = make_person(name="Siiri Öörni", username="siiri", unit=kitchen)
    signed_in(sari).post(reverse("person_invite", args=[person.pk]))
    link = link_for(person)
    assert "siiri" in client.get(link).text
    assert client.post(link, {"password1": PASSWORD, "password2": PASSWORD}).url == reverse("home")
    assert client.get(reverse("account_settings")).context["user"] == person
    client.logout()
    assert client.get(link).status_code == 404
    assert client.post(link, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 404


def test_a_link_dies_with_a_new_address_a_leaver_and_age(client, signed_in, sari, kitchen):
    person = make_person(name="Siiri Öörni", username="siiri", unit=kitchen)
    signed_in(sari).post(reverse("person_invite", args=[person.pk]))
    link = link_for(person)
    assert client.get(link[:-3] + "xx/").status_code == 404
    with time_machine.travel(timezone.now() + datetime.timedelta(days=14, minutes=1)):
        assert client.get(link).status_code == 404
    person.email = "toinen@kotikunta.example"
    person.save()
    assert client.get(link).status_code == 404


def test_without_an_address_no_link_is_sent(signed_in, sari, johanna):
    answer = signed_in(sari).post(reverse("person_invite", args=[johanna.pk]), follow=True)
    assert "Sähköpostiosoite puuttuu" in answer.text
    assert Mail.objects.count() == 0
