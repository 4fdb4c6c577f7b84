"""Room codes: six characters that are read aloud, written on a board and typed on a phone.

No look-alikes (0 and O, 1 and I, 2 and Z, 5 and S, 8 and B, 6 and G, U and V) and no vowels: no word comes of it.
"""

import re
import secrets

ALPHABET = "CDFHJKMNPRTVWXY3479"
LENGTH = 6
_OTHER = re.compile(r"[^A-Z0-9]")


def make() -> str:
    """A random code: one of 47 million."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def normal(typed: str) -> str:
    """What somebody typed, as a code: small letters, spaces and hyphens do no harm."""
    return _OTHER.sub("", typed[:40].upper())


def spaced(code: str) -> str:
    """In two halves, easier to read aloud."""
    return f"{code[:3]} {code[3:]}"
