"""What may be asked, and the general rules that everybody reads before asking and HR when answering."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import records
from people.rights import deletion
from people.rights.models import RightsRequest

if TYPE_CHECKING:
    from django.utils.functional import Promise

Kind = RightsRequest.Kind


@dataclass(frozen=True)
class Right:
    """One thing to ask for."""

    title: str | Promise
    text: str | Promise  # in a line, beside its button
    button: str | Promise
    asks: str | Promise  # over the field
    rules: tuple[str | Promise, ...]
    needs_text: bool = True
    goes: tuple[str | Promise, ...] = ()  # what is deleted


RIGHTS: dict[str, Right] = {
    Kind.CORRECT: Right(
        title=_("Correct"),
        text=_("Something about you is wrong or missing."),
        button=_("Ask for a correction"),
        asks=_("What is wrong, and how should it be?"),
        rules=(
            _("What is your own you correct yourself: your assessment, your items and your part of a conversation."),
            _("A memo that both have confirmed stays as it was. Your differing view stands beside it: write it there."),
            _("HR corrects your name, unit, title and other data of the employment."),
        ),
    ),
    Kind.RESTRICT: Right(
        title=_("Restrict"),
        text=_("Your conversations can be read, but nobody writes in them."),
        button=_("Restrict the use"),
        asks=_("Why, if you want to tell"),
        rules=(
            _("It takes effect at once: the two of you can read your conversations, but nobody writes in them."),
            _("Whoever you talk with is told that the conversation can only be read for now, not why."),
            _("No new conversation with you begins here. Whoever suggests one is told that it cannot, not why."),
            _("It lasts until the request has been answered and closed, or you take it back. You are both told then."),
            _("Your own assessments you can go on writing, and so can you in what you talk about as a supervisor."),
        ),
        needs_text=False,
    ),
    Kind.DELETE: Right(
        title=_("Delete"),
        text=_("What is your own goes. What two have confirmed together stays its time."),
        button=_("Ask for deletion"),
        asks=_("What, and why, if you want to tell"),
        rules=(
            _("These stay until their time is over: what you two have written and confirmed together, and the memo."),
            _("So do your notices of load, requests about your own data, and your places in groups and workshops."),
            _("So do your name, unit and employment while you work here, and the logs of readings and sign-ins."),
            _("HR or the data protection officer decides by these rules, without seeing what there is of you."),
            _("What has gone cannot be brought back. Take a copy of your data first."),
        ),
        needs_text=False,
    ),
}


# Whom to complain to (GDPR 77): the Data Protection Ombudsman, in the reader's language
OMBUDSMAN = {"fi": "https://tietosuoja.fi/", "sv": "https://tietosuoja.fi/sv/", "en": "https://tietosuoja.fi/en/"}


def ombudsman() -> str:
    """The ombudsman's site."""
    return OMBUDSMAN.get((get_language() or "fi")[:2], OMBUDSMAN["fi"])


def may_object() -> bool:
    """Whether anything is kept on a ground that one may object to (GDPR 21): the models say on which they stand."""
    return any(record.ground.allows_objection for _model, record in records.everything() if record)


def rights() -> dict[str, Right]:
    """What may be asked today, by its code."""
    found = {code: right for code, right in RIGHTS.items() if code != Kind.OBJECT or may_object()}
    found[Kind.DELETE] = replace(found[Kind.DELETE], goes=tuple(deletion.goes()))
    return found
