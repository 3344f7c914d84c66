"""Each example of docs/api.md is sent, and what it shows is what the portal answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from meetings.models import Process

DOCUMENT = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
SITE = "https://portal.example"
ANYTHING = "left out"
EXAMPLES = re.findall(r"^```http\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)


def parts(example: str) -> tuple[list[str], list[str], str]:
    """The lines of the request, those of the status and the headers, and the body."""
    request, answer, *body = [part.strip() for part in re.split(r"\n\n", example, maxsplit=2)]
    return request.splitlines(), answer.splitlines(), body[0] if body else ""


def headers(lines: list[str]) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lines)


def shown(body: str) -> Any:
    """The JSON of an example: … in the place of a value is any, in that of a member that there may be more."""
    body = re.sub(r",\s*…\s*(?=\})", f', "{ANYTHING}": true', body)
    return json.loads(re.sub(r":\s*…", f': "{ANYTHING}"', body))


def compare(said: Any, found: Any, where: str = "") -> list[str]:
    """In what an answer differs from what was shown of it."""
    if said == ANYTHING:
        return [] if found is not None else [f"{where}: nothing"]
    if isinstance(said, dict) and isinstance(found, dict):
        members = set(said) - {ANYTHING}
        odd = members ^ set(found) if ANYTHING not in said else members - set(found)
        inside = [compare(said[name], found[name], f"{where}/{name}") for name in members & set(found)]
        return [f"{where}: {name}" for name in sorted(odd)] + sum(inside, [])
    if isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        return sum((compare(one, other, where) for one, other in zip(said, found, strict=True)), [])
    return [] if said == found else [f"{where}: {found!r} instead of {said!r}"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.partition("\n")[0])
def test_an_example_shows_what_is_answered(example: str, igsp: Process, client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["portal.example"]
    (first, *sent), (status, *told), body = parts(example)
    method, address = first.split(" ")
    answer = client.generic(method, address, headers=headers(sent), secure=True, SERVER_NAME="portal.example")
    assert answer.status_code == int(status)
    for name, value in headers(told).items():
        assert value in ("…", answer[name])
    differences = compare(shown(body), answer.json()) if body else [answer.text] if answer.content else []
    assert differences == []


def test_the_examples_are_found_and_a_wrong_one_would_be() -> None:
    assert len(EXAMPLES) == DOCUMENT.count("```http") > 10
    said = shown('{"a": 1, "b": …, "c": [{"d": 2, …}]}')
    assert compare(said, {"a": 1, "b": {}, "c": [{"d": 2, "e": 3}]}) == []
    assert compare(said, {"a": 2, "b": None, "c": [{"e": 3}], "f": 1}) != []
    wrongs: list[dict[str, Any]] = [{"a": 2}, {"b": None}, {"c": []}, {"f": 1}]
    for wrong in wrongs:
        assert compare(said, {"a": 1, "b": {}, "c": [{"d": 2}]} | wrong) != []
