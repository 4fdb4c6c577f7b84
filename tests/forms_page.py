"""A form of a page as a browser would send it untouched."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """All forms of a page: address → name → values."""

    def __init__(self):
        super().__init__()
        self.found, self.fields, self.select, self.text = [], None, None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.fields = {}
            self.found.append((given.get("action", ""), self.fields))
        if self.fields is None:
            return
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "input" and name and kind not in {"submit", "button", "file"}:
            if kind not in {"checkbox", "radio"} or "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "select":
            self.select, self.first = name, None
        elif tag == "option" and self.select:
            if "selected" in given:
                self.fields[self.select] = [given.get("value", "")]
            self.first = given.get("value", "") if self.first is None else self.first
        elif tag == "textarea":
            self.text, self.fields[name] = name, [""]

    def handle_data(self, data):
        if self.text:
            self.fields[self.text][0] += data

    def handle_endtag(self, tag):
        if tag == "select" and self.select:
            self.fields.setdefault(self.select, [self.first or ""])
            self.select = None
        if tag == "textarea":
            self.text = None
        if tag == "form":
            self.fields = None


def form_of(response, address):
    """What the form of this page that goes to `address` holds."""
    parser = _Forms()
    parser.feed(response.content.decode())
    path = response.request["PATH_INFO"]
    (found,) = [fields for action, fields in parser.found if (action or path) == address]
    return found
