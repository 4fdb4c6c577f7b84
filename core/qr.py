"""A QR picture as an inline SVG: no image file, no `data:` address, nothing drawn elsewhere."""

from dataclasses import dataclass

QUIET = 4  # modules of white around the picture, as the standard asks


@dataclass(frozen=True)
class Picture:
    """The picture in modules: its side, and the dark squares as one path."""

    side: int
    path: str


def picture(text: str) -> Picture:
    """The QR picture of an address. Error correction M: a projector's picture is often askew."""
    from qrcode.constants import ERROR_CORRECT_M  # imported late: only who opens a room needs it
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            if row[x]:
                start = x
                while x < len(row) and row[x]:
                    x += 1
                path.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            else:
                x += 1
    return Picture(len(rows), "".join(path))
