"""What goes of Verme when somebody's request to delete their data is accepted."""

from people.desk.handled import Handling
from people.models import RightsRequest
from people.rights import actions as rights
from tests.verme.conftest import at
from verme.models import Attendance, DiaryEntry, Kooste, Reflection
from verme.session import actions as sessions


def test_the_name_goes_from_the_summary_and_the_count_stays(held, leader, mentor, aino, johanna, sari):
    for person in (aino, johanna):
        sessions.mark(held, person, present=True)
        Reflection.objects.create(group=held.group, session=held, by=person, text="x")
    DiaryEntry.objects.create(session=held, person=mentor.person, text="x")
    leader.post(at(held, "kooste"))
    assert Kooste.objects.get().present == ["Virtanen Aino", "Åberg Johanna"]
    rights.ask(aino, kind="poisto", text="")
    rights.answer(RightsRequest.objects.get(), handling=Handling.DONE, text="x", by=sari)
    assert Kooste.objects.get().present == ["–", "Åberg Johanna"]
    assert sorted(Attendance.objects.values_list("name", "person")) == sorted(
        [("–", None), ("Åberg Johanna", johanna.pk)], key=lambda row: row[0]
    )
    assert [row.by for row in Reflection.objects.all()] == [johanna]
    assert DiaryEntry.objects.count() == 1
