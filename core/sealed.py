"""Text that the database holds only encrypted, and that opens only for a named reader.

AES-256-GCM with a key ring outside the database (settings.TEXT_KEYS: the first encrypts, all decrypt). The
table, column and row id are bound in, so a ciphertext moved elsewhere does not open. Row ids must therefore be
made in Python (UUID). Reading the attribute gives a `Sealed`; `open(reader)` is the only door to its text, and
it writes the access log through the row's own `read_item(reader)`.

Limits: whoever is root on the running server can read, and a backup keeps a deleted text until it expires.

Stored form: format byte 1 · key id (4 bytes) · nonce (12) · ciphertext and tag. Empty text is stored as b"".
"""

import base64
import functools
import hashlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models, transaction
from django.db.models.query_utils import DeferredAttribute

if TYPE_CHECKING:
    from people.models import User

FORMAT = b"\x01"
SHOWN = "[sealed]"
DUMPED = "sealed:"  # how dumpdata writes a ciphertext


class CannotOpen(Exception):
    """The ciphertext was changed, moved, or its key is not in the ring."""


class Ciphertext(bytes):
    """Bytes as the database holds them; never text."""


@functools.lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> dict[bytes, AESGCM]:
    ring = {}
    for text in keys:
        key = base64.b64decode(text)
        if len(key) != 32:
            raise ValueError("each of TEXT_KEYS must be 32 bytes in base64")
        ring[hashlib.sha256(key).digest()[:4]] = AESGCM(key)
    return ring


def ring() -> dict[bytes, AESGCM]:
    """Key id → cipher; the first one encrypts."""
    return _ring(tuple(settings.TEXT_KEYS))


def encrypt(clear: bytes, place: str) -> bytes:
    """The stored form of these bytes for this place; empty stays empty."""
    if not clear:
        return b""
    key_id, cipher = next(iter(ring().items()))
    nonce = os.urandom(12)
    head = FORMAT + key_id
    return head + nonce + cipher.encrypt(nonce, clear, head + place.encode())


def decrypt(stored: bytes, place: str) -> bytes:
    """What was encrypted for this place; anything else raises CannotOpen, which says nothing of the content."""
    if not stored:
        return b""
    head, nonce, body = stored[:5], stored[5:17], stored[17:]
    cipher = ring().get(head[1:])
    if head[:1] != FORMAT or cipher is None:
        raise CannotOpen(f"no key for {place}")
    try:
        return cipher.decrypt(nonce, body, head + place.encode())
    except Exception:
        raise CannotOpen(f"changed or moved: {place}") from None


class Sealed:
    """The value of a sealed field: it can be asked whether it is empty, and opened for a reader. Nothing else."""

    __slots__ = ("_clear", "_field", "_row", "_sealed_at", "_stored")

    def __init__(
        self,
        row: models.Model,
        field: "SealedField",
        *,
        clear: bytes | None = None,
        stored: bytes | None = None,
        sealed_at: str | None = None,
    ) -> None:
        self._row, self._field = row, field
        self._clear, self._stored, self._sealed_at = clear, stored, sealed_at

    def __bool__(self) -> bool:
        return bool(self._clear if self._stored is None else self._stored)

    def __str__(self) -> str:
        return SHOWN

    __repr__ = __str__

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("sealed text is neither pickled nor cached")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def open(self, reader: "User") -> Any:
        """The text for this reader, after writing the access log. No log, no content."""
        from core import access  # the log is a model, and models import this module

        if not self:
            return self._field.from_bytes(b"")
        access.record(reader, self._row.read_item(reader))  # type: ignore[attr-defined]
        return self._field.from_bytes(self._reveal())

    def open_as_system(self, reason: str) -> Any:
        """The text where no person reads it: making a frozen memo, for instance. A test lists the callers."""
        if not reason:
            raise ValueError("say why")
        return self._field.from_bytes(self._reveal())

    def _reveal(self) -> bytes:
        if self._clear is not None:
            return self._clear
        return decrypt(self._stored or b"", self._sealed_at or self._field.place(self._row))

    def ciphertext(self) -> bytes:
        """The stored form for the row that this value belongs to now; sealed anew if it came from another place."""
        place = self._field.place(self._row)
        if self._stored is None or (self._sealed_at or place) != place:
            self._stored = encrypt(self._reveal(), place)
            self._clear = None
        self._sealed_at = place
        return self._stored

    def given_to(self, row: models.Model, field: "SealedField") -> "Sealed":
        """The same content as another row's value; it stays sealed on the way."""
        if self._clear is not None:
            return Sealed(row, field, clear=self._clear)
        return Sealed(row, field, stored=self._stored, sealed_at=self._sealed_at or self._field.place(self._row))


