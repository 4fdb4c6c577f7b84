"""What this app shows in the evidence report (core/evidence.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.evidence import Written
from support.model.kinds import KINDS
from support.models import Measure, ModelVersion
from support.path.models import WhomToCall

if TYPE_CHECKING:
    from collections.abc import Iterator


def support() -> Iterator[Written]:
    """The six written models, the library of measures and the support path."""
    newest = {version.kind: version for version in ModelVersion.objects.newest().defer("text_fi", "text_sv", "text_en")}
    for kind in KINDS:
        if version := newest.get(kind.code):
            yield Written(str(kind.title), _("in use"), str(version.number), version.in_force_from)
        else:
            yield Written(str(kind.title), _("not written here yet"))
    count = Measure.objects.approved().count()
    words = ngettext("in use, %(count)d measure", "in use, %(count)d measures", count) % {"count": count}
    yield Written(_("Measures"), words)
    missing = WhomToCall().missing
    used = _("not in use: contacts are missing") if missing else _("in use")
    yield Written(_("Support path, with whom to call"), used)
