"""Templates as chains of functions, made once for each language (docs/decisions/0005-quick-templates.md).

Django's engine asks each node of a template, at each rendering, what it is and what it needs. Most of that is known
when the template is loaded: which words stand in it in this language, where a constant address leads, which filters a
variable passes. So `Loader` loads templates as Django does, and gives each list of nodes a `render` that walks a
*chain*: texts, and functions from the context to a text. What is known is text already, and neighbouring texts are one.

The tags that most pages use have a function of their own (`tags`), with Django's meaning: the tests render everything
in both ways. Every other tag, and whatever a variable finds that is not plain, goes Django's own way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loaders.cached import Loader as CachedLoader

from core.quick_templates import pages, tags  # noqa: F401 - they register their makers
from core.quick_templates.chains import QuickNodes, quickened

if TYPE_CHECKING:
    from django.template import Template


class Loader(CachedLoader):
    """Django's cached loader, whose templates render through chains."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """The template, quickened when it is loaded. Not while debugging: the errors then name their place."""
        template = super().get_template(template_name, skip)
        if not isinstance(template.nodelist, QuickNodes) and not (self.engine.debug or self.engine.string_if_invalid):
            template.nodelist = quickened(template.nodelist)
        return template  # type: ignore[no-any-return]
