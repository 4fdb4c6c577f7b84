"""A new version of a group of texts, and what two have worded at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import content
from core.content import LANGUAGES, Group, Texts
from core.models import ContentVersion

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Changed:
    """One text in one language: its code, language, what it was and what it becomes."""

    code: str
    language: str
    before: str
    after: str


def latest(group: Group, *, by: User) -> ContentVersion:
    """The version in use; number 0 without words while nothing was changed. Locked, where there is one."""
    versions = ContentVersion.objects.editable_by(by).filter(group=group.code)
    return versions.select_for_update().order_by("-number").first() or ContentVersion(group=group.code, number=0)


def words_in(texts: Texts, group: Group, code: str, language: str) -> str:
    """HR's own, or the original."""
    return texts.get(code, {}).get(language) or group.original(code, language)


def differences(group: Group, before: Texts, after: Texts) -> list[Changed]:
    """What reads otherwise."""
    return [
        Changed(code, language, was, becomes)
        for code in group.originals
        for language in LANGUAGES
        if (was := words_in(before, group, code, language)) != (becomes := words_in(after, group, code, language))
    ]


def untranslated(group: Group, texts: Texts) -> list[tuple[str, str]]:
    """Code and language of what is worded anew in another language only."""
    return [(code, language) for code, own in texts.items() for language in LANGUAGES if language not in own]


def merged(group: Group, base: Texts, mine: Texts, theirs: Texts) -> tuple[Texts, list[Changed]]:
    """Mine with what only the other has changed, and what both have worded each in their own way."""
    clash, found = list[Changed](), dict[str, dict[str, str]]()
    for code in group.originals:
        for language in LANGUAGES:
            was, own, other = (words_in(each, group, code, language) for each in (base, mine, theirs))
            chosen = other if own == was else own
            if own not in (was, other) and other != was:
                clash.append(Changed(code, language, other, own))
            if chosen != group.original(code, language):
                found.setdefault(code, {})[language] = chosen
    return found, clash


def take_into_use(group: Group, texts: Texts, *, after: int, by: User) -> ContentVersion:
    """The next version."""
    made = ContentVersion.objects.create(group=group.code, number=after + 1, texts=texts, by=by)
    content.forget_when_saved()
    return made
