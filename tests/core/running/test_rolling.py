"""Migrations that the code before them would not survive are found, and the others are let be."""

from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from core.running.rolling import trouble

FIRST = [
    migrations.CreateModel(
        "Note",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("text", models.CharField(max_length=20)),
            ("day", models.DateField(null=True)),
        ],
    ),
    migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
]
STOPS = {
    "a column goes": migrations.RemoveField("note", "day"),
    "a column is renamed": migrations.RenameField("note", "day", "date"),
    "a table goes": migrations.DeleteModel("Other"),
    "a table is renamed": migrations.RenameModel("Other", "Another"),
    "a table has another name": migrations.AlterModelTable("Other", "another"),
    "a new column must be given": migrations.AddField("note", "mark", models.IntegerField(default=0)),
    "a new link must be given": migrations.AddField(
        "note", "other", models.ForeignKey("shop.other", models.CASCADE, default=1)
    ),
    "nothing may be empty": migrations.AlterField("note", "day", models.DateField(default="2026-01-01")),
    "shorter": migrations.AlterField("note", "text", models.CharField(max_length=10)),
    "another type": migrations.AlterField("note", "text", models.IntegerField()),
    "once only": migrations.AlterField("note", "text", models.CharField(max_length=20, unique=True)),
    "a constraint": migrations.AddConstraint("note", models.UniqueConstraint(fields=["text"], name="once")),
    "raw SQL": migrations.RunSQL("SELECT 1"),
    "in the database only": migrations.SeparateDatabaseAndState([migrations.DeleteModel("Other")], []),
}
GOES_ON = {
    "a new table": migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]),
    "a column that may be empty": migrations.AddField("note", "mark", models.IntegerField(null=True)),
    "a column with the database's default": migrations.AddField("note", "mark", models.IntegerField(db_default=0)),
    "a list": migrations.AddField("note", "others", models.ManyToManyField("shop.other")),
    "longer": migrations.AlterField("note", "text", models.CharField(max_length=40)),
    "may be empty": migrations.AlterField("note", "text", models.CharField(max_length=20, null=True)),
    "an index": migrations.AddIndex("note", models.Index(fields=["text"], name="by_text")),
    "in the state only": migrations.SeparateDatabaseAndState([], [migrations.DeleteModel("Other")]),
    "Python": migrations.RunPython(migrations.RunPython.noop),
}


def found(*operations, done=True, **options):
    """What is said of an upgrade with these operations."""
    graph = MigrationGraph()
    for number, steps in enumerate([FIRST, list(operations)], 1):
        step = migrations.Migration(f"000{number}", "shop")
        step.operations = steps
        graph.add_node(("shop", step.name), step)
    graph.add_dependency(None, ("shop", "0002"), ("shop", "0001"))
    loader = SimpleNamespace(graph=graph, project_state=lambda nodes: ProjectState())
    return [name for (_app, name), _why in trouble(loader, {("shop", "0001")} if done else set(), **options)]


@pytest.mark.parametrize("what", STOPS)
def test_what_needs_a_stop_is_named(what):
    assert found(STOPS[what]) == ["0002"]


@pytest.mark.parametrize("what", GOES_ON)
def test_what_does_not_is_let_be(what):
    assert found(GOES_ON[what]) == []


def test_a_table_of_the_same_upgrade_is_no_matter():
    assert found(STOPS["a column goes"], done=False) == []
    assert found(STOPS["a column goes"], done=False, each=True) == ["0002"]


def test_what_has_run_is_not_looked_at():
    loader = MigrationLoader(None)
    assert trouble(loader, set(loader.graph.nodes)) == []


def test_the_command_asks_of_what_has_not_run(db):
    told = StringIO()
    call_command("rolling", stdout=told)
    assert told.getvalue() == "0 migrations; the earlier code can go on while they run.\n"
    app, name = "workshops", "0014_no_handled_mark"  # a column went
    MigrationRecorder(connection).record_unapplied(app, name)
    with pytest.raises(SystemExit, match="1"):
        call_command("rolling", stdout=told)
    assert f"{app} {name}: Remove field handled_at from idea: the earlier code asks for it" in told.getvalue()
