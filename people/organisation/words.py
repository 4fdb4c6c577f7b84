"""A change of any setting in words. Each kind of settings says how its own are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from people.organisation import settings

if TYPE_CHECKING:
    from core.models import SettingChange


@dataclass(frozen=True)
class Words:
    """How the settings of one kind are called, and what the log keeps of them is read."""

    title: Callable[[str], str]
    value: Callable[[str, str], str]


_areas: dict[str, Words] = {settings.AREA: Words(settings.title_of, settings.in_words)}


def register(area: str, words: Words) -> None:
    """For settings of other kinds."""
    _areas[area] = words


def title_of_change(change: SettingChange) -> str:
    """What was changed."""
    return _areas[change.area].title(change.setting)


def before_of(change: SettingChange) -> str:
    """What it was."""
    return _areas[change.area].value(change.setting, change.before)


def after_of(change: SettingChange) -> str:
    """What it became."""
    return _areas[change.area].value(change.setting, change.after)
