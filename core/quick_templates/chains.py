"""Lists of nodes that render through chains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.template import Context
from django.template.base import Node, NodeList
from django.template.defaulttags import IfNode
from django.utils import translation
from django.utils.safestring import SafeString

Part = str | Callable[[Context], str]
Chain = list[Part]
Maker = Callable[[Any, Context], Part]
MAKERS: dict[type[Node], Maker] = {}


def makes(*kinds: type[Node]) -> Callable[[Maker], Maker]:
    """This function makes the part of such nodes, in the active language."""

    def register(maker: Maker) -> Maker:
        MAKERS.update(dict.fromkeys(kinds, maker))
        return maker

    return register


class QuickNodes(NodeList):
    """A list of nodes that renders through a chain for each language."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        super().__init__(nodes)
        self.chains: dict[tuple[str | None, bool], Chain] = {}
        self.by_type: dict[type, list[Node]] = {}

    def render(self, context: Context) -> SafeString:
        """Every node in turn."""
        return SafeString(joined(self.chain(translation.get_language(), context), context))

    def chain(self, language: str | None, context: Context) -> Chain:
        """The chain in this language, which is the active one."""
        found = self.chains.get((language, context.autoescape))
        if found is None:
            found = self.chains[language, context.autoescape] = chained(self, context)
        return found

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        """As Django's, which asks it of the base template for every page."""
        if nodetype not in self.by_type:
            self.by_type[nodetype] = super().get_nodes_by_type(nodetype)
        return self.by_type[nodetype]


def quickened(nodes: NodeList) -> QuickNodes:
    """The same nodes, all lists in them quickened too."""
    for node in nodes:
        if isinstance(node, IfNode):
            node.conditions_nodelists = [(test, quickened(inner)) for test, inner in node.conditions_nodelists]
            continue
        for name in node.child_nodelists:
            inner = getattr(node, name, None)
            if isinstance(inner, NodeList) and not isinstance(inner, QuickNodes):
                setattr(node, name, quickened(inner))
    return QuickNodes(nodes)


def joined(chain: Chain, context: Context) -> str:
    """What a chain gives."""
    return "".join([part if part.__class__ is str else part(context) for part in chain])  # type: ignore[operator]


def whole(chain: Chain) -> Callable[[Context], str]:
    """The chain as one function. Most branches of an {% if %} are one text or one value."""
    if not chain:
        return lambda context: ""
    if len(chain) > 1:
        return lambda context: joined(chain, context)
    (part,) = chain
    if isinstance(part, str):
        return lambda context: part
    return part


def chained(nodes: Iterable[Node], context: Context) -> Chain:
    """The chain of these nodes in the active language: neighbouring texts joined, empty ones left out."""
    chain: Chain = []
    for node in nodes:
        make = MAKERS.get(type(node), plain)
        part = make(node, context)
        if not isinstance(part, str):
            chain.append(part)
        elif chain and isinstance(chain[-1], str):
            chain[-1] += str.__str__(part)
        elif part:
            chain.append(str.__str__(part))
    return chain


def plain(node: Node, context: Context) -> Part:
    """Whatever has no function of its own: Django's node."""
    return node.render_annotated  # type: ignore[return-value]  # a text, says Django's documentation


def folded(node: Node, context: Context) -> Part:
    """What is the same each time. What fails may stand where it is never reached, so it fails when it is."""
    try:
        return str(node.render_annotated(context))
    except Exception:
        return plain(node, context)
