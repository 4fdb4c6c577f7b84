"""The template of the mentors' training: five seminars in our own words, after domain.md D19. HR changes them."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _


class Outline(NamedTuple):
    """What a seminar is about."""

    title: str
    goal: str
    themes: str
    methods: str


def template() -> list[Outline]:
    """Seminars I–V in the language that is on."""
    return [
        Outline(
            _("Getting started"),
            _("You know how a group begins, and what you promise to its members."),
            _("How to start a group. Ethics of a mentor. Ground rules. Methods in which people do something."),
            _("Getting to know each other, exercises in pairs, trying out activity methods."),
        ),
        Outline(
            _("Coping and joy at work"),
            _("You can lead a conversation on what wears people out and what gives them strength."),
            _("Coping at work and the joy of it. Working as colleagues. A workplace that makes its people richer."),
            _("Small groups, a line on the floor, one’s own examples."),
        ),
        Outline(
            _("Dialogue and stories"),
            _("You can listen so that others begin to think aloud, and help them tell."),
            _("What makes talk a dialogue. Working with stories. Asking instead of answering."),
            _("Home groups, dialogues, telling from a picture or an object."),
        ),
        Outline(
            _("Identity and strengths"),
            _("You recognise your own way of being a mentor, and give room to those who learn in another way."),
            _("Who I am at work. Strengths, one’s own and others’. Taking different learners along."),
            _("Strength cards, swapping roles, feedback in pairs."),
        ),
        Outline(
            _("Looking back and ahead"),
            _("You can evaluate what was done and plan your own group."),
            _("Evaluation. What being a mentor means to me. Plans for the future. A map of one’s life."),
            _("Drawing a life map, a letter to oneself, a joint closing."),
        ),
    ]
