"""A browser in the words its user would use, so that a sign-in can be recognised."""

import re

_BROWSERS = (
    ("Edge", r"\bEdgA?/|\bEdgiOS/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Opera", r"\bOPR/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("Chromebook", r"CrOS"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux"),
)


def browser_name(user_agent: str) -> str:
    """Firefox, Windows. Empty when nothing is recognised."""
    parts = [next((name for name, sign in known if re.search(sign, user_agent)), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(part for part in parts if part)
