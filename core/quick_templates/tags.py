"""A function for each tag that most pages use."""

from __future__ import annotations

import operator
from collections.abc import Callable
from html import escape
from typing import Any

from django.template import Context, VariableDoesNotExist
from django.template.base import Node, TextNode, VariableNode, render_value_in_context
from django.template.defaulttags import (
    CommentNode,
    CsrfTokenNode,
    ForNode,
    IfNode,
    LoadNode,
    TemplateLiteral,
    URLNode,
    WithNode,
)
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode, construct_relative_path
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.safestring import SafeString

from core.addresses import address
from core.quick_templates.chains import Chain, Part, chained, folded, joined, makes, plain, whole
from core.quick_templates.values import Getter, shown, value_of

makes(TextNode)(folded)


# A word of the code that waits for the reader's language, and what it is in each.
NO_WORD = ""  # a name, so that the catalogues do not take it for one
WORDS: set[Any] = {type(translation.gettext_lazy(NO_WORD)), type(translation.pgettext_lazy(NO_WORD, NO_WORD))}
_words: dict[str, dict[tuple[str, ...], str]] = {}


@makes(VariableNode)
def variable(node: VariableNode, context: Context) -> Part:
    """{{ … }}"""
    expression = node.filter_expression
    if not expression.is_var and not expression.filters:
        return folded(node, context)
    get = value_of(expression)
    words = _words.setdefault(str(translation.get_language()), {})

    def text(context: Context) -> str:
        value = get(context)
        if context.autoescape:  # twice what `shown` says, because most of a page's parts come through here
            if value.__class__ is str:
                return escape(value)
            if value.__class__ is SafeString:
                return value  # type: ignore[no-any-return]
        if value.__class__ is int and -1000 < value < 1000:  # too short for a thousands' separator
            return str(value)
        if context.autoescape and value.__class__ in WORDS:
            word = words.get(value._args)
            if word is None:
                word = words[value._args] = escape(str(value))
            return word
        return render_value_in_context(value, context)  # type: ignore[no-any-return]

    return text


@makes(TranslateNode)
def translate(node: TranslateNode, context: Context) -> Part:
    """{% translate %} of a constant."""
    expression = node.filter_expression
    variable = expression.var
    constant = not expression.is_var or variable.lookups is None
    if node.asvar or not constant or expression.filters or (node.message_context and node.message_context.is_var):
        return plain(node, context)
    return folded(node, context)


@makes(BlockTranslateNode)
def blocktranslate(node: BlockTranslateNode, context: Context) -> Part:
    """{% blocktranslate %} without a plural: the words of this language, with places for what changes."""
    if node.plural or node.asvar or node.message_context:
        return plain(node, context)
    singular, names = node.render_token_list(node.singular)
    words = translation.gettext(singular)
    extra = {name: value_of(expression) for name, expression in node.extra_context.items()}
    getters = {name: extra.get(name) or _scoped(name) for name in names}
    try:
        words % dict.fromkeys(names, "")
    except (KeyError, ValueError, TypeError):
        return plain(node, context)
    if not names:
        return str(words % {})
    return lambda context: words % {name: shown(get(context), context) for name, get in getters.items()}


def _scoped(name: str) -> Getter:
    def get(context: Context) -> Any:
        return context.get(name, "")

    return get


@makes(URLNode)
def url(node: URLNode, context: Context) -> Part:
    """{% url %}"""
    if node.view_name.is_var or node.view_name.filters or ":" in node.view_name.var:
        return plain(node, context)
    name, asvar = str(node.view_name.var), node.asvar
    args = [value_of(arg) for arg in node.args]
    kwargs = {key: value_of(arg) for key, arg in node.kwargs.items()}
    if not args and not kwargs and not asvar:
        return folded(node, context)

    def get(context: Context) -> str:
        try:
            found = address(name, *(arg(context) for arg in args), **{key: arg(context) for key, arg in kwargs.items()})
        except NoReverseMatch:
            if not asvar:
                raise
            found = ""
        if asvar:
            context[asvar] = found
            return ""
        return escape(found) if context.autoescape else found

    return get


def condition(token: TokenBase | None) -> Getter:
    """What an {% if %} asks. As in Django, an operator that fails is false."""
    if token is None:
        return lambda context: True
    if isinstance(token, TemplateLiteral):
        return value_of(token.value, missing=None)  # type: ignore[arg-type]
    if token.id not in ("and", "or", "not"):
        return _compared(token)
    first = condition(token.first)
    second = condition(token.second) if token.id != "not" else first

    def either(context: Context) -> Any:
        try:
            return first(context) or second(context)
        except Exception:
            return False

    def both(context: Context) -> Any:
        try:
            return first(context) and second(context)
        except Exception:
            return False

    def negated(context: Context) -> Any:
        try:
            return not first(context)
        except Exception:
            return False

    return {"or": either, "and": both, "not": negated}[token.id]


COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda one, many: one in many,
    "not in": lambda one, many: one not in many,
    "is": operator.is_,
    "is not": operator.is_not,
}


