"""Pages as text that tests can look for, however the template is broken into lines."""

import re


def flat(page: bytes | str) -> str:
    """The page on one line: one space for any white space, none beside a tag's ends."""
    text = page.decode() if isinstance(page, bytes) else page
    return re.sub(r"> (?=<)", ">", re.sub(r" (?=>)", "", re.sub(r"\s+", " ", text))).strip()


def alone(page: str, words: str) -> int:
    """How many elements hold these words and nothing else."""
    return len(re.findall(rf">\s*{re.escape(words)}\s*<", page))
