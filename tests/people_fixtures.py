"""The cast of the tests: people of Kotikunta, an invented employer.

    Kotikunta ........................ Leena Šimek leads it; Liisa Aho (data protection officer)
      Ruokapalvelut .................. Matti Laine leads, Timo Ääri is the deputy; Aino Virtanen works here
      Katu- ja puistoyksikkö ......... Pekka Öhman leads; Johanna Åberg works here (Swedish, no e-mail)
      Henkilöstöpalvelut ............. Sari Koskinen (HR), Mikael Lindström (system administrator)
      Kirjasto ....................... the stranger, who has nothing to do with the others' matters

Ask for the people a test is about: a supervisor comes with their line, so without `matti` in the test
Aino's nearest supervisor is `leena`, or nobody. Those whose tasks ask for a second step have turned it on.
"""

import secrets
from collections.abc import Callable

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client

from people.models import SupervisionLine, Unit, User
from tests.factories import make_line, make_person, make_unit

SECRET = "JBSWY3DPEHPK3PXP"  # of everybody's authenticator app
PASSWORD = "lumi satoi yöllä hiljaa"


def with_second_step(person: User) -> User:
    """The person has turned on the second step; twice is once."""
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": data})
    return person


def with_recovery_codes(person: User) -> User:
    """The person has been shown codes for the day when the phone is lost."""
    data = {"seed": get_adapter().encrypt(secrets.token_hex(40)), "used_mask": 0}
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.RECOVERY_CODES, defaults={"data": data})
    return person


@pytest.fixture
def kotikunta(db: None) -> Unit:
    return make_unit(name="Kotikunta")


@pytest.fixture
def kitchen(kotikunta: Unit) -> Unit:
    return make_unit(name="Ruokapalvelut", parent=kotikunta)


@pytest.fixture
def streets(kotikunta: Unit) -> Unit:
    return make_unit(name="Katu- ja puistoyksikkö", parent=kotikunta)


@pytest.fixture
def hr_unit(kotikunta: Unit) -> Unit:
    return make_unit(name="Henkilöstöpalvelut", parent=kotikunta)


@pytest.fixture
def library(kotikunta: Unit) -> Unit:
    return make_unit(name="Kirjasto", parent=kotikunta)


@pytest.fixture
def aino(kitchen: Unit) -> User:
    """The employee: a cook."""
    return make_person(name="Aino Virtanen", username="aino", unit=kitchen, title="ruokapalvelutyöntekijä")


@pytest.fixture
def matti(kitchen: Unit) -> User:
    """Aino's supervisor."""
    person = make_person(name="Matti Laine", username="matti", unit=kitchen, title="ruokapalvelupäällikkö")
    make_line(unit=kitchen, supervisor=person)
    return with_second_step(person)


@pytest.fixture
def timo(kitchen: Unit) -> User:
    """Matti's deputy."""
    person = make_person(name="Timo Ääri", username="timo", unit=kitchen, title="vuoroesihenkilö")
    make_line(unit=kitchen, supervisor=person, kind=SupervisionLine.Kind.DEPUTY)
    return with_second_step(person)


@pytest.fixture
def leena(kotikunta: Unit) -> User:
    """The director: the next level above Matti and Pekka."""
    person = make_person(name="Leena Šimek", username="leena", unit=kotikunta, title="toimialajohtaja")
    make_line(unit=kotikunta, supervisor=person)
    return with_second_step(person)


@pytest.fixture
def johanna(streets: Unit) -> User:
    """A street worker who uses Swedish and has no e-mail at work."""
    return make_person(
        name="Johanna Åberg", username="johanna", email="", unit=streets, language="sv", title="gatuarbetare"
    )


@pytest.fixture
def pekka(streets: Unit) -> User:
    """Johanna's supervisor."""
    person = make_person(name="Pekka Öhman", username="pekka", unit=streets, language="sv", title="katumestari")
    make_line(unit=streets, supervisor=person)
    return with_second_step(person)


@pytest.fixture
def sari(hr_unit: Unit) -> User:
    """HR."""
    return with_second_step(
        make_person(name="Sari Koskinen", username="sari", unit=hr_unit, is_hr=True, title="henkilöstöasiantuntija")
    )


@pytest.fixture
def mikael(hr_unit: Unit) -> User:
    """The system administrator."""
    return with_second_step(
        make_person(name="Mikael Lindström", username="mikael", unit=hr_unit, is_admin=True, title="IT-tuki")
    )


@pytest.fixture
def liisa(kotikunta: Unit) -> User:
    """The data protection officer."""
    return with_second_step(
        make_person(name="Liisa Aho", username="liisa", unit=kotikunta, is_data_protection_officer=True)
    )


@pytest.fixture
def stranger(library: Unit) -> User:
    """A colleague from elsewhere, for whom nobody's objects exist."""
    return make_person(name="Outi Vieras", username="outi", unit=library, title="kirjastovirkailija")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which this person has signed in: `signed_in(aino).get("/")`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