class SealedAttribute(DeferredAttribute):
    """Whatever is assigned becomes a `Sealed` at once."""

    def __set__(self, row: models.Model, value: object) -> None:
        row.__dict__[self.field.attname] = self.field.seal(row, value)  # type: ignore[attr-defined]


class SealedField(models.BinaryField):
    """What the two sealed fields share. Never part of a form, never searched."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def to_bytes(self, value: Any) -> bytes:
        """What a view assigns, as the bytes to encrypt."""
        raise NotImplementedError

    def from_bytes(self, clear: bytes) -> Any:
        """The decrypted bytes as the reader gets them."""
        raise NotImplementedError

    def place(self, row: models.Model) -> str:
        """Where a ciphertext belongs: table:column:row id."""
        if row.pk is None:
            raise ValueError("a row with sealed text makes its id in Python")
        return f"{self.model._meta.db_table}:{self.column}:{row.pk}"

    def seal(self, row: models.Model, value: Any) -> Sealed:
        """The value as this row's own sealed one."""
        if isinstance(value, Sealed):
            return value.given_to(row, self)
        if isinstance(value, Ciphertext):
            place = self.place(row) if row.__dict__.get(self.model._meta.pk.attname) is not None else None
            return Sealed(row, self, stored=bytes(value), sealed_at=place)
        return Sealed(row, self, clear=self.to_bytes(value))

    def from_db_value(self, value: Any, expression: object, connection: object) -> Ciphertext | None:
        """Bytes stay bytes, also in values() and values_list()."""
        return None if value is None else Ciphertext(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Only a row's own sealed value, a ciphertext or emptiness reaches the database."""
        if isinstance(value, Sealed):
            value = value.ciphertext()
        elif not isinstance(value, Ciphertext) and value not in (b"", "", None):
            raise TypeError("sealed text is saved through its row and cannot be searched")
        return super().get_db_prep_value(value or b"", connection, prepared)

    def to_python(self, value: Any) -> Any:
        """For loaddata: a dumped ciphertext is a ciphertext."""
        if isinstance(value, str) and value.startswith(DUMPED):
            return Ciphertext(base64.b64decode(value.removeprefix(DUMPED)))
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """For dumpdata: the ciphertext."""
        value: Any = self.value_from_object(obj)
        return DUMPED + base64.b64encode(value.ciphertext()).decode()

    def formfield(self, *args: Any, **kwargs: Any) -> None:
        """No model form shows or takes sealed text."""


class SealedTextField(SealedField):
    """Assign a str, read a `Sealed` whose `open(reader)` gives the str back."""

    _pyi_private_set_type: str | Sealed
    _pyi_private_get_type: Sealed  # type: ignore[assignment]

    def to_bytes(self, value: Any) -> bytes:
        """UTF-8."""
        if isinstance(value, bytes) and not value:
            return b""
        if not isinstance(value, str):
            raise TypeError("a sealed text takes a str")
        return value.encode("utf-8", "replace")  # a lone surrogate, from a broken client, must not lose the rest

    def from_bytes(self, clear: bytes) -> str:
        """UTF-8."""
        return clear.decode()


class SealedBytesField(SealedField):
    """Assign bytes, read a `Sealed` whose `open(reader)` gives the bytes back."""

    _pyi_private_set_type: bytes | Sealed
    _pyi_private_get_type: Sealed  # type: ignore[assignment]

    def to_bytes(self, value: Any) -> bytes:
        """As they are."""
        if not isinstance(value, bytes):
            raise TypeError("a sealed file takes bytes")
        return value

    def from_bytes(self, clear: bytes) -> bytes:
        """As they are."""
        return clear


# What else is encrypted with the ring, outside sealed fields: name → a function that does what `reseal` does.
RESEALERS: dict[str, Callable[[], int]] = {}


def is_current(stored: bytes) -> bool:
    """Whether the first key of the ring encrypted this."""
    return stored.startswith(FORMAT + next(iter(ring())))


def reseal(model: type[models.Model], chunk: int = 200) -> int:
    """Encrypt with the first key whatever another key holds; returns how many rows changed. Safe to repeat."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
    first = FORMAT + next(iter(ring()))
    manager, changed = model._base_manager, 0
    rows = manager.select_for_update(of=("self",)).only("pk", *_names(fields))  # not what a manager joins
    ids = list(manager.values_list("pk", flat=True)) if fields else []
    for start in range(0, len(ids), chunk):
        with transaction.atomic():
            for row in rows.filter(pk__in=ids[start : start + chunk]):
                update = {}
                for field in fields:
                    stored = row.__dict__[field.attname].ciphertext()
                    if stored and not stored.startswith(first):
                        place = field.place(row)
                        update[field.attname] = Ciphertext(encrypt(decrypt(stored, place), place))
                if update:
                    changed += manager.filter(pk=row.pk).update(**update)
    return changed


def _names(fields: list[SealedField]) -> list[str]:
    return [field.attname for field in fields]
