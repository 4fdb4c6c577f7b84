"""What machines ask: readiness, numbers, and log lines that a program can read."""

import json
import logging

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from prometheus_client.parser import text_string_to_metric_families

from core.logs import JsonFormatter
from core.models import Mail

pytestmark = pytest.mark.django_db


def test_ready_when_every_migration_has_run(client):
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (200, b"ready\n")
    MigrationRecorder.Migration.objects.filter(app="support").latest("name").delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations have not run\n")
    assert client.get("/healthz").status_code == 200


def test_not_ready_without_a_database(client):
    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


def refuse(execute, sql, params, many, context):
    raise OperationalError("gone")


def test_there_are_no_numbers_by_default(client, settings):
    for sent in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
        assert client.get("/metrics", headers=sent).status_code == 404


def test_numbers_for_whoever_has_the_password_alone(client, settings, aino):
    settings.METRICS_TOKEN = "a long password"
    Mail.objects.create(to=aino, kind="x", message_id="<1@x>", state=Mail.State.FAILED)
    for sent in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer a long passwor"}):
        assert client.get("/metrics", headers=sent).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer a long password"})
    assert answer.status_code == 200
    text = answer.content.decode()
    values = {each.name: each.samples[0].value for each in text_string_to_metric_families(text)}
    assert values["varhainen_tuki_letters_failed"] == 1
    assert values["varhainen_tuki_workers"] == 0
    assert values["varhainen_tuki_disk_free_bytes"] > 0
    assert all(name.startswith("varhainen_tuki_") for name in values)
    assert "Aino" not in text
    assert all(not sample.labels for each in text_string_to_metric_families(text) for sample in each.samples)


def test_a_log_line_for_programs_has_no_words_of_an_error(rf):
    request = rf.get("/aloita/a-living-secret/")
    try:
        raise ValueError("what somebody wrote")
    except ValueError as error:
        given = (type(error), error, error.__traceback__)
        record = logging.LogRecord("django.request", 40, "x", 1, "Internal Server Error: %s", (request.path,), given)
        record.request, record.status_code = request, 500
    line = JsonFormatter().format(record)
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"]) == (
        "ERROR",
        "django.request",
        "500 GET account_activate_link",
    )
    assert told["where"].startswith("ValueError\n")
    assert told["time"].endswith("+00:00")
    assert "wrote" not in line
    assert "secret" not in line


def test_not_ready_once_the_server_is_to_end(client, monkeypatch, tmp_path):
    mark = tmp_path / "leaving"
    monkeypatch.setenv("LEAVING_MARK", str(mark))
    assert client.get("/readyz").status_code == 200
    mark.touch()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"about to end\n")
    assert client.get("/healthz").status_code == 200
