"""Static, subset faces of Source Sans 3: `FOLDER/pdf/*.ttf` for PDFs and `FOLDER/web/*.woff2` for the browser.

Made once at set-up (some seconds), because a variable face costs WeasyPrint two to ten times the render. A stamp with
the sources' versions and this file's digest lets the next start pass at once.
"""

import hashlib
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FACES = {
    "Regular": ("SourceSans3[wght].ttf", 400),
    "Bold": ("SourceSans3[wght].ttf", 700),
    "Italic": ("SourceSans3-Italic[wght].ttf", 400),
}
SIGNS = [*range(0x2010, 0x2028), 0x202F, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2713, 0x2610, 0x2611, 0xFB01, 0xFB02]
# What our languages, Northern Sámi and names from the rest of Europe need; the browser has its own for other scripts.
WEB = [*range(0x20, 0x180), *range(0x1CD, 0x220), 0x292, *SIGNS]
# A PDF has only what it carries along: add Greek, Cyrillic and Vietnamese.
PDF = [*range(0x20, 0x250), 0x292, *range(0x300, 0x370), *range(0x370, 0x500), *range(0x1EA0, 0x1EFA), *SIGNS]
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum"]


def stamp() -> str:
    """What the faces are made from."""
    sources = [Path(__file__).read_bytes(), version("fontpkg-source-sans-3").encode(), version("fonttools").encode()]
    return hashlib.sha256(b"\0".join(sources)).hexdigest()


def cut(font: TTFont, letters: list[int]) -> None:
    """Drop every glyph that the letters do not need."""
    options = subset.Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)


def face(folder: Path, name: str) -> None:
    """Write one face: cut before the weight is fixed (faster), and again for the web."""
    source, weight = FACES[name]
    font = TTFont(str(files("fontpkg_source_sans_3") / "files" / source))
    cut(font, PDF)
    font = instantiateVariableFont(font, {"wght": weight})
    for kind, suffix in (("pdf", "ttf"), ("web", "woff2")):
        if kind == "web":
            cut(font, WEB)
            font.flavor = "woff2"
        (folder / kind).mkdir(parents=True, exist_ok=True)
        font.save(folder / kind / f"SourceSans3-{name}.{suffix}")


def make(folder: Path) -> None:
    """Write the faces into the folder unless the same ones stand there."""
    mark = folder / "stamp"
    if mark.exists() and mark.read_text() == stamp():
        return
    with ProcessPoolExecutor() as pool:
        list(pool.map(face, [folder] * len(FACES), FACES))
    mark.write_text(stamp())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
