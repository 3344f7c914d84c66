"""Small process folders, written by the tests: the preparation of a strategy by a body that nobody else knows."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from igsp_portal.foundations.language.languages import CODES
from meetings.models import Process

STATES_HEADER = "key,region,regional_group,ar,zh-hans,en,fr,ru,es"


def six(text: str) -> dict[str, str]:
    """A text in each language: itself in English, marked with the language in the others."""
    return {code: text if code == "en" else f"{text} ({code})" for code in CODES}


def dates(basis: str, first: str, last: str, place: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"basis": basis, "from": first, "to": last}
    return found | {"place": six(place)} if place else found


def meeting(key: str, name: str, *given: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "session", "name": six(name), "dates": list(given), **more}


def minimal() -> dict[str, Any]:
    """The contents of the three files that every folder has, by name."""
    return {
        "process.yaml": {
            "slug": "rivers",
            "name": six("Preparation of a rivers strategy"),
            "short_name": six("Rivers strategy"),
            "body": six("Committee on Rivers"),
            "decisions": [
                {
                    "key": "first",
                    "symbol": "CR.1/4",
                    "title": six("A strategy for rivers"),
                    "components": [
                        {
                            "key": "upper",
                            "label": "a",
                            "text": six("Upper courses"),
                            "items": [{"key": "springs", "label": "i", "text": six("Springs")}],
                        }
                    ],
                }
            ],
        },
        "meetings.yaml": {
            "meetings": [
                meeting("one", "First meeting", dates("announced", "2025-03-03", "2025-03-05", "Vienna"), number=1),
                meeting("two", "Second meeting", dates("announced", "2025-09-01", "2025-09-01"), number=2),
                meeting("three", "Third meeting", number=3),
            ]
        },
        "participants.yaml": {
            "regions": [{"key": "upstream", "scheme": "programme_region", "name": six("Upstream")}],
            "participants": [{"key": "dams", "kind": "organization", "name": six("Dams Union"), "region": "upstream"}],
        },
    }


def write(folder: Path, files: dict[str, Any]) -> Path:
    """Write mappings as YAML and texts as they are; returns the folder."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def load(folder: Path) -> str:
    """Load the folder; returns the last line that the command says. Raises CommandError."""
    return told(folder)[-1]


def told(folder: Path, *options: str) -> list[str]:
    """Load the folder; returns every line that the command says: hints first. Raises CommandError."""
    said, hints = io.StringIO(), io.StringIO()
    call_command("load_process", str(folder), *options, stdout=said, stderr=hints)
    return [*hints.getvalue().splitlines(), *said.getvalue().splitlines()]


def refused(folder: Path, *options: str) -> list[str]:
    """Load a folder with mistakes; returns the lines that name them, and last the one that closes the list."""
    said = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("load_process", str(folder), *options, stdout=io.StringIO(), stderr=said)
    return [*said.getvalue().splitlines(), str(error.value)]


def rivers(folder: Path) -> Process:
    """The process of the minimal folder, loaded."""
    load(write(folder, minimal()))
    return Process.objects.get(slug="rivers")


def process(files: dict[str, Any]) -> dict[str, Any]:
    return files["process.yaml"]


def first(files: dict[str, Any]) -> dict[str, Any]:
    return files["meetings.yaml"]["meetings"][0]


def participant(files: dict[str, Any]) -> dict[str, Any]:
    return files["participants.yaml"]["participants"][0]


def letter(files: dict[str, Any]) -> dict[str, Any]:
    return files["letters.yaml"]["letters"][0]


def states(files: dict[str, Any], *lines: str) -> None:
    files["states.csv"] = "\n".join(lines) + "\n"


def awaited(files: dict[str, Any], *sessions: dict[str, str], key: str = "a") -> list[Any]:
    """One more input, always with the same letter, and the list in which it stands."""
    inputs = files.setdefault("inputs.yaml", {"inputs": []})["inputs"]
    inputs.append({"key": key, "letter": "a", "title": six("Needs"), "for": list(sessions)})
    return list(inputs)


def papers(files: dict[str, Any], *symbols: str) -> list[Any]:
    documents: list[Any] = [{"symbol": symbol, "kind": "working", "title": six("A paper")} for symbol in symbols]
    files["documents.yaml"] = {"documents": documents}
    return documents
