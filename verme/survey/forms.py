"""Forms of surveys: what HR asks, and what people answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.fields import DayField, LongTextField
from core.texts.cleaning import short
from verme.models import Survey
from verme.survey.questions import LANGUAGES, LONGEST, MANY, ONE, TEXT, Choice, Question, new_key

NAMES = {"fi": gettext_lazy("in Finnish"), "sv": gettext_lazy("in Swedish"), "en": gettext_lazy("in English")}
KINDS = [
    (ONE, gettext_lazy("one choice")),
    (MANY, gettext_lazy("several choices")),
    (TEXT, gettext_lazy("own words")),
]
MOST_CHOICES = 15
LONGEST_CHOICE = 200  # characters


class AnswerForm(forms.Form):
    """A survey's questions. Nothing is compulsory, but an empty answer is not sent."""

    def __init__(self, survey: Survey, data: Any = None) -> None:
        super().__init__(data)
        self.questions = survey.questions
        for number, question in enumerate(self.questions, 1):
            field = self.fields[question.key] = _field(question)
            field.label = f"{number}. {question.text}"

    def clean(self) -> dict[str, Any]:
        """At least one answer; of several choices at most as many as were asked for."""
        given = super().clean() or {}
        for question in self.questions:
            chosen = given.get(question.key)
            if question.most and isinstance(chosen, list) and len(chosen) > question.most:
                words = ngettext(
                    "Choose at most %(count)d, and untick the others.",
                    "Choose at most %(count)d, and untick the others.",
                    question.most,
                )
                self.add_error(question.key, words % {"count": question.most})
        if not self.errors and not any(given.values()):
            raise forms.ValidationError(_("Answer at least one question, then send."))
        return given

    def rows(self) -> list[tuple[forms.BoundField, str, int]]:
        """Each field, how its choices stand ("thirds" of a line, "chips" if all are short, "boxed"), how many."""
        return [(self[question.key], _stands(question), question.most) for question in self.questions]

    def given(self) -> dict[str, Any]:
        """What to keep."""
        return {key: value for key, value in self.cleaned_data.items() if value}


def _stands(question: Question) -> str:
    longest = max((len(words) for _number, words in question.options), default=LONGEST)
    if question.kind == ONE and len(question.options) <= 3 and longest <= 12:
        return "thirds"
    return "chips" if longest <= 42 else "boxed"


def _field(question: Question) -> forms.Field:
    if question.kind == TEXT:
        widget = forms.Textarea(attrs={"rows": 4})
        hint = gettext_lazy("Do not write names, or illnesses or diagnoses.")
        return LongTextField(label=question.text, required=False, max_length=LONGEST, widget=widget, help_text=hint)
    if question.kind == MANY:
        return forms.MultipleChoiceField(
            label=question.text, required=False, choices=question.options, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(label=question.text, required=False, choices=question.options, widget=forms.RadioSelect)


class OpenForm(forms.Form):
    """Until when people may answer."""

    until = DayField(
        quick=(7, 14, 21),
        label=gettext_lazy("Last day to answer"),
        help_text=gettext_lazy("The survey closes by itself at the end of this day, and the results are counted then."),
    )

    def clean_until(self) -> Any:
        """Not over already."""
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return until


class QuestionForm(forms.Form):
    """One question in three languages; choices one on a line, the same number in each language."""

    kind = forms.ChoiceField(label=gettext_lazy("How it is answered"), choices=KINDS, widget=forms.RadioSelect)
    most = forms.IntegerField(
        label=gettext_lazy("How many may be chosen"),
        required=False,
        min_value=1,
        max_value=MOST_CHOICES,
        help_text=gettext_lazy("Of several choices. Empty: as many as one likes."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, data: Any = None, question: Question | None = None) -> None:
        self.question = question
        super().__init__(data, initial=_initial(question))
        for language in LANGUAGES:
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("The question %(language)s") % {"language": NAMES[language]}, max_length=300
            )
        for language in LANGUAGES:
            self.fields[f"choices_{language}"] = LongTextField(
                label=_("The choices %(language)s") % {"language": NAMES[language]},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("One on a line. Empty for a question of own words."),
            )

    def clean(self) -> dict[str, Any]:
        """Two choices or more, as many in each language; none for own words."""
        data = super().clean() or {}
        if data.get("kind") == TEXT:
            return data
        lines = {language: _lines(data.get(f"choices_{language}", "")) for language in LANGUAGES}
        for language in LANGUAGES:
            for line in lines[language]:
                if len(line) > LONGEST_CHOICE:
                    over = {"longest": LONGEST_CHOICE, "choice": short(line, 40)}
                    words = _("Shorten this choice to %(longest)s characters: %(choice)s") % over
                    self.add_error(f"choices_{language}", words)
            if not 2 <= len(lines["fi"]) <= MOST_CHOICES:
                self.add_error("choices_fi", _("Write from two to fifteen choices, one on a line."))
                break
            if len(lines[language]) != len(lines["fi"]):
                words = _("Write as many choices as in Finnish: %(count)d.") % {"count": len(lines["fi"])}
                self.add_error(f"choices_{language}", words)
        return data

    def made(self) -> Question:
        """The question, each choice with the code that it had or a new one."""
        data = self.cleaned_data
        kind = data["kind"]
        columns = [_lines(data[f"choices_{language}"]) for language in LANGUAGES] if kind != TEXT else []
        codes = _codes(self.question.choices if self.question else [], columns[0] if columns else [])
        rows = zip(codes, *columns, strict=True) if columns else ()
        return Question(
            key=self.question.key if self.question else new_key(),
            kind=kind,
            words={language: data[f"text_{language}"] for language in LANGUAGES},
            choices=[dict(zip(("code", *LANGUAGES), row, strict=True)) for row in rows],
            most=(data["most"] or 0) if kind == MANY else 0,
        )


def _codes(had: list[Choice], finnish: list[str]) -> list[str]:
    """A choice keeps its code where its Finnish words are as they were, and where they are reworded in their place."""
    left = {choice["code"]: choice["fi"] for choice in had}
    found: list[str] = []
    for line in finnish:
        code = next((code for code, words in left.items() if words == line), "")
        left.pop(code, None)
        found.append(code)
    if len(finnish) == len(had):
        found = [code or (old["code"] if old["code"] in left else "") for code, old in zip(found, had, strict=True)]
    return [code or new_key() for code in found]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"kind": ONE}
    texts = {f"text_{language}": question.words[language] for language in LANGUAGES}
    choices = {
        f"choices_{language}": "\n".join(words[language] for words in question.choices) for language in LANGUAGES
    }
    return {"kind": question.kind, "most": question.most or None} | texts | choices
