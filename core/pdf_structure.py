"""One table and one list in a PDF's structure, however many pages they run over, and nothing repeated read twice.

WeasyPrint tags each page's piece of a table, a list or a paragraph as an element of its own. Here every such element of
the HTML gets a name (its ``id``), which `Page.anchors` tells for each page where a piece of it stands. The finisher,
which WeasyPrint calls with the finished pydyf document, joins the pieces: a later page's rows go into the first page's
table, with its headers. A table head that is printed again, the lines in the margins, and pictures without words (an
``svg`` without a title, an ``img`` whose ``alt`` is empty) become artifacts. A list has only its items in it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf

KINDS = {"table": "Table", "tr": "TR", "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "LI", "dd": "LI", "p": "P"}
IN_A_LIST = ("/L", "/LI", "/Lbl", "/Caption")
ORDER = ("Table", "TR", "L", "LI", "P")  # a table's pieces first: its rows are pieces only once they stand in it
_OPENING = re.compile(rf"<({'|'.join(KINDS)})(?=[\s>])((?:[^>\"]|\"[^\"]*\")*)>")
_HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
_ID = re.compile(r'\sid="([^"]*)"')
PREFIX = "part-"
log = logging.getLogger(__name__)


@dataclass
class Names:
    """The names of all that a page may cut: what kind of element each is, and which stand in the head of a table."""

    kinds: dict[str, str] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)

    def on(self, pages: list[Any]) -> list[list[str]]:
        """Those of each page in its order, without those of a table's head that is printed again."""
        met: set[str] = set()
        found = []
        for page in pages:
            here = [name for name in page.anchors if name in self.kinds]
            found.append([name for name in here if name not in self.heads or name not in met])
            met.update(here)
        return found


def named(html: str) -> tuple[str, Names]:
    """The HTML with an id on all that a page may cut, and the names."""
    names, heads = Names(), [match.span() for match in _HEAD.finditer(html)]

    def name(match: re.Match[str]) -> str:
        own = _ID.search(match[2])
        key = own[1] if own else f"{PREFIX}{len(names.kinds)}"
        names.kinds[key] = KINDS[match[1]]
        while heads and heads[0][1] < match.start():
            heads.pop(0)
        if heads and heads[0][0] < match.start():
            names.heads.add(key)
        return match[0] if own else f'<{match[1]} id="{key}"{match[2]}>'

    return _OPENING.sub(name, html), names


def finisher(names: Names) -> Callable[[Any, pydyf.PDF], None]:
    """What WeasyPrint calls with its document and the PDF before it is written."""

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        tree = Tree(pdf)
        pages, kinds = names.on(document.pages), names.kinds
        for kind in ORDER:
            tree.join(kind, [[name for name in page if kinds[name] == kind] for page in pages])
        tree.scopes()
        tree.only_items_in_lists()
        tree.leave_out_empty_bodies()
        tree.leave_out_pictures()
        tree.leave_out_what_is_nowhere()
        _forget_names(pdf)
        _printable_links(pdf)

    return finish


