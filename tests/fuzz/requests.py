"""Requests that are almost right: real addresses and real forms of a `World`, with something wrong in them.

Everything follows from the seed, so that a finding can be asked for again by its seed and number.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode
from uuid import uuid4
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.test import Client

from tests.access.table import DEMO_ROWS, ROWS, Row
from tests.fuzz.asking import Answer, ask
from tests.fuzz.pages import Forms, names_in_code, patterns
from tests.fuzz.values import HOSTILE, Fields, encoded, octets, raw_free
from tests.states import World

COOKIES = ["sessionid", "csrftoken", "messages", "django_language", "known-browser"]
METHODS = ["GET"] * 40 + ["POST"] * 55 + ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"]


@dataclass
class Target:
    """An address that may be tried, and what is sent there when all is well."""

    method: str
    address: str
    fields: Fields = field(default_factory=list)


@dataclass
class Attempt:
    """One request, ready to be sent and to be told."""

    method: str
    address: str
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    lacks_csrf: bool = False

    def __str__(self) -> str:
        more = f" {self.headers}" if self.headers else ""
        more += f" cookies {self.cookies}" if self.cookies else ""
        more += " without a token" if self.lacks_csrf else ""
        body = f" [{self.content_type}] {self.body[:200]!r}" if self.body or self.content_type else ""
        return f"{self.method} {self.address[:300]}{more[:300]}{body}"


class Generator:
    """Requests of one role in one world."""

    def __init__(
        self, world: World, role: str, session: str, rooms: dict[str, str], seed: str, *, reads_pages: bool
    ) -> None:
        self.world, self.role, self.session, self.rooms = world, role, session, rooms
        self.random = random.Random(f"{seed} {role} {world.state}")
        self.ids = [str(value) for value in world.ids.values()] + [str(p.pk) for p in world.people.values()]
        self.names = names_in_code()
        self.targets = list(self.known(reads_pages))
        self.routes = list(patterns())

    def known(self, reads_pages: bool) -> Iterator[Target]:
        """Each row of the role table, and (which takes a while) each form and link of the pages that this role sees."""
        links: dict[str, None] = {}
        for row in ROWS:
            try:
                address = self.address(row)
                data = row.data(self.world) if row.data else {}
                query = row.query(self.world) if row.query else {}
            except LookupError:  # this world has no such object or person
                continue
            query_of = "?" + urlencode(query, doseq=True) if query else ""
            often = 5 if self.role in row.allowed(self.world) else 1  # behind a closed door nothing can break
            yield from [Target(row.method, address + query_of, pairs(data))] * often
            if row.method == "GET":
                links[address] = None
        yield from (Target("GET", address) for address in DEMO_ROWS.values())
        seen: set[tuple[str, str, tuple[str, ...]]] = set()
        for address in links if reads_pages else ():
            answer = self.client().get(address)
            if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue
            page = Forms()
            page.feed(answer.content.decode())
            for link in sorted(page.links):
                if "?" in link and (found := Target("GET", link if link[0] == "/" else address + link)):
                    yield found
            for method, action, fields in page.forms:
                to = action or address
                key = (method, to, tuple(sorted({name for name, _value in fields})))
                if to.startswith("/") and key not in seen:
                    seen.add(key)
                    yield Target(method, to, fields)

    def address(self, row: Row) -> str:
        """The row's own, in a room where this role's phone is."""
        return row.address(
            self.world, **({"code": self.random.choice(sorted(self.rooms))} if "code" in row.kwargs else {})
        )

    def client(self) -> Client:
        """A browser in which this role has signed in, and in whose rooms it is."""
        client = Client(raise_request_exception=False)
        for code, token in self.rooms.items():
            client.cookies[f"huone-{code}"] = token
        if self.session:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        return client

    # ---- One request

    def attempt(self) -> Attempt:
        """The next one."""
        rnd = self.random
        if rnd.random() < 0.12:
            target = Target(rnd.choice(["GET", "POST"]), self.filled(rnd.choice(self.routes)))
        else:
            target = rnd.choice(self.targets)
        method = target.method if rnd.random() < 0.85 else rnd.choice(METHODS)
        path, _question, query = target.address.partition("?")
        if rnd.random() < 0.15:
            path = self.damaged_path(path)
        asked = parse_qsl(query, keep_blank_values=True)
        fields = list(target.fields)
        if method in ("GET", "HEAD"):
            asked, fields = asked + fields, []
        if rnd.random() < (0.6 if method == "GET" else 0.15):
            asked = self.damaged(asked)
        address = quote(path, safe="/%:@-._~!$&'()*+,;=") + ("?" + encoded(asked) if asked else "")
        tried = Attempt(method, address, lacks_csrf=rnd.random() < 0.1)
        if method not in ("GET", "HEAD"):
            fields = self.damaged(fields) if rnd.random() < 0.9 else fields
            tried.body, tried.content_type = self.body(fields)
        self.add_headers(tried)
        return tried

    def hostile(self) -> str:
        """A value, sometimes one that fits elsewhere."""
        rnd = self.random
        return (
            rnd.choice(self.ids)
            if rnd.random() < 0.12
            else str(uuid4())
            if rnd.random() < 0.02
            else rnd.choice(HOSTILE)
        )

    def filled(self, route: str) -> str:
        """A route with something for each of its parts."""
        return re.sub(r"<[^>]+>|\(\?P<[^)]+\)", lambda found: raw_free(self.hostile())[:200], route)

    def damaged_path(self, path: str) -> str:
        """One part of the path is another."""
        parts = path.split("/")
        at = self.random.randrange(len(parts))
        kind = self.random.randrange(4)
        if kind == 0:
            parts.insert(at, raw_free(self.hostile())[:3000])
        elif kind == 1:
            parts[at] += self.random.choice(["%00", "%ff", "%ed%a0%80", "²", "%2f", "%0a", ".", " ", "9" * 4400, "%"])
        else:
            parts[at] = raw_free(self.hostile())[:3000]
        return "/".join(parts)

    def damaged(self, fields: Fields) -> Fields:
        """One thing or several are wrong."""
        rnd, found = self.random, list(fields)
        for _time in range(rnd.choice([1, 1, 1, 2, 3])):
            kind = rnd.random()
            if kind < 0.62 and found:
                at = rnd.randrange(len(found))
                found[at] = (found[at][0], self.hostile())
            elif kind < 0.70 and found:
                del found[rnd.randrange(len(found))]
            elif kind < 0.78 and found:
                name = rnd.choice(found)[0]
                found += [(name, self.hostile()) for _n in range(rnd.choice([1, 2, 30]))]
            elif kind < 0.80 and found:
                at = rnd.randrange(len(found))
                found[at] = (rnd.choice([found[at][0] + "[]", self.hostile(), f"{found[at][0]}-0"]), found[at][1])
            elif 0.80 <= kind < 0.81:
                found += [(f"f{n}", "x") for n in range(1100)]
            elif kind < 0.85 and found:
                found = [(name, self.hostile()) for name, _value in found]
            else:
                found.append((rnd.choice(self.names), self.hostile()))
        return found

    def body(self, fields: Fields) -> tuple[bytes, str]:
        """The fields in a form, mostly a sound one."""
        rnd = self.random
        plain, form = encoded(fields).encode(), "application/x-www-form-urlencoded"
        kind = rnd.random()
        if kind < 0.62:
            return plain, form
        if kind < 0.80:
            return self.multipart(fields), "multipart/form-data; boundary=grenze"
        whole = self.multipart(fields)
        return rnd.choice(
            [
                (whole, "multipart/form-data"),
                (whole, "multipart/form-data; boundary="),
                (whole, "multipart/form-data; boundary=other"),
                (whole, "multipart/form-data; boundary=" + "b" * 300),
                (whole, "multipart/form-data; boundary=gr\xe4nze"),
                (whole[: rnd.randrange(len(whole) + 1)], "multipart/form-data; boundary=grenze"),
                (whole, "multipart/form-data; boundary=grenze; charset=nonsense"),
                (plain, f"{form}; charset=nonsense"),
                (plain, f"{form}; charset=utf-16"),
                (plain, f"{form}; charset=utf-8; charset="),
                (plain, "application/json"),
                (b'{"a": [1, {"b": null}]}', "application/json"),
                (plain, "text/plain"),
                (plain, ""),
                (plain, ";"),
                (plain, "application/x-www-form-urlencoded\x00"),
                (b"\xff\xfe\x00" * 50, form),
                (b"&=&=;&==&%", form),
                (b"", form),
                (b"a=" + b"b" * 3_000_000, form),
                (b"", "multipart/form-data; boundary=grenze"),
            ]
        )

    def multipart(self, fields: Fields) -> bytes:
        """The fields in parts; some become files, some say strange things of themselves."""
        rnd, parts = self.random, b""
        for name, value in fields:
            head = f'Content-Disposition: form-data; name="{raw_free(name)}"'
            if rnd.random() < 0.04:
                file = rnd.choice(["a.pdf", "", "../../a", "\x00", "ä" * 300, "a.xlsx", 'a"b', "a\r\nb"])
                head += f'; filename="{file}"\r\nContent-Type: ' + rnd.choice(
                    ["application/pdf", "text/csv; charset=nonsense", "", "x", "image/png", "multipart/mixed"]
                )
            if rnd.random() < 0.01:
                head += "\r\nContent-Transfer-Encoding: " + rnd.choice(["base64", "nonsense", "quoted-printable"])
            if rnd.random() < 0.01:
                head = rnd.choice(["", "Content-Disposition: form-data", "X", "Content-Disposition: ; ;", ":"])
            parts += b"--grenze\r\n" + head.encode("utf-8", "surrogatepass") + b"\r\n\r\n" + octets(value) + b"\r\n"
        return parts + b"--grenze--\r\n"

    def add_headers(self, tried: Attempt) -> None:
        """What scripts, proxies and broken programs send beside."""
        rnd = self.random
        value = raw_free(self.hostile()).replace("\n", "").replace("\r", "")[:5000]
        choices: list[Callable[[], Any]] = [
            lambda: tried.headers.update({"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": value}),
            lambda: tried.headers.update({"HTTP_HX_REQUEST": "true"}),
            lambda: tried.headers.update({"HTTP_X_AUTOSAVE": "1", "HTTP_X_USER": self.user_id()}),
            lambda: tried.headers.update({"HTTP_X_USER": value}),
            lambda: tried.headers.update({"HTTP_REFERER": rnd.choice([value, "http://[", "http://testserver/\xff"])}),
            lambda: tried.headers.update(
                {"HTTP_ACCEPT_LANGUAGE": rnd.choice([value, "fi;q=x", "a-" * 500, "*", ",,"])}
            ),
            lambda: tried.headers.update(
                {"HTTP_HOST": rnd.choice([value, "a b", "[::1", "testserver:99999", "x" * 300])}
            ),
            lambda: tried.headers.update({"HTTP_ORIGIN": rnd.choice([value, "null", "http://["])}),
            lambda: tried.headers.update({"HTTP_IF_MODIFIED_SINCE": value, "HTTP_IF_NONE_MATCH": value}),
            lambda: tried.headers.update({"HTTP_RANGE": rnd.choice([value, "bytes=9-1", "bytes=-" + "9" * 40])}),
            lambda: tried.headers.update({"HTTP_USER_AGENT": value}),
            lambda: tried.headers.update({"HTTP_X_FORWARDED_FOR": value, "HTTP_X_FORWARDED_PROTO": value}),
            lambda: tried.headers.update({"CONTENT_LENGTH": rnd.choice(["-1", "²", "", "9" * 50, "5", "x"])}),
            lambda: tried.headers.update(
                {"HTTP_ACCEPT_ENCODING": rnd.choice([value, "gzip;q=²", "br, gzip", "identity"])}
            ),
            lambda: tried.headers.update({"HTTP_X_ROOM": value}),
            lambda: tried.headers.update({"HTTP_X_CSRFTOKEN": value}),
            lambda: tried.headers.update({"HTTP_ACCEPT": value}),
            lambda: tried.cookies.update({rnd.choice(COOKIES): value}),
            lambda: tried.cookies.update({f"huone-{rnd.choice([*self.rooms, 'CDFHJK'])}": value}),
        ]
        if rnd.random() < 0.35:
            rnd.choice(choices)()

    def user_id(self) -> str:
        """The role's own id, as our scripts send it."""
        person = self.world.people.get(self.role)
        return str(person.pk) if person else ""

    def send(self, tried: Attempt) -> Answer:
        """The answer."""
        path, _question, query = tried.address.partition("?")
        token = "c" * 32
        cookies = {f"huone-{code}": text for code, text in self.rooms.items()}
        cookies |= {settings.SESSION_COOKIE_NAME: self.session} if self.session else {}
        cookies |= {} if tried.lacks_csrf else {settings.CSRF_COOKIE_NAME: token}
        cookies |= tried.cookies
        environ = {
            "REQUEST_METHOD": tried.method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "testserver",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()).encode().decode("latin-1"),
            "CONTENT_LENGTH": str(len(tried.body)) if tried.body else "",
            "CONTENT_TYPE": tried.content_type,
            "wsgi.input": io.BytesIO(tried.body),
            **({} if tried.lacks_csrf else {"HTTP_X_CSRFTOKEN": token}),
            **tried.headers,
        }
        setup_testing_defaults(environ)
        return ask(environ)


def pairs(data: dict[str, Any]) -> Fields:
    """A row's data, one field after the other."""
    return [(name, str(one)) for name, value in data.items() for one in (value if isinstance(value, list) else [value])]
