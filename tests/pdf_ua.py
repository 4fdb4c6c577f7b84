"""What a machine can assert of PDF/UA-1 (ISO 14289-1) by reading the file: the Matterhorn protocol's checks, by number.

Left to people are those that ask what a text means, and to the maker of the fonts what is inside them.
"""

import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

KINDS = """
Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
Figure Formula Form
"""
INSIDE = {  # 09-004 to 09-007: what may stand in a table, its parts and a list
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"L", "LI", "Lbl", "Caption"},
    "LI": {"Lbl", "LBody"},
}
ONLY_IN = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
}
PAINTS = {"S", "s", "F", "f", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI", "INLINE IMAGE", "Tj", "TJ", "'", '"'}


def faults_of_ua(data: bytes) -> list[str]:
    """What the file breaks; nothing when it keeps all that is looked at here."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [*of_the_file(pdf), *of_the_tree(pdf), *of_the_pages(pdf), *of_the_fonts(pdf)]


def of_the_file(pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "06-002: no identifier of PDF/UA"
        if not metadata.get("dc:title", "").strip():
            yield "06-003: no title"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07-001: the window shows no title"
    if not root.get("/MarkInfo", {}).get("/Marked") or root.MarkInfo.get("/Suspects"):
        yield "06-001: not marked as tagged"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        yield "11-006: no language"
    if "/AcroForm" in root or "/OCProperties" in root or pdf.is_encrypted or pdf.attachments:
        yield "20, 21, 25, 26: layers, files, forms or a lock"


def elements(item: Object, parent: str = "") -> Iterator[tuple[Dictionary, str]]:
    """The structure elements in reading order, each with the kind of the one that it stands in."""
    if isinstance(item, Array):
        for kid in item:
            yield from elements(kid, parent)
    elif isinstance(item, Dictionary) and "/S" in item:
        yield item, parent
        if "/K" in item:
            yield from elements(item.K, str(item.S)[1:])


def of_the_tree(pdf: Pdf) -> Iterator[str]:
    tree, deepest, notes, standard = pdf.Root.StructTreeRoot, 0, set(), set(KINDS.split())
    roles = {str(name)[1:]: str(kind)[1:] for name, kind in tree.get("/RoleMap", {}).items()}
    for element, parent in elements(tree.K):
        kind = str(element.S)[1:]
        if roles.get(kind, kind) not in standard or (kind in roles and kind in standard):
            yield f"02-001, 02-004: {kind} is no kind"
        if parent in INSIDE and kind not in INSIDE[parent]:
            yield f"09-004 to 09-006: {kind} in {parent}"
        if kind in ONLY_IN and parent not in ONLY_IN[kind]:
            yield f"09-004 to 09-006: {kind} in {parent}, not in {' or '.join(sorted(ONLY_IN[kind]))}"
        if kind in ("Figure", "Formula") and not str(element.get("/Alt", element.get("/ActualText", ""))).strip():
            yield f"13-004: a {kind} without words"
        if kind == "TH" and "/Scope" not in element.get("/A", {}):
            yield "15-003: a head that says neither row nor column"
        if level := re.fullmatch(r"H(\d)", kind):
            if int(level[1]) > deepest + 1:
                yield f"14-002, 14-003: {kind} after {f'H{deepest}' if deepest else 'none'}"
            deepest = int(level[1])
        if kind == "Note":
            if "/ID" not in element or str(element.ID) in notes:
                yield "19-003: a note without its own name"
            notes.add(str(element.get("/ID", "")))
        if "/Lang" in element and not str(element.Lang):
            yield "11-005: an empty language"


def of_the_pages(pdf: Pdf) -> Iterator[str]:
    linked = {}
    for element, _parent in elements(pdf.Root.StructTreeRoot.K):
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                linked[kid.Obj.objgen] = str(element.S)
    for number, page in enumerate(pdf.pages, start=1):
        marks: list[str] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                marks.append(str(operands[0]))
            elif name == "EMC":
                marks.pop()
            elif name in PAINTS and not marks:
                yield f"01-003 to 01-005: page {number} paints {name} neither as text of the tree nor as an artifact"
        for note in page.get("/Annots", []):
            if note.get("/Subtype") != Name.Link:
                yield f"28: page {number} has a {note.Subtype}"
                continue
            if linked.get(note.objgen) != "/Link":
                yield f"28-011: page {number} has a link outside the tree"
            if not str(note.get("/Contents", "")).strip():
                yield f"28-012: page {number} has a link without words"
        if "/Annots" in page and page.get("/Tabs") != Name.S:
            yield f"28-008: page {number} is not tabbed in the tree's order"


def of_the_fonts(pdf: Pdf) -> Iterator[str]:
    for font in (one for one in pdf.objects if isinstance(one, Dictionary) and "/DescendantFonts" in one):
        name, drawn = str(font.get("/BaseFont", "")), font.DescendantFonts[0]
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(drawn.FontDescriptor.keys()):
            yield f"31-009: {name} is not in the file"
        if "/ToUnicode" not in font:
            yield f"10-001: {name} does not say its letters"
        if font.Encoding not in (Name("/Identity-H"), Name("/Identity-V")):
            yield f"31-006: {name} has another coding"
        if "/CIDToGIDMap" not in drawn and drawn.Subtype == Name.CIDFontType2:
            yield f"31-004: {name} does not say its glyphs"
    for page in pdf.pages:
        for name, font in page.get("/Resources", {}).get("/Font", {}).items():
            if "/DescendantFonts" not in font:
                yield f"31-001: {name} is a simple font, which is not looked at here"
