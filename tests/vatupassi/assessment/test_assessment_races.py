"""Two requests at the same moment: the database takes them in turn."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from people.models import User
from vatupassi.models import Assessment, AssessmentItem

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def together(*acts: Callable[[], None]) -> None:
    """Run the acts in threads that start at once, each with a connection of its own."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], None]) -> None:
        start.wait()
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def save(user: User, answers: list[int], **values: object) -> Callable[[], None]:
    client = Client()
    client.force_login(user)
    data = {name.replace("_", "-"): value for name, value in values.items()}
    return lambda: answers.append(
        client.post(reverse("assessment_item"), data, headers={"X-Autosave": "1"}).status_code
    )


def test_first_marks_at_the_same_moment_make_one_assessment(aino):
    answers: list[int] = []
    questions = ("tiedanko", "osaanko", "kykenenko", "haluanko")
    together(*(save(aino, answers, **{f"version_{q}": 0, f"{q}_now": 1}) for q in questions))
    assert answers == [200] * 4
    assert Assessment.objects.count() == 1
    assert set(AssessmentItem.objects.values_list("now", flat=True)) == {1}


def test_of_two_texts_from_the_same_version_one_is_saved_and_the_other_is_told(aino):
    Assessment.start(by=aino)
    answers: list[int] = []
    together(*(save(aino, answers, version_tiedanko=0, text_tiedanko=f"teksti {n}") for n in range(6)))
    assert sorted(answers) == [200] + [409] * 5
    item = AssessmentItem.objects.get(question="tiedanko")
    assert item.version == 1
