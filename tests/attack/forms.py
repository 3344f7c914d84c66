"""What the form of a page would send, read as a browser reads it."""

from __future__ import annotations

from html.parser import HTMLParser

LEFT_OUT = {"submit", "button", "file", "image", "reset"}
TICKED = {"checkbox", "radio"}


class Form(HTMLParser):
    """Collects the fields inside `<main>` or the admin's `<form>`, with the values that stand in them."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._words: tuple[str, list[str]] | None = None
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value")
        if tag == "select":
            self._choice = name
        elif tag == "option" and self._choice and "selected" in given:
            self._put(self._choice, value or "")
        elif tag == "textarea" and name:
            self._words = (name, [])
        elif tag == "input" and name and given.get("type") not in LEFT_OUT:
            if given.get("type") in TICKED:
                if "checked" in given:
                    self._put(name, "on" if value is None else value)
            else:
                self._put(name, value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._choice = ""
        elif tag == "textarea" and self._words:
            name, words = self._words
            self._put(name, "".join(words).removeprefix("\n"))
            self._words = None

    def handle_data(self, data: str) -> None:
        if self._words:
            self._words[1].append(data)

    def _put(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)


class Links(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (address := dict(attrs).get("href")):
            self.found.append(address)


def links_of(page: str) -> list[str]:
    """Where the links of a page lead, each once, in their order."""
    links = Links()
    links.feed(page)
    return list(dict.fromkeys(links.found))


def form_of(page: str) -> dict[str, list[str]]:
    """Every field of the page's form by its name, without buttons and files."""
    form = Form()
    form.feed(page)
    return {name: values for name, values in form.sent.items() if name != "csrfmiddlewaretoken"}
