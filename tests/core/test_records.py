"""What each model declares (core/records.py) is there, and is so."""

import types
from dataclasses import replace

import pytest
from django.apps import apps
from django.db.models import CASCADE, ForeignKey, Model

from core import records
from core.records import Data, Ground, Record
from core.retention import DEFAULTS, RULES
from core.sealed import SealedField
from rooms.kinds import KINDS

# Periods that delete no rows: they close a conversation.
NO_ROWS = {"conversation_silent_closes"}


def name(model: type[Model]) -> str:
    return model._meta.label


def untrue(model: type[Model], record: Record | None) -> list[str]:
    """What a model's record does not say, or says wrongly."""
    if record is None:
        return ["no record"]
    encrypted = {field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)}
    wrong = {
        f"sealed: {encrypted ^ set(record.sealed)}": encrypted != set(record.sealed),
        f"no such period: {set(record.kept) - set(DEFAULTS)}": not set(record.kept) <= set(DEFAULTS),
        "neither a period nor a reason for none": not record.kept and not record.until,
        "no readers": not record.readers,
        "no purpose": not record.purpose,
        "data of people needs a ground": record.ground is Ground.NOBODY
        and record.data not in (Data.TECHNICAL, Data.PUBLIC),
        "data of nobody has no ground": record.data is Data.TECHNICAL and record.ground is not Ground.NOBODY,
        "what is encrypted is no less than confidential": bool(record.sealed)
        and record.data in (Data.TECHNICAL, Data.PUBLIC, Data.DIRECTORY, Data.PROCESS),
    }
    return [what for what, is_wrong in wrong.items() if is_wrong]


def test_every_model_declares_what_is_so() -> None:
    found = {name(model): wrong for model, record in records.everything() if (wrong := untrue(model, record))}
    assert found == {}


def test_every_period_is_some_models() -> None:
    named = {period for _model, record in records.everything() if record for period in record.kept}
    assert named == set(DEFAULTS) - NO_ROWS


def test_a_docstring_does_not_say_it_again() -> None:
    words = {name(model): " ".join((model.__doc__ or "").lower().split()) for model, _record in records.everything()}
    said = ("seen by", "lives:", "encrypted")
    assert {label: text for label, text in words.items() if any(word in text for word in said)} == {}


# ---- A period that a record names is one whose rule deletes such rows


def models_named(code: types.CodeType, names: dict[str, object]) -> set[type[Model]]:
    """Models whose names stand in a function, its generators included."""
    found = [names.get(one) for one in code.co_names]
    inner = [models_named(const, names) for const in code.co_consts if isinstance(const, types.CodeType)]
    return {one for one in found if isinstance(one, type) and issubclass(one, Model)}.union(*inner)


def models_of_rule(period: str) -> set[type[Model]]:
    """Models that the rules of a period name. What phones leave in a room, the room's kind deletes."""
    functions = [rule.delete for rule in RULES.values() if rule.name == period]
    if period == "room_marks":
        functions += [kind.purge for kind in KINDS.values() if kind.purge]  # type: ignore[misc]
    return set().union(*(models_named(act.__code__, act.__globals__) for act in functions))


def goes_with(model: type[Model]) -> set[type[Model]]:
    """The model, and each whose deleted row takes its rows with it."""
    found, waiting = set[type[Model]](), [model]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            keys = [field for field in one._meta.concrete_fields if isinstance(field, ForeignKey)]
            waiting += [key.related_model for key in keys if key.remote_field.on_delete is CASCADE]
    return found


def undeleted(model: type[Model], record: Record) -> list[str]:
    """Periods of a record whose rules delete no row of it."""
    return [period for period in record.kept if not goes_with(model) & models_of_rule(period)]


def test_a_rule_of_each_period_deletes_the_rows() -> None:
    declared = {model: record for model, record in records.everything() if record}
    found = {name(model): periods for model, record in declared.items() if (periods := undeleted(model, record))}
    assert found == {}


# ---- The tests see what they are to see

MAIL = apps.get_model("core", "Mail")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (None, ["no record"]),
        (replace(MAIL.record, kept=("mial",)), ["no such period: {'mial'}"]),
        (replace(MAIL.record, kept=()), ["neither a period nor a reason for none"]),
        (replace(MAIL.record, readers=""), ["no readers"]),
        (replace(MAIL.record, purpose=""), ["no purpose"]),
        (replace(MAIL.record, ground=Ground.NOBODY), ["data of people needs a ground"]),
        (replace(MAIL.record, data=Data.TECHNICAL), ["data of nobody has no ground"]),
        (replace(MAIL.record, data=Data.CONFIDENTIAL, sealed=("ids",)), ["sealed: {'ids'}"]),
    ],
)
def test_what_is_untrue(wrong: Record | None, said: list[str]) -> None:
    assert untrue(MAIL, wrong) == said


def test_a_sealed_field_that_no_record_names() -> None:
    order = apps.get_model("core", "PaperOrder")
    assert untrue(order, replace(order.record, sealed=("html",))) == ["sealed: {'pdf'}"]


def test_a_period_that_deletes_other_rows() -> None:
    assert undeleted(MAIL, replace(MAIL.record, kept=("mail", "sign_in_log"))) == ["sign_in_log"]


def test_a_record_is_not_inherited() -> None:
    """A model made from another says its own."""
    assert records.of(type("Child", (), {"_meta": types.SimpleNamespace(auto_created=None, label="x.Child")})) is None
