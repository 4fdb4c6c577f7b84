"""A file of people on its way in: it stays in memory, however large, and is never written to a disk."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from people.roster.reading import MOST_BYTES

PATH = "/ihmiset/tuonti/"


class InMemory(FileUploadHandler):
    """First of `FILE_UPLOAD_HANDLERS`; leaves the files of other pages to those that come after it."""

    is_ours = False

    def handle_raw_input(self, input_data: Any, META: Any, *_rest: Any, **_named: Any) -> None:
        """Whether this is such a file, by the page it comes to."""
        self.is_ours = getattr(self.request, "path", "") == PATH

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Nobody else gets to see it."""
        super().new_file(*args, **kwargs)
        self.file = io.BytesIO()
        if self.is_ours:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Of a file that is too big no more than shows it."""
        if not self.is_ours:
            return raw_data
        self.file.write(raw_data[: max(0, MOST_BYTES + 1 - self.file.tell())])
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """The file, as a form takes it."""
        if not self.is_ours:
            return None
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name or "", self.content_type, file_size, self.charset
        )
