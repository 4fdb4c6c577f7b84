"""PDFs opened and read: text in order, structure, and where the text ends. Each that is read must keep PDF/UA-1."""

import io
from collections.abc import Iterator

import pikepdf
import pypdf

from tests.pdf_ua import faults_of_ua


def pages_of(data: bytes) -> list[str]:
    """The text of each page, in order, with white space made one."""
    document = pypdf.PdfReader(io.BytesIO(data))
    if str(document.metadata["/Producer"]).startswith("WeasyPrint"):  # else it is a browser's print
        assert not (faults := faults_of_ua(data)), faults
    return [" ".join(page.extract_text().split()) for page in document.pages]


def text_of(data: bytes) -> str:
    return " ".join(pages_of(data))


def tags_of(data: bytes) -> list[tuple[str, str]]:
    """The structure tree in order: tag and Alt."""
    found = []

    def walk(element) -> None:
        if isinstance(element, pikepdf.Array):
            for kid in element:
                walk(kid)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append((str(element.S)[1:], str(element.get("/Alt", ""))))
            walk(element.get("/K", pikepdf.Array()))

    with pikepdf.open(io.BytesIO(data)) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return found


def ends_of_text(data: bytes) -> Iterator[float]:
    """Where each piece of text ends on its page, in points from the left."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            widths = {name: widths_of(font) for name, font in page.Resources.Font.items()}
            outer, stack, at, font, size = pikepdf.Matrix(), [], pikepdf.Matrix(), "", 1.0
            for operands, operator in pikepdf.parse_content_stream(page):
                match str(operator):
                    case "q":
                        stack.append(outer)
                    case "Q":
                        outer = stack.pop()
                    case "cm":
                        outer = pikepdf.Matrix(*map(float, operands)) @ outer
                    case "Tm":
                        at = pikepdf.Matrix(*map(float, operands))
                    case "Tf":
                        font, size = str(operands[0]), float(operands[1])
                    case "TJ":
                        length = 0.0
                        for part in operands[0]:
                            if isinstance(part, pikepdf.String):
                                codes = bytes(part)
                                length += sum(widths[font][int.from_bytes(pair)] for pair in batched(codes, 2))
                            else:
                                length -= float(part)
                        yield (at @ outer).transform((length / 1000 * size, 0))[0]


def batched(codes: bytes, size: int) -> Iterator[bytes]:
    return (codes[place : place + size] for place in range(0, len(codes), size))


def widths_of(font: pikepdf.Dictionary) -> dict[int, float]:
    found, first = {}, 0
    for entry in font.DescendantFonts[0].W:
        if isinstance(entry, pikepdf.Array):
            found |= {first + number: float(width) for number, width in enumerate(entry)}
        else:
            first = int(entry)
    return found


def in_order(text: str, *parts: str) -> None:
    """Each part stands in the text after the one before it."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        assert found >= 0, f"{part!r} is not after place {place} in {text!r}"
        place = found + len(part)


def missing_glyphs(data: bytes) -> int:
    """How many signs of the text became the box that a face has for what it does not know (glyph 0)."""
    found = 0
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "TJ":
                    shown = [bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)]
                    found += sum(pair == b"\0\0" for codes in shown for pair in batched(codes, 2))
    return found


def check_structure(data: bytes) -> None:
    """Each marked text stands once in the tree or is an artifact, and all that points, points to what is there."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        held: dict[tuple[int, int], pikepdf.Object] = {}  # (page's object, MCID) → its element
        ids, asked = set(), set()

        def walk(element) -> None:
            if "/ID" in element:
                ids.add(str(element.ID))
            asked.update(str(header) for header in element.get("/A", {}).get("/Headers", []))
            for kid in element.get("/K", []):
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    assert kid.P.objgen == element.objgen, f"{kid.S} names another parent"
                    walk(kid)
                elif isinstance(kid, int):
                    place = (element.Pg.objgen[0], int(kid))
                    assert place not in held, f"{place} stands twice"
                    held[place] = element

        for top in root.K:
            walk(top)
        assert asked <= ids, "a cell names a header that is not there"
        numbers = list(root.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        shown = set()
        for page in pdf.pages:
            of_page = parents[int(page.StructParents)]
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "BDC":
                    number = int(operands[1].MCID)
                    shown.add(place := (page.objgen[0], number))
                    assert place in held, f"{place} is neither in the tree nor an artifact"
                    assert of_page[number].objgen == held[place].objgen
        assert shown == set(held)
