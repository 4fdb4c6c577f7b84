"""Saving a draft, and publishing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core import organisation
from core.files import LARGEST, safe_name
from core.worded import LANGUAGES
from support.model.models import ModelFile, ModelVersion

if TYPE_CHECKING:
    from support.model.kinds import Kind

TEXTS = tuple(f"{stem}_{language}" for stem in ("text", "changes") for language in LANGUAGES)
FACTS = ("approved_by", "approved_on", "negotiated_on", "in_force_from")


def save(kind: Kind, draft: ModelVersion | None, data: dict[str, Any], *, publish: bool) -> ModelVersion:
    """The draft as it was sent: a new one where there is none. A file takes the place of its language's earlier one."""
    if draft is None:
        latest = ModelVersion.objects.published().filter(kind=kind.code).first()
        number, revision = (latest.number + 1, latest.revision) if latest else (1, 0)
        draft = ModelVersion(kind=kind.code, number=number, revision=revision)
    for name in (*TEXTS, *FACTS):
        setattr(draft, name, data[name])
    draft.revision += 1
    if publish:
        draft.published_at, draft.employer = timezone.now(), organisation.current().kind
    draft.save()
    for language in LANGUAGES:
        file = data.get(f"file_{language}")
        if file or data.get(f"no_file_{language}"):
            ModelFile.objects.filter(version=draft, language=language).delete()
        if file:
            draft.files.create(language=language, name=safe_name(file.name), size=file.size, data=file.read(LARGEST))
    return draft
