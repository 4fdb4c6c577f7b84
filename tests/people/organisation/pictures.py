"""Files that HR might bring as a logo."""

import io

from PIL import Image


def picture(width: int = 600, height: int = 200, *, kind: str = "PNG", colour: str = "#c00", **more: object) -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, kind, **more)
    return written.getvalue()