def _compared(token: TokenBase) -> Getter:
    first, second, compare = condition(token.first), condition(token.second), COMPARED[str(token.id)]
    known: Any = token.second.value if isinstance(token.second, TemplateLiteral) else None
    if known and not known.is_var and not known.filters:
        constant = known.var

        def compared_to_constant(context: Context) -> Any:
            try:
                return compare(first(context), constant)
            except Exception:
                return False

        return compared_to_constant

    def compared(context: Context) -> Any:
        try:
            return compare(first(context), second(context))
        except Exception:
            return False

    return compared


@makes(IfNode)
def choice(node: IfNode, context: Context) -> Part:
    """{% if %}"""
    branches = [(condition(test), whole(chained(nodes, context))) for test, nodes in node.conditions_nodelists]

    def chosen(context: Context) -> str:
        for test, text in branches:
            try:
                if test(context):
                    return text(context)
            except VariableDoesNotExist:
                continue
        return ""

    return chosen


@makes(ForNode)
def loop(node: ForNode, context: Context) -> Part:
    """{% for %}"""
    values_of = value_of(node.sequence, missing=None)  # type: ignore[arg-type]
    body, empty = chained(node.nodelist_loop, context), chained(node.nodelist_empty, context)  # type: ignore[arg-type]
    names, backwards = node.loopvars, node.is_reversed
    name = names[0]

    def repeated(context: Context) -> str:
        parent = context.get("forloop", {})
        scope: dict[str, Any] = {}
        context.dicts.append(scope)
        try:
            values = values_of(context)
            if values is None:
                values = []
            if not hasattr(values, "__len__"):
                values = list(values)
            count = len(values)
            if count < 1:
                return joined(empty, context)
            round_ = scope["forloop"] = {"parentloop": parent}
            texts = []
            for place, item in enumerate(reversed(values) if backwards else values):
                round_["counter0"], round_["counter"] = place, place + 1
                round_["revcounter"], round_["revcounter0"] = count - place, count - place - 1
                round_["first"], round_["last"] = place == 0, place == count - 1
                if len(names) > 1:
                    scope.update(_unpacked(names, item))  # type: ignore[arg-type]
                else:
                    scope[name] = item
                for part in body:
                    texts.append(part if part.__class__ is str else part(context))  # type: ignore[operator]
            return "".join(texts)
        finally:
            context.dicts.pop()

    return repeated


def _unpacked(names: list[str], item: Any) -> dict[str, Any]:
    size = len(item) if hasattr(item, "__len__") else 1
    if size != len(names):
        raise ValueError(f"Need {len(names)} values to unpack in for loop; got {size}. ")
    return dict(zip(names, item, strict=True))


@makes(WithNode)
def scoped(node: WithNode, context: Context) -> Part:
    """{% with %}"""
    values = {name: value_of(expression) for name, expression in node.extra_context.items()}
    chain = chained(node.nodelist, context)

    def within(context: Context) -> str:
        context.dicts.append({name: get(context) for name, get in values.items()})
        try:
            return joined(chain, context)
        finally:
            context.dicts.pop()

    return within


@makes(IncludeNode)
def included(node: IncludeNode, context: Context) -> Part:
    """{% include %} of a constant name, unless it has blocks."""
    if node.template.is_var or node.template.filters or node.isolated_context:
        return plain(node, context)
    name = construct_relative_path(node.origin.template_name, node.template.var)  # type: ignore[arg-type]
    values = {name: value_of(expression) for name, expression in node.extra_context.items()}
    language = translation.get_language()
    found: Chain | None = None

    def include(context: Context) -> str:
        nonlocal found
        if found is None:  # not before it is needed: a template may include itself
            assert context.template
            nodes = context.template.engine.get_template(name).nodelist
            has_blocks = any(nodes.get_nodes_by_type(kind) for kind in (BlockNode, ExtendsNode))
            found = [plain(node, context)] if has_blocks else nodes.chain(language, context)  # type: ignore[attr-defined]
        context.dicts.append({name: get(context) for name, get in values.items()})
        try:
            return joined(found, context)
        finally:
            context.dicts.pop()

    return include


@makes(CommentNode, LoadNode)
def empty(node: Node, context: Context) -> Part:
    """What leaves nothing in the page."""
    return ""


@makes(CsrfTokenNode)
def csrf_token(node: CsrfTokenNode, context: Context) -> Part:
    """{% csrf_token %}. Without one Django warns or leaves it out, so it is asked."""

    def text(context: Context) -> str:
        token = str(context.get("csrf_token") or "")
        if not token.isalnum() or token == "NOTPROVIDED":  # noqa: S105 - the word by which Django says that
            return node.render(context)  # type: ignore[no-any-return]
        return f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'

    return text


@makes(StaticNode)
def static(node: StaticNode, context: Context) -> Part:
    """{% static %} of a constant path."""
    return plain(node, context) if node.varname or node.path.is_var or node.path.filters else folded(node, context)
