"""Questions of a survey: what a survey keeps of them, and those it begins with (points of domain.md E31 and D21).

A survey keeps its questions with it, in three languages, from the day it opens: what HR changes later changes the next
one only. A question keeps its key from term to term and a choice its code, which is how terms are compared: a choice
that is worded better is the same choice.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils import translation
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from core.content import edited, group, in_all_languages

LANGUAGES = ("fi", "sv", "en")
ONE, MANY, TEXT = "one", "many", "text"
LONGEST = 2000  # characters of an answer in own words
Words = dict[str, str]  # language → words
Choice = dict[str, str]  # its code, and its words in each language


def said(words: Words) -> str:
    """The words in the reader's language."""
    return words.get((translation.get_language() or "fi")[:2]) or words["fi"]


_lazily = lazy(said, str)


@dataclass(frozen=True)
class Question:
    """One question: of one choice, of several, or of own words."""

    key: str
    kind: str
    words: Words
    choices: list[Choice] = field(default_factory=list)
    most: int = 0  # how many may be chosen, 0: all

    @property
    def text(self) -> str:
        """In the reader's language."""
        return said(self.words)

    @property
    def options(self) -> list[tuple[str, str]]:
        """Number and words of each choice, in the reader's language."""
        return [(str(number), said(words)) for number, words in enumerate(self.choices)]

    @property
    def codes(self) -> list[str]:
        """Of each choice, whatever its words are: by these two terms are compared."""
        return [choice["code"] for choice in self.choices]


def read(rows: list[dict[str, Any]]) -> list[Question]:
    """As a survey keeps them."""
    return [Question(**row) for row in rows]


def written(questions: list[Question]) -> list[dict[str, Any]]:
    """For a survey to keep."""
    return [asdict(question) for question in questions]


def new_key() -> str:
    """For a question or a choice that is added."""
    return uuid.uuid4().hex[:8]


def _words(fi: str, sv: str, en: str) -> Words:
    return {"fi": fi, "sv": sv, "en": en}


def _choice(code: str, fi: str, sv: str, en: str) -> Choice:
    return {"code": code} | _words(fi, sv, en)


AGREE = [
    _choice("yes", "kyllä", "ja", "yes"),
    _choice("partly", "osittain", "delvis", "partly"),
    _choice("no", "en", "nej", "no"),
]
SO = [*AGREE[:2], _choice("no", "ei", "nej", "no")]
AGAIN = [AGREE[0], _choice("perhaps", "ehkä", "kanske", "perhaps"), AGREE[2]]
THEMES = [
    _choice("coping", "työssä jaksaminen", "att orka i arbetet", "coping at work"),
    _choice(
        "time", "ajankäyttö ja työn rajat", "tidsanvändning och arbetets gränser", "use of time and the limits of work"
    ),
    _choice(
        "community",
        "yhteistyö työyhteisössä",
        "samarbete i arbetsgemenskapen",
        "working together in the work community",
    ),
    _choice(
        "clients",
        "yhteistyö asiakkaiden ja kotien kanssa",
        "samarbete med kunder och hem",
        "working with clients and families",
    ),
    _choice("wellbeing", "asiakkaiden hyvinvointi", "kundernas välbefinnande", "well-being of clients"),
    _choice("everyday", "arjen työtilanteet", "vardagliga situationer i arbetet", "everyday situations at work"),
    _choice("methods", "uudet työtavat ja menetelmät", "nya arbetssätt och metoder", "new ways and methods of working"),
    _choice(
        "administration", "hallinto ja paperityöt", "administration och pappersarbete", "administration and paperwork"
    ),
    _choice("changes", "muutokset työssä", "förändringar i arbetet", "changes at work"),
    _choice(
        "growing",
        "oma osaaminen ja kehittyminen",
        "eget kunnande och egen utveckling",
        "my skills and growing in my work",
    ),
]
FEEDBACK = [
    Question(
        "useful",
        ONE,
        _words(
            "Onko ryhmästä ollut sinulle hyötyä?", "Har du haft nytta av gruppen?", "Has the group been useful to you?"
        ),
        SO,
    ),
    Question(
        "work",
        ONE,
        _words(
            "Näkyykö ryhmä työssäsi: teetkö jotain toisin?",
            "Syns gruppen i ditt arbete: gör du något annorlunda?",
            "Does the group show in your work: do you do something differently?",
        ),
        SO,
    ),
    Question(
        "field",
        ONE,
        _words(
            "Minkälaisessa ryhmässä olisit mieluiten?",
            "I vilken typ av grupp skulle du helst vara?",
            "What kind of group would you rather be in?",
        ),
        [
            _choice("own", "oman alan ryhmässä", "i en grupp inom egen bransch", "with people of my own field"),
            _choice("mixed", "eri alojen yhteisessä ryhmässä", "i en blandad grupp", "in a mixed group"),
            _choice("either", "kummassa vain", "endera går bra", "either"),
        ],
    ),
    Question(
        "themes",
        MANY,
        _words(
            "Mistä oli hyödyllisintä puhua?",
            "Vad var det nyttigast att tala om?",
            "What was it most useful to talk about?",
        ),
        THEMES,
        most=3,
    ),
    Question(
        "time",
        ONE,
        _words(
            "Saitko ryhmälle riittävästi työaikaa?",
            "Fick du tillräckligt med arbetstid för gruppen?",
            "Did you get enough working time for the group?",
        ),
        AGREE,
    ),
    Question(
        "again",
        ONE,
        _words(
            "Osallistuisitko Vermeen uudelleen?",
            "Skulle du delta i Verme på nytt?",
            "Would you take part in Verme again?",
        ),
        AGAIN,
    ),
    Question(
        "best", TEXT, _words("Mikä ryhmässä oli parasta?", "Vad var bäst i gruppen?", "What was best about the group?")
    ),
    Question(
        "wish",
        TEXT,
        _words("Mitä toivoisit toisin?", "Vad önskar du annorlunda?", "What would you wish to be different?"),
    ),
]
TOPICS = [
    Question(
        "topics",
        MANY,
        _words(
            "Mistä ryhmien pitäisi puhua? Valitse enintään kolme.",
            "Vad borde grupperna tala om? Välj högst tre.",
            "What should the groups talk about? Choose at most three.",
        ),
        THEMES,
        most=3,
    ),
    Question("other", TEXT, _words("Jokin muu aihe?", "Något annat ämne?", "Another topic?")),
]


# ---- HR may word them anew: the next survey that begins without an earlier one takes those words

group(
    "survey",
    gettext_lazy("Questions of Verme’s surveys"),
    gettext_lazy("The first survey begins with these. Later ones begin with the questions of the one before."),
    gettext_lazy("A survey that has been made keeps its own words."),
)


def _code(question: Question, choice: Choice | None = None) -> str:
    return f"{question.key}-{choice['code']}" if choice else question.key


for _question in (*FEEDBACK, *TOPICS):
    edited("survey", _code(_question), _lazily(_question.words))
    for _one in _question.choices:
        edited(
            "survey",
            _code(_question, _one),
            _lazily(_one),
            format_lazy("{}: {}", _lazily(_question.words), _lazily(_one)),
        )


def as_worded(questions: list[Question]) -> list[Question]:
    """In HR's words, in three languages; keys and codes stay, so that terms can be compared."""
    return [
        replace(
            question,
            words=in_all_languages("survey", _code(question)),
            choices=[
                {"code": choice["code"]} | in_all_languages("survey", _code(question, choice))
                for choice in question.choices
            ],
        )
        for question in questions
    ]
