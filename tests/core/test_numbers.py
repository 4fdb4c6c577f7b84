"""A number from a request is read in one way, and what is none gives no 500 anywhere."""

import re

import pytest
from django.core.exceptions import BadRequest
from django.test import Client

from core.numbers import MOST, NO_VERSION, sent_version, whole_number
from tests.conftest import ROOT
from tests.fuzz.asking import ask

NO_NUMBERS = [
    "",
    " ",
    "²",
    "½",
    "٣",
    "１",
    "-1",
    "+1",
    " 1",
    "1.0",
    "1e3",
    "1_0",
    "0x1",
    "9" * 4400,
    "9" * 11,
    "\0",
    "1\n",
]


@pytest.mark.parametrize("text", [*NO_NUMBERS, None])
def test_what_is_no_number(text) -> None:
    assert whole_number(text, otherwise=-1) == -1
    with pytest.raises(BadRequest):
        whole_number(text)


def test_what_is_one() -> None:
    assert [whole_number(text) for text in ("0", "007", "12", str(MOST))] == [0, 7, 12, MOST]
    assert whole_number(str(MOST + 1), otherwise=-1) == -1
    assert whole_number("6", most=5, otherwise=0) == 0


def test_the_version_of_a_form() -> None:
    assert [sent_version({"version": text}) for text in ("0", "7", "²", "9" * 5000)] == [0, 7, NO_VERSION, NO_VERSION]
    assert (sent_version({}), sent_version({"version-goals": "3"}, "version-goals")) == (NO_VERSION, 3)


# Elsewhere: names are sorted by what their letters come from, results that we wrote ourselves are read again, the
# digits of other scripts are ours in a date
ELSEWHERE = {
    "core/numbers.py",
    "core/dates/reading.py",
    "core/names.py",
    "verme/survey/sheet.py",
    "people/roster/columns.py",  # what looks like a personal identity code
    "people/roster/forms.py",  # whether a field is a row's; `whole_number` reads it
    "people/roster/people_in_file.py",  # whether a personal number has lost its zeros
    "core/pdf_process.py",
    "config/wsgi.py",
}


def test_nobody_reads_one_in_another_way() -> None:
    apps = ("core", "rooms", "people", "support", "workshops", "vatupassi", "verme", "config")
    other = re.compile(
        r"\.is(?:digit|decimal|numeric)\(|\bNO_VERSION\b|\b(?:int|float)\((?:request\.|sent\b|posted\b|data\[)"
    )
    found = {
        str(path.relative_to(ROOT))
        for app in apps
        for path in (ROOT / app).rglob("*.py")
        if other.search(path.read_text())
    }
    assert found == ELSEWHERE


# ---- Requests that Django itself cannot read


def environ(**more) -> dict:
    """A request as a server hands it on."""
    import io
    from wsgiref.util import setup_testing_defaults

    body = more.pop("body", b"")
    made = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/kieli/",
        "QUERY_STRING": "",
        "HTTP_HOST": "testserver",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **more,
    }
    setup_testing_defaults(made)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/kirjaudu/", "/ei-ole/", "/huone/", "/keskustelut/uusi/kutsu/"])
@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=ä"]
)
@pytest.mark.parametrize("cookie", ["", "csrftoken=" + "c" * 32])
def test_a_form_without_its_boundary(path: str, kind: str, cookie: str) -> None:
    answer = ask(environ(PATH_INFO=path, CONTENT_TYPE=kind, HTTP_COOKIE=cookie, body=b"--x\r\n\r\n"))
    assert answer.status_code in (400, 403, 404), answer.error


def test_a_charset_and_too_many_fields_in_the_address() -> None:
    query = "&".join(f"f{number}=1" for number in range(1100))
    answer = ask(environ(QUERY_STRING=query, CONTENT_TYPE="text/plain; charset=utf-8"))
    assert (answer.status_code, answer.error) == (400, None)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["²", "9" * 4400, "a\0", "\ud800"])
def test_addresses_with_strange_numbers(text: str) -> None:
    client = Client(raise_request_exception=False)
    for path in ("/paperit/taulu/{}.pdf", "/huone/{}/", "/huone/ABCDEF/ryhma/{}/", "/vastaa/{}/"):
        status = client.get(path.format(text.encode("utf-8", "surrogatepass").decode("latin-1"))).status_code
        assert status < 500, path
