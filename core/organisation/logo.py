"""A logo from a file that HR brings: read by its content, drawn anew as PNG, small enough for a bar and a paper.

Nothing of the file itself is kept: no metadata, no profile, nothing after its end. SVG is refused: it is a programme as
much as a picture, and the drawing libraries that are kept either run parts of it or fetch what it names.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

LARGEST = 1_000_000  # bytes of the file
MOST_POINTS = 16_000_000  # width times height: read from the head of the file, before anything is unpacked
WIDEST, HIGHEST = 480, 160  # points of what is kept: three times what the bar shows
KEPT = 150_000  # bytes of what is kept: it goes into every paper
KINDS = ("PNG", "JPEG")


class Refused(ValueError):
    """Why a file is no logo: "size", "kind" or "points"."""


@dataclass(frozen=True)
class Logo:
    """What is kept."""

    png: bytes
    width: int
    height: int

    @property
    def hash(self) -> str:
        """For its address."""
        return hashlib.sha256(self.png).hexdigest()[:16]


def logo_from(content: bytes) -> Logo:
    """The picture drawn anew; `Refused` when it is none."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # loaded where it is used alone

    if len(content) > LARGEST:
        raise Refused("size")
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as found:
            if found.width * found.height > MOST_POINTS:
                raise Refused("points")
            found.load()
            turned = ImageOps.exif_transpose(found)  # as the camera held it
            drawn = turned.convert("RGBA")
    except Image.DecompressionBombError as error:
        raise Refused("points") from error
    except Refused:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused("kind") from error
    drawn.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    png = _png(drawn)
    if len(png) > KEPT:  # a photograph: fewer colours
        png = _png(drawn.quantize(128))
    return Logo(png, drawn.width, drawn.height)


def _png(picture: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)  # type: ignore[attr-defined]
    return written.getvalue()
