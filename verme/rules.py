"""The template of the ground rules (product.md §2): confidentiality, openness, silence is allowed, equality."""

from django.utils.translation import gettext as _


def template() -> str:
    """In the reader's language; the group makes its own of it."""
    return _(
        "What is told here stays here. Outside the group we speak only of our own thoughts.\n"
        "We speak openly and of ourselves, and let the others finish.\n"
        "One may be silent. Nobody has to explain why.\n"
        "We are equals here, whatever our jobs are.\n"
        "We come on time and tell if we cannot come."
    )
