"""The cast itself, so that other tests can lean on it."""

from people.models import User


def test_supervisors_of_the_cast(aino, matti, timo, leena, johanna, pekka, sari, mikael, stranger):
    people = User.objects.with_supervisor().order_by("username")
    names = {person.pk: person.username for person in people}
    assert {person.username: names.get(person.supervisor_id) for person in people} == {
        "aino": "matti",
        "johanna": "pekka",
        "leena": None,
        "matti": "leena",
        "mikael": "leena",
        "outi": "leena",
        "pekka": "leena",
        "sari": "leena",
        "timo": "matti",
    }
    assert list(User.objects.partners_for(aino)) == [matti, leena, timo]
