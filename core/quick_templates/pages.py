"""A page and the templates that it stands in, as one chain.

Which block stands where is known when the page is loaded, so `{% extends %}` and `{% block %}` need nothing at
rendering, and the words around them are one text. Where it is not known (a parent named by a variable, `block.super`,
a block within a tag that we know nothing of), Django's own way is taken for the whole page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template import Context
from django.template.base import Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import ForNode, IfNode, WithNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode, ExtendsNode

from core.quick_templates.chains import Part, chained, joined, makes, plain, whole

BLOCKS = "quick blocks"  # the key, in the render context, of the blocks that the chain being made is filled with
Blocks = dict[str, NodeList]


@makes(ExtendsNode)
def page(node: ExtendsNode, context: Context) -> Part:
    """{% extends %}: the outermost template with this page's blocks."""
    blocks: Blocks = {}
    outermost = _outermost(node, context, blocks)
    if outermost is None or any(_is_dynamic(nodes) for nodes in (outermost, *blocks.values())):
        return plain(node, context)
    context.render_context[BLOCKS] = blocks
    try:
        known = whole(chained(outermost, context))
    finally:
        del context.render_context[BLOCKS]

    def text(context: Context) -> str:
        if BLOCK_CONTEXT_KEY in context.render_context:  # it is the parent of a page that goes Django's way
            return plain(node, context)(context)  # type: ignore[operator]
        return known(context)

    return text


@makes(BlockNode)
def block(node: BlockNode, context: Context) -> Part:
    """{% block %}. What is assigned in it stays in it."""
    blocks: Blocks | None = context.render_context.get(BLOCKS)
    if blocks is None:
        return plain(node, context)
    chain = chained(blocks[node.name], context)
    if all(isinstance(part, str) for part in chain):
        return joined(chain, context)

    def text(context: Context) -> str:
        context.dicts.append({})
        try:
            return joined(chain, context)
        finally:
            context.dicts.pop()

    return text


def _outermost(node: ExtendsNode, context: Context, blocks: Blocks) -> NodeList | None:
    """The nodes of the template at the top, None where that is not known. Fills `blocks`, the page's own first."""
    assert context.template
    names = set()
    while True:
        for each in node.blocks.values():
            blocks.setdefault(each.name, each.nodelist)
        parent: Any = node.parent_name
        if parent.is_var or parent.filters or parent.var in names:
            return None  # by its own name, a template of another folder
        names.add(parent.var)
        nodes: NodeList = context.template.engine.get_template(parent.var).nodelist
        first = next((each for each in nodes if not isinstance(each, TextNode)), None)
        if not isinstance(first, ExtendsNode):
            break
        node = first
    for found in nodes.get_nodes_by_type(BlockNode):
        assert isinstance(found, BlockNode)
        blocks.setdefault(found.name, found.nodelist)
    return nodes


def _is_dynamic(nodes: NodeList) -> bool:
    """Whether something in them asks for `block`, or hides a block from `chained`."""
    variables = (each.filter_expression for each in nodes.get_nodes_by_type(VariableNode))  # type: ignore[attr-defined]
    return any(each.is_var and each.var.lookups[:1] == ("block",) for each in variables) or any(_hidden(nodes))


def _hidden(nodes: NodeList) -> Iterator[bool]:
    for node in nodes:
        if isinstance(node, IfNode):
            for _test, inner in node.conditions_nodelists:
                yield from _hidden(inner)
        elif type(node) in (ForNode, WithNode, BlockNode):
            for name in node.child_nodelists:
                yield from _hidden(getattr(node, name, None) or NodeList())
        else:
            yield bool(Node.get_nodes_by_type(node, BlockNode))
