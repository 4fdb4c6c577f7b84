"""The command that makes the first person of an installation."""

import pytest
from django.core.management import CommandError, call_command

from people.models import Activation, User


@pytest.mark.django_db
def test_the_first_person_gets_a_code_that_opens_the_door(capsys) -> None:
    call_command("first_person", "sari", "Sari", "Koskinen", email="sari@kotikunta.example")
    code = capsys.readouterr().out.split()[-1]
    activation = Activation.find("sari", code)
    assert activation is not None
    assert (activation.user.is_hr, activation.user.is_admin, activation.user.name) == (True, False, "Sari Koskinen")


@pytest.mark.django_db
def test_a_second_one_is_refused(mikael) -> None:
    with pytest.raises(CommandError):
        call_command("first_person", "toinen", "Toinen", "Tulija")
    assert [user.username for user in User.objects.all()] == ["mikael"]
