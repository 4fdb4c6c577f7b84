"""`import_people`: the same checks as in the browser, as whoever saved the mapping."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import Mail
from core.outbox import letter as built
from people.models import Mapping, RosterImport, User
from people.roster.columns import as_saved
from people.roster.jobs import LOST_AFTER, save_import, take_turn
from tests.people.roster.bring import HEAD, SAMPLES, bring, lines, people, staged

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def mapping(db) -> Mapping:
    saver = User.objects.create_user("sari", first_name="Sari", last_name="Koskinen", is_hr=True)
    found = staged("1")
    return Mapping.objects.create(name="Palkat", content=as_saved(found.layout, found.sheet), saved_by=saver)


def run(file, **options) -> None:
    call_command("import_people", str(file), mapping="Palkat", **options)


def test_a_dry_run_changes_nothing(mapping, capsys):
    run(SAMPLES["1"], dry_run=True)
    said = capsys.readouterr().out
    assert "new: 6" in said
    assert "lines: 4, units: 6" in said
    assert (User.objects.count(), RosterImport.objects.count()) == (1, 0)


def test_a_run_saves_and_a_second_says_0_changes(mapping, capsys):
    run(SAMPLES["1"])
    assert (len(people()), lines()["Ruokapalvelut"], RosterImport.objects.count()) == (6, "00101", 0)
    run(SAMPLES["1"])
    assert "changes: 0" in capsys.readouterr().out


def test_errors_are_named_in_the_savers_language_and_nothing_is_saved(mapping, capsys):
    mapping.saved_by.language = "fi"
    mapping.saved_by.save()
    with pytest.raises(CommandError):
        run(SAMPLES["6"])
    said = capsys.readouterr().out
    assert "9 K · Päättyy" in said
    assert User.objects.count() == 1


def test_leavers_stop_it(mapping, tmp_path):
    run(SAMPLES["1"])
    file = tmp_path / "osa.csv"
    file.write_text("".join(SAMPLES["1"].read_text(encoding="utf-8-sig").splitlines(keepends=True)[:3]), "utf-8")
    with pytest.raises(CommandError, match="5 %"):
        run(file)
    assert User.objects.active().count() == 7


def test_a_stopped_night_is_told_once_and_a_dry_run_never(mapping):
    for options in ({"dry_run": True}, {}, {}):
        with pytest.raises(CommandError):
            run(SAMPLES["6"], **options)
    (told,) = Mail.objects.filter(kind="roster_stopped")
    assert (told.to, told.ids) == (mapping.saved_by, {"mapping": str(mapping.pk)})
    letter = built(told)
    assert "Palkat" in letter.body
    assert "9.75" not in letter.body  # nothing of the file
    run(SAMPLES["1"])
    assert Mail.objects.filter(kind="roster_stopped").count() == 1


def test_a_saver_who_has_left_hr_imports_nothing(mapping):
    mapping.saved_by.is_hr = False
    mapping.saved_by.save()
    with pytest.raises(CommandError, match="HR"):
        run(SAMPLES["1"])


def test_a_file_that_lacks_a_column(mapping, tmp_path):
    file = tmp_path / "lyhyt.csv"
    file.write_text("Sukunimi;Etunimi\nLaine;Matti\n", "utf-8")
    with pytest.raises(CommandError, match="henkilönumero"):
        run(file)


# ---- One at a time


def waiting(by: User, source: str) -> RosterImport:
    found = staged(source)
    row = RosterImport(owner=by, state=RosterImport.State.WAITING, digest=found.plan(by, None).digest())
    row.content = found.as_bytes()
    row.save()
    return row


def test_the_second_waits_until_the_first_has_ended(mapping):
    other = User.objects.create_user("toinen", first_name="Toinen", last_name="Hlö", is_hr=True)
    first = waiting(mapping.saved_by, "1")
    second = waiting(other, HEAD + "9;Uusi;Ihminen;;;;\n")
    assert take_turn(first)
    assert not take_turn(second)
    assert [row.owner for row in RosterImport.objects.before(other)] == [mapping.saved_by]
    save_import.call(str(first.pk))
    assert take_turn(second)


def test_a_killed_job_begins_again(mapping):
    row = waiting(mapping.saved_by, "1")
    assert take_turn(row)  # and then its worker was killed
    save_import.call(str(row.pk))
    row.refresh_from_db()
    assert (row.state, len(people()), bool(row.content)) == ("saved", 6, False)
    save_import.call(str(row.pk))
    assert len(people()) == 6


def test_one_whose_worker_is_gone_gives_its_place_up(mapping):
    lost = waiting(mapping.saved_by, "1")
    assert take_turn(lost)
    RosterImport.objects.update(beat_at=timezone.now() - LOST_AFTER - datetime.timedelta(minutes=1))
    assert take_turn(waiting(mapping.saved_by, "1"))
    lost.refresh_from_db()
    assert lost.state == "failed"


def test_what_was_looked_at_is_what_is_done(mapping):
    row = waiting(mapping.saved_by, "1")
    waits = HEAD + "00101;Toinen;Nimi;;;;\n"
    bring(waits, mapping.saved_by)
    save_import.call(str(row.pk))
    row.refresh_from_db()
    assert (row.state, len(people())) == ("changed", 1)