class Tree:
    """The structure tree of a PDF that pydyf has not written yet. Elements are its dictionaries, by reference."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.root = self.of(pdf.catalog["StructTreeRoot"])
        self.top = self.of(self.root["K"][0])
        self.numbers = self.of(self.root["ParentTree"])["Nums"]

    def of(self, reference: bytes) -> Any:
        """The object that a reference names."""
        return self.pdf.objects[int(reference.split()[0])]

    def kids(self, element: Any) -> list[Any]:
        """The elements directly in an element; texts and links are no elements."""
        found = [self.of(kid) for kid in element["K"] if isinstance(kid, bytes)]
        return [each for each in found if each.get("Type") == "/StructElem"]

    def walk(self, element: Any) -> Iterator[Any]:
        """An element and all in it, in reading order."""
        yield element
        for kid in self.kids(element):
            yield from self.walk(kid)

    # ---- Joining

    def join(self, kind: str, names: list[list[str]]) -> None:
        """Make one element of the pieces of one name. ``names`` are those of each page, in the order of the page.

        Where the page has other pieces than names (an inline list), nothing is joined: no name can be told then.
        """
        pages = {reference: number for number, reference in enumerate(self.pdf.page_references)}
        pieces: list[list[Any]] = [[] for _page in names]
        for element in self.walk(self.top):
            if element["S"] == f"/{kind}":
                pieces[pages[element["Pg"]]].append(element)
        if [len(page) for page in pieces] != [len(page) for page in names]:
            log.info("PDF structure: pieces of %s are left as they are", kind)
            return
        first: dict[str, Any] = {}
        for page_names, page_pieces in zip(names, pieces, strict=True):
            for name, piece in zip(page_names, page_pieces, strict=True):
                if name not in first:
                    first[name] = piece
                elif piece is not first[name]:
                    self.append(first[name], piece)
                    self.remove(piece)

    def append(self, element: Any, piece: Any) -> None:
        """What stands in the piece, after what stands in the element."""
        match element["S"]:
            case "/Table":
                self.append_rows(element, piece)
            case "/TR":
                self.append_each(element, piece)
            case "/LI":
                bodies = [[kid for kid in self.kids(item) if kid["S"] == "/LBody"] for item in (element, piece)]
                if bodies[0] and bodies[1]:
                    self.move(bodies[1][0], bodies[0][-1])
                self.move(piece, element, but=bodies[1][:1] if bodies[0] else [])
            case _:
                self.move(piece, element)

    def append_rows(self, table: Any, piece: Any) -> None:
        """The rows of a later page, without the head that is printed again; cells point to the first head."""
        heads = [[kid for kid in self.kids(each) if kid["S"] in ("/THead", "/TFoot")] for each in (table, piece)]
        ids: dict[str, str] = {}
        for own, again in zip(heads[0], heads[1], strict=False):
            cells = [[each for each in self.walk(head) if each["S"] == "/TH"] for head in (own, again)]
            ids |= {two["ID"].string: one["ID"].string for one, two in zip(*cells, strict=False) if "ID" in two}
        repeated = heads[1][: len(heads[0])]
        for cell in self.walk(piece):
            headers = cell.get("A", {}).get("Headers")
            for place, header in enumerate(headers or ()):
                headers[place] = pydyf.String(ids.get(header.string, header.string))
        bodies = [[kid for kid in self.kids(each) if kid["S"] == "/TBody"] for each in (table, piece)]
        joined = bodies[1][:1] if bodies[0] else []
        for body in joined:
            self.move(body, bodies[0][-1])
        self.move(piece, table, but=[*repeated, *joined])

    def append_each(self, row: Any, piece: Any) -> None:
        """A row that a page cuts: each cell goes on in its own."""
        cells, more = self.kids(row), self.kids(piece)
        for cell, rest in zip(cells, more, strict=False):
            self.move(rest, cell)
        for rest in more[len(cells) :]:
            row["K"].append(rest.reference)
            rest["P"] = row.reference

    def move(self, source: Any, target: Any, but: list[Any] | None = None) -> None:
        """All that stands in one element into another, except some elements."""
        left = {each.reference for each in but or []}
        for kid in source["K"]:
            if isinstance(kid, bytes) and kid not in left:
                target["K"].append(kid)
                if (moved := self.of(kid)).get("Type") == "/StructElem":
                    moved["P"] = target.reference
        source["K"][:] = [kid for kid in source["K"] if not isinstance(kid, bytes)]

    def remove(self, piece: Any) -> None:
        """An emptied piece out of the tree, with what held nothing else."""
        while piece is not self.top:
            parent = self.of(piece["P"])
            parent["K"][:] = [kid for kid in parent["K"] if kid != piece.reference]
            if parent["K"]:
                return
            piece = parent

    # ---- What the tree says besides

    def scopes(self) -> None:
        """Whether a header heads its column or its row."""
        for head in self.walk(self.top):
            if head["S"] == "/TR":
                column = self.of(head["P"])["S"] == "/THead"
                for cell in self.kids(head):
                    if cell["S"] == "/TH":
                        cell["A"]["Scope"] = "/Column" if column else "/Row"

    def only_items_in_lists(self) -> None:
        """What groups a list's items (a div in a dl) is taken away, and so are blanks between items in one line."""
        for each in list(self.walk(self.top)):
            if each["S"] == "/L":
                items = [item for kid in self.kids(each) for item in self.items(kid)]
                for item in items:
                    item["P"] = each.reference
                each["K"][:] = [item.reference for item in items]

    def items(self, part: Any) -> list[Any]:
        """What of a list stands in this part of it."""
        if part["S"] in IN_A_LIST:
            return [part]
        return [item for kid in self.kids(part) for item in self.items(kid)]

    def leave_out_empty_bodies(self) -> None:
        """The blank in a body without rows is tagged as another body in it."""
        for each in list(self.walk(self.top)):
            if each["S"] == "/TBody" and not any(part["S"] == "/TR" for part in self.walk(each)):
                self.remove(each)

    def leave_out_pictures(self) -> None:
        """A picture without words is for the eye: it stands beside what says the same."""
        for each in list(self.walk(self.top)):
            if each["S"] == "/Figure" and "Alt" not in each:
                self.remove(each)

    def leave_out_what_is_nowhere(self) -> None:
        """Texts that no element of the tree holds are artifacts: heads printed again, lines of the margins."""
        held = {element.reference for element in self.walk(self.top)}
        pages = self.pdf.page_references
        for place in range(0, len(self.numbers), 2):
            elements = self.numbers[place + 1]
            if self.numbers[place] >= len(pages) or not isinstance(elements, list):
                continue
            loose = {number for number, reference in enumerate(elements) if reference not in held}
            for number in loose:
                elements[number] = b"null"
            _make_artifacts(self.of(self.of(pages[self.numbers[place]])["Contents"]), loose)


def _make_artifacts(stream: pydyf.Stream, numbers: set[int]) -> None:
    """Marked contents of these numbers, as what is on paper only."""
    items = stream.stream
    for place, item in enumerate(items):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in numbers and items[place + 1] == b"BDC":
            items[place - 1 : place + 2] = ["/Artifact", b"", b"BMC"]


def _forget_names(pdf: pydyf.PDF) -> None:
    """Our names are no places to go to."""
    places = pdf.catalog.get("Names", {}).get("Dests")
    if places is None:
        return
    pairs = zip(places["Names"][::2], places["Names"][1::2], strict=True)
    kept = [each for pair in pairs if not str(pair[0].string).startswith(PREFIX) for each in pair]
    if kept:
        places["Names"][:] = kept
        return
    del pdf.catalog["Names"]["Dests"]
    if not pdf.catalog["Names"]:
        del pdf.catalog["Names"]


def _printable_links(pdf: pydyf.PDF) -> None:
    """PDF/UA-1 7.18.1: an annotation carries the Print flag."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = 4
