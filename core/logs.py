"""Log lines that never repeat an error's own words: those may hold what people wrote, or a database's values."""

import logging
import traceback
from types import TracebackType
from typing import Any


def where(error: BaseException) -> str:
    """Class, files and lines of an error and of those that led to it; never their text."""
    parts, seen, link = [], set[int](), error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        frames = traceback.extract_tb(link.__traceback__)
        name = f"{type(link).__module__}.{type(link).__qualname__}".removeprefix("builtins.")
        parts.append("\n".join([name, *(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)]))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)  # type: ignore[assignment]
    return "\nafter\n".join(parts)


class WordlessFormatter(logging.Formatter):
    """The usual formatter with `where` in the place of a traceback."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Where it happened."""
        return where(ei[1]) if ei[1] else ""

    def format(self, record: logging.LogRecord) -> str:
        """Forget a traceback that another formatter has written into the record."""
        cached: Any = record.exc_text
        record.exc_text = None
        try:
            return super().format(record)
        finally:
            record.exc_text = cached
