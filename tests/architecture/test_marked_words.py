"""Words that people read are marked by names that the gathering of messages knows: it reads no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

APPS = ("igsp_portal", "meetings", "documents", "submissions")


def renamed(path: Path) -> Iterator[str]:
    """What a module imports of Django's translation under a name of its own."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from (f"{path.name}: {one.asname}" for one in node.names if one.asname not in (None, "_"))


def test_no_module_marks_words_by_a_name_of_its_own() -> None:
    modules = [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    assert [found for path in modules for found in renamed(path)] == []
