"""Logs say where, never what."""

import logging

from core.logs import WordlessFormatter, where


def fail():
    try:
        raise KeyError("palkka 4321")
    except KeyError as error:
        raise ValueError(f"ei löydy: {error}") from error


def failure():
    try:
        fail()
    except ValueError as error:
        return error


def test_an_error_is_its_class_and_lines():
    lines = where(failure()).splitlines()
    assert [line for line in lines if not line.startswith("  ")] == ["ValueError", "after", "KeyError"]
    assert [line.rsplit(" ", 1)[1] for line in lines if line.startswith("  ")] == ["failure", "fail", "fail"]


def test_a_logged_traceback_has_no_words():
    error = failure()
    record = logging.LogRecord(
        "django.request", logging.ERROR, "f", 1, "Internal Server Error: /", (), (type(error), error, None)
    )
    record.exc_info = (type(error), error, error.__traceback__)
    record.exc_text = "a traceback with 4321 that another handler made"
    shown = WordlessFormatter("{levelname} {message}", style="{").format(record)
    assert shown.startswith("ERROR Internal Server Error: /\nValueError\n")
    assert "4321" not in shown


def test_the_server_logs_this_way(settings):
    assert settings.LOGGING["formatters"]["plain"]["()"] == "core.logs.WordlessFormatter"
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "plain"
