"""What may be told of anonymous answers (shared rules: ten answers, rounded, nobody singled out).

Computed once, when a survey closes, and kept; nothing is ever computed anew from it or beside it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.organisation.thresholds import ANSWERS
from verme.survey.questions import MANY, TEXT, Question, said

LEAST = ANSWERS.least  # answers below which nothing is told, unless a survey has promised a larger number
Answers = dict[str, Any]  # question's key → number of the choice, list of numbers, or own words

_random = random.SystemRandom()


def band(count: int) -> str:
    """How many, without telling exactly: “10–19”."""
    low = count // 10 * 10
    return f"{low}–{low + 9}"


def release(questions: list[Question], answers: list[Answers], *, least: int = LEAST) -> dict[str, Any]:
    """What is published: nothing at all below so many answers, and of each question only what so many answered."""
    if len(answers) < least:
        return {"enough": False}
    return {
        "enough": True,
        "answers": band(len(answers)),
        "questions": {question.key: _of(question, answers, least) for question in questions},
    }


def _of(question: Question, answers: list[Answers], least: int) -> dict[str, Any]:
    given = [answer[question.key] for answer in answers if answer.get(question.key) not in (None, "", [])]
    if question.kind == TEXT:
        _random.shuffle(given)  # each question by itself: no line joins one person's words
        return {"enough": True, "comments": given}
    if len(given) < least:
        return {"enough": False}
    chosen = [each if isinstance(each, list) else [each] for each in given]
    counts = [sum(str(number) in each for each in chosen) for number in range(len(question.choices))]
    if question.kind == MANY:
        return {"enough": True, "shares": [_share(count, len(given)) for count in counts]}
    return _of_one(counts)


MOST, FEW = "≥ 80", "≤ 20"


def _share(count: int, of: int) -> int | str:
    """One of several choices: nobody stands alone for it or against it."""
    if count >= of - 1:
        return MOST
    return FEW if count <= 1 else _rounded(count, of)


def _of_one(counts: list[int]) -> dict[str, Any]:
    """Of one choice: an answer that stands alone is told like none at all, and is left out of the other shares.

    So nothing in what is told changes when the one who stands alone is taken away, and the rest up to a hundred says
    nothing of them either. Where hardly anything would be left to tell, nothing is told.
    """
    alone = [count <= 1 for count in counts]
    told = sum(count for count, hidden in zip(counts, alone, strict=True) if not hidden)
    if alone.count(False) <= 1:  # all, or all but a few who each stand alone
        if max(counts) < 0.8 * sum(counts):
            return {"enough": False}
        return {"enough": True, "shares": ["" if hidden else MOST for hidden in alone]}
    if told < sum(counts) // 10 * 10:  # the ten that the number of answers lies in would give the one away
        return {"enough": False}
    shares = [FEW if hidden else _rounded(count, told) for count, hidden in zip(counts, alone, strict=True)]
    return {"enough": True, "shares": shares}


def _rounded(count: int, of: int) -> int:
    return round(count / of * 20) * 5


@dataclass(frozen=True)
class Line:
    """One choice in the results: its words, its share in words, how long its bar is, and the same of earlier terms."""

    words: str
    share: str
    width: int  # 0–100
    earlier: list[str]


@dataclass(frozen=True)
class Shown:
    """A question's results in the reader's language."""

    question: Question
    enough: bool
    lines: list[Line]
    comments: list[str]


def share_in_words(share: int | str) -> str:
    """In words: a few are told as people, since a limit in per cent reads as more than a share beside it."""
    if share == FEW:
        return _("0–1 respondents")
    return f"{share} %" if share != "" else "–"


def _width(share: int | str) -> int:
    return share if isinstance(share, int) else {MOST: 80, FEW: 3}.get(share, 0)  # few: behind any that two have chosen


def shown(
    questions: list[Question], released: dict[str, Any], earlier: list[tuple[list[Question], dict[str, Any]]]
) -> list[Shown]:
    """The results of a release beside those of earlier terms; of a poll the most wished for first."""
    found = []
    for question in questions:
        result = released["questions"][question.key]
        shares = result.get("shares", [])
        before = [_before(question, *each) for each in earlier]
        lines = [
            Line(
                said(choice),
                share_in_words(share),
                _width(share),
                [share_in_words(each.get(choice["code"], "")) for each in before],
            )
            for choice, share in zip(question.choices, shares, strict=False)
        ]
        if question.kind == MANY:
            lines.sort(key=lambda line: -line.width)
        found.append(Shown(question, result["enough"], lines, result.get("comments", [])))
    return found


def _before(question: Question, questions: list[Question], released: dict[str, Any]) -> dict[str, int | str]:
    """The share of each choice in an earlier term, by its code; none when it was another question.

    Where one may choose several, each choice stands by itself. Of one choice the shares are parts of the same whole, so
    they are compared only where the choices are the same.
    """
    for old in questions:
        alike = old.kind == MANY or set(old.codes) == set(question.codes)
        if old.key == question.key and old.kind == question.kind and alike:
            shares = released.get("questions", {}).get(old.key, {}).get("shares", [])
            return dict(zip(old.codes, shares, strict=False))
    return {}
