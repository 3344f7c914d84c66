"""Templates: each can be read, and no word of one stands outside translation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import TextNode
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode

FOLDER = Path(settings.BASE_DIR) / "templates"
# Printed papers and letters are templates as well.
KINDS = {".html", ".txt", ".svg"}
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.suffix in KINDS)

# What is the same in every language: machine words, not read by people as a sentence.
SAME_EVERYWHERE = re.compile(r"\b(?:UTC|SHA-256|PDF|PNG|URL|ISO)\b|UNEP/\S+|&\w+;|\bkB\b|\bMB\b")
# The page that shows the components names them as the code does; samples are not the portal's own words.
SHOWCASE = {"front/components.html", "front/sample_timeline.svg"}
MACHINE = re.compile(r"<(script|style|code|pre|kbd)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
READ_ALOUD = re.compile(r"""\s(?:alt|title|placeholder|aria-label|content)=["']([^"']*)["']""")
LETTERS = re.compile(r"[^\W\d_]{2,}")
MARK = "\x00"
NAMES_OF_CLASSES = {"main_class"}  # a block that fills an attribute


def texts(nodes) -> str:
    """The literal text of a template, with a mark where something is put in."""
    out = []
    for node in nodes:
        if isinstance(node, TextNode):
            out.append(node.s)
            continue
        out.append(MARK)
        if isinstance(node, IncludeNode) or getattr(node, "name", "") in NAMES_OF_CLASSES:
            continue
        for name in node.child_nodelists:
            out.append(texts(getattr(node, name, [])) + MARK)
    return "".join(out)


def words(source: str) -> list[str]:
    """What a person would read in a template as it stands."""
    plain = MACHINE.sub(" ", source)
    read_aloud = [value for value in READ_ALOUD.findall(plain) if not re.search(r"width=|URL=|^light", value)]
    seen = TAG.sub(" ", plain)
    return [word for text in [seen, *read_aloud] for word in LETTERS.findall(SAME_EVERYWHERE.sub(" ", text))]


def body_of(name: str) -> str:
    template = get_template(name).template  # type: ignore[attr-defined]
    return texts(template.nodelist)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_read(name: str) -> None:
    assert get_template(name)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in SHOWCASE])
def test_no_word_stands_outside_translation(name: str) -> None:
    assert words(body_of(name)) == []


def test_a_word_outside_translation_would_be_found() -> None:
    source = (
        '{% load i18n %}<p lang="en" title="Go">Hello {{ name }} {% translate "dear" %}</p>{% if a %}You{% endif %}'
    )
    template = engines["django"].from_string(source).template  # type: ignore[attr-defined]
    assert sorted(words(texts(template.nodelist))) == ["Go", "Hello", "You"]


# Packed into a ZIP and opened from a disk, without a server and its policy: its style sheet can only stand in it.
PACKED = {"documents/together_index.html"}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_holds_no_style_and_no_script_of_its_own(name: str) -> None:
    if name.startswith("papers/"):
        pytest.skip("printed by the PDF engine, never sent to a browser")
    source = (FOLDER / name).read_text(encoding="utf-8")
    if name in PACKED:
        source = re.sub(r"<style>.*?</style>", "", source, count=1, flags=re.DOTALL)
    scripts = [
        tag for tag in re.findall(r"<script\b[^>]*>", source) if "src=" not in tag and "application/json" not in tag
    ]
    assert scripts == []
    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", source) == []
