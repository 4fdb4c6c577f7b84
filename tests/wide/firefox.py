"""Debian's Firefox over WebDriver BiDi, as far as the journeys need it: people with their own cookies, and pages."""

import json
import re
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from websockets.sync.client import connect

from tests.conftest import PATIENCE


class Firefox:
    """One browser without a window. `errors`: what its pages' scripts complained about."""

    def __init__(self, profile: Path) -> None:
        self.errors: list[str] = []
        said = profile / "said"
        command = ["firefox-esr", "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
        with said.open("w") as file:
            self.process = subprocess.Popen(command, stdout=file, stderr=file)
        end = time.monotonic() + PATIENCE / 1000
        while not (found := re.search(r"BiDi listening on (\S+)", said.read_text())) and time.monotonic() < end:
            time.sleep(0.1)
        assert found, said.read_text()
        address = found[1]
        self.connection, self.count = connect(f"{address}/session", max_size=None), 0
        self.socket = self.connection.__enter__()
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.connection.__exit__(None, None, None)
        self.process.terminate()
        self.process.wait(60)

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """What the browser answers to one command; an error is one of the test's."""
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv(timeout=PATIENCE / 1000))
            if answer.get("method") == "log.entryAdded":
                entry = answer["params"]  # a face that was still on its way when the page was left is no error
                if entry["level"] == "error" and not entry["text"].startswith("downloadable font"):
                    self.errors.append(entry["text"])
            if answer.get("id") == self.count:
                assert answer["type"] == "success", f"{method}: {answer.get('message')}"
                return answer["result"]

    def page(self, base: str, cookies: dict[str, str], width: int, height: int = 844) -> "Page":
        """A window of somebody who shares nothing with the others. (A hidden tab does not poll.)"""
        person = self.ask("browser.createUserContext")["userContext"]
        tab = self.ask("browsingContext.create", type="window", userContext=person)["context"]
        self.ask("browsingContext.setViewport", context=tab, viewport={"width": width, "height": height})
        for name, value in cookies.items():
            cookie = {"name": name, "value": {"type": "string", "value": value}, "domain": "localhost", "path": "/"}
            self.ask("storage.setCookie", cookie=cookie, partition={"type": "storageKey", "userContext": person})
        return Page(self, tab, base)


class Page:
    """One tab. Everything waits until it is so."""

    def __init__(self, browser: Firefox, tab: str, base: str) -> None:
        self.browser, self.tab, self.base = browser, tab, base

    def goto(self, path: str) -> None:
        self.browser.ask("browsingContext.navigate", context=self.tab, url=self.base + path, wait="complete")

    def read(self, expression: str) -> Any:
        """A plain value that a script gives."""
        answer = self.browser.ask(
            "script.evaluate", expression=expression, target={"context": self.tab}, awaitPromise=True
        )
        assert answer["type"] == "success", answer.get("exceptionDetails", {}).get("text")
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """It becomes true; in a page that is just being left, too."""
        end = time.monotonic() + PATIENCE / 1000
        while not (found := self.read(f"Boolean({expression})")) and time.monotonic() < end:
            time.sleep(0.05)
        assert found, f"{expression} at {self.read('location.pathname')}"

    def shows(self, text: str) -> None:
        self.until(f"document.body.innerText.includes({json.dumps(text)})")

    def press(self, css: str = "", *, role: str = "", name: str = "") -> None:
        """Press what a person would name: by role and name, or by a selector, with the pointer in its middle."""
        look = (
            {"type": "css", "value": css} if css else {"type": "accessibility", "value": {"role": role, "name": name}}
        )
        end, nodes = time.monotonic() + PATIENCE / 1000, []
        while not nodes and time.monotonic() < end:
            nodes = self.browser.ask("browsingContext.locateNodes", context=self.tab, locator=look)["nodes"]
        assert nodes, f"nothing is {css or (role, name)} at {self.read('location.pathname')}"
        node = {"sharedId": nodes[0]["sharedId"]}
        self.browser.ask(
            "script.callFunction",
            functionDeclaration="one => one.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'})",
            arguments=[node], target={"context": self.tab}, awaitPromise=False,
        )  # fmt: skip
        origin = {"type": "element", "element": node}
        acts = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": acts})

    def write(self, text: str) -> None:
        """Key by key, where the focus is."""
        acts = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": acts})

    def _act(self, source: dict[str, Any]) -> None:
        self.browser.ask("input.performActions", context=self.tab, actions=[source])
