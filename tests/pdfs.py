"""PDFs opened and read: text in order, structure, and where the text ends."""

import io
from collections.abc import Iterator

import pikepdf
import pypdf


def pages_of(data: bytes) -> list[str]:
    """The text of each page, in order, with white space made one."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


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
