"""What may stand in the place of a number, a date, an id, a choice or a text, and how it is written in a request."""

from urllib.parse import quote

Fields = list[tuple[str, str]]

# What a number, a date, an id, a choice or a text may be in place of itself. Lone surrogates and bytes that are no
# UTF-8 are written as latin-1 after a mark and sent as they are.
RAW = "\x00raw:"
HOSTILE = [
    *("", " ", "0", "1", "-1", "2", "00", "+1", " 1 ", "1.5", "1e3", "1e400", "NaN", "inf", "-inf", "1_000", "0x10"),
    *("²", "½", "٣", "१", "Ⅷ", "１", "①", "9" * 4400, "-" + "9" * 4400, "9" * 20, "9" * 10, "9" * 400),
    *("2147483647", "2147483648", "-2147483649", "4294967296", "9223372036854775807", "9223372036854775808", "32768"),
    *("true", "on", "None", "null", "[]", "{}", '{"a": 1}', "[object Object]", "undefined", "__all__", "pk", "id"),
    *("\x00", "a\x00b", "\x01=1+1", "\x0b", "\x1b[0m", "\r\nX-A: b", "\r", "\n", "\x7f", "\x85", "\u2028", "\ufeff"),
    *(
        f"{RAW}\xff",
        f"{RAW}a\xc3",
        f"{RAW}\xed\xa0\x80",
        f"{RAW}%",
        f"{RAW}%zz",
        f"{RAW}%u0041",
        f"{RAW}\xf4\x90\x80\x80",
    ),
    *(
        "\u202e",
        "\u0301" * 50,
        "😀",
        "👩‍👩‍👧",
        "\U0010ffff",
        "\ufdd0",
        "İ",
        "ß",
        "ﬁ",
        "a" * 300,
        "ä" * 5001,
        "x" * 70_000,
    ),
    *("\n" * 3000, "a\n" * 3000, "1," * 3000),
    *("31.2.2027", "29.2.2027", "0.0.0", "1.1.0000", "1.1.0001", "31.12.9999", "1.1.10000", "32.13.2026", "1.1.1"),
    *("28.3.2027", "31.10.2027", "2027-03-28", "0001-01-01", "9999-12-31", "2027-02-30", "-2027-01-01", "1.1.99"),
    *("3.30", "03:30", "24.00", "25.70", "9.60", "9", "9.15.61", "klo 9", "٩.١٥", "99999.99", "23.59", "0.00"),
    *("2027-03-28T03:30", "2027-10-31T03:30:00+03:00", "9999-12-31T23:59:59.999999", "0001-01-01T00:00:00+14:00"),
    *("00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}", "urn:uuid:" + "0" * 32),
    *("0" * 32, "ffffffff-ffff-ffff-ffff-ffffffffffff", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz", "٣" * 32, "-" * 36),
    *("<b>&amp;'\"", "{{ 7*7 }}", "{% x %}", "%s", "%(a)s", "%", "{0}", "' OR 1=1 --", "\\", "../../etc/passwd", "//"),
    *(
        "http://[",
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "mailto:a@b",
        "http://a\x00b",
        "/" * 500,
    ),
    *(
        "a@b.example",
        "a@b",
        "@",
        "a" * 400 + "@b.example",
        "ä@ö.example",
        '"a\x00"@b.example',
        "fi",
        "sv",
        "xx",
        "fi\x00",
    ),
]


def raw_free(value: str) -> str:
    """The value where only a text can stand."""
    return value.removeprefix(RAW).encode("latin-1", "replace").decode("latin-1") if value.startswith(RAW) else value


def octets(value: str) -> bytes:
    """The bytes that are sent for a value."""
    return (
        value.removeprefix(RAW).encode("latin-1") if value.startswith(RAW) else value.encode("utf-8", "surrogatepass")
    )


def encoded(fields: Fields) -> str:
    """A query or a form's body."""
    return "&".join(f"{quote(octets(name))}={piece(value)}" for name, value in fields)


def piece(value: str) -> str:
    """Percent signs that are no encoding go as they are."""
    return value.removeprefix(RAW) if value.startswith(f"{RAW}%") else quote(octets(value))
