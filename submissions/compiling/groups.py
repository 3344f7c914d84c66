"""Under which heads the statements of a compilation stand, in the reader's language and in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents import wordings
from documents.models import Block, TextVersion
from documents.texts import papers
from documents.texts.states import BlockKind
from meetings import rendering
from meetings.models import Component, Participant, Process

from ..models import Compilation, Question, Statement
from ..states import Grouping, QuestionKind

HEADS = (BlockKind.HEADING, BlockKind.ANNEX)


@dataclass(frozen=True, slots=True)
class Group:
    """A head: its key, its label as printed ("" for none) and its title; of what stands under none all are ""."""

    key: str = ""
    label: str = ""
    title: str = ""

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip() or _("Other statements")


def keys_of(grouping: str, statements: Iterable[Statement]) -> dict[int, str]:
    """By the id of each statement the key of the group to which it belongs by itself; "" for none."""
    said = list(statements)
    heads = _heads_above(said) if grouping == Grouping.SECTION else {}
    return {one.pk: _key_of(grouping, one, heads) for one in said}


def _key_of(grouping: str, statement: Statement, heads: dict[tuple[int | None, str], str]) -> str:
    if grouping == Grouping.COMPONENT and statement.component_id:
        return f"component-{statement.component_id}"
    if grouping == Grouping.SECTION and statement.text_version_id:
        return f"section-{statement.text_version_id}-{heads.get((statement.text_version_id, statement.block), '')}"
    if grouping == Grouping.QUESTION:
        return f"question-{statement.question}"
    if grouping == Grouping.REGION:
        return _region_key(statement.version.submission.participant)
    return ""


def _heads_above(statements: list[Statement]) -> dict[tuple[int | None, str], str]:
    """By the text and the key of each of its blocks the key of the head above it, or of itself if it is one."""
    found: dict[tuple[int | None, str], str] = {}
    blocks = Block.objects.filter(version__in={one.text_version_id for one in statements if one.text_version_id})
    above = ("", 0)
    for version, key, kind in blocks.order_by("version", "order").values_list("version", "key", "kind"):
        above = (key, version) if kind in HEADS else above if above[1] == version else ("", version)
        found[version, key] = above[0]
    return found


def groups(compilation: Compilation, statements: Iterable[Statement]) -> dict[str, Group]:
    """The groups of a compilation by their keys, in their order: those that its call or these statements call for.

    The last is that of what belongs to none.
    """
    found = {group.key: group for group in _groups(compilation, list(statements))}
    return {**found, "": Group()}


def _groups(compilation: Compilation, statements: list[Statement]) -> list[Group]:
    process = compilation.process
    if compilation.grouped_by == Grouping.COMPONENT:
        return [Group(f"component-{one.pk}", one.full_label, one.text) for one in Component.objects.of_mandate(process)]
    if compilation.grouped_by == Grouping.SECTION:
        return list(_sections(statements))
    if compilation.grouped_by == Grouping.QUESTION:
        return list(_questions(compilation))
    if compilation.grouped_by == Grouping.REGION:
        return _regions(process, {one.version.submission.participant for one in statements})
    return []


def _sections(statements: list[Statement]) -> Iterator[Group]:
    """The headings, articles and annexes of each text that statements point at, as the reader's language has them."""
    versions = {one.text_version_id for one in statements if one.text_version_id}
    for version in TextVersion.objects.filter(pk__in=versions).select_related("text__process").order_by("pk"):
        source, language = papers.manuscript(version), get_language() or "en"
        if language not in source.languages:
            language = version.text.original_language
        read = papers.paper(source, language)
        yield Group(f"section-{version.pk}-", "", read.title)
        for block in read.blocks:
            if block.kind in HEADS:
                words = wordings.to_plain(block.tokens, block.references).strip()
                yield Group(f"section-{version.pk}-{block.key}", block.label, words or block.label)


def _questions(compilation: Compilation) -> Iterator[Group]:
    """The questions of the call's form that take statements, those of later versions of the form behind."""
    questions = Question.objects.filter(form__in=compilation.call.forms.in_use(), kind=QuestionKind.STATEMENTS)
    found = {question.key: question for question in questions.order_by("-form__number", "order", "pk")}
    for key, question in found.items():
        yield Group(f"question-{key}", "", question.called)


def _regions(process: Process, participants: set[Participant]) -> list[Group]:
    heads = rendering.by_region(participants, process)
    return [Group(_region_key(members[0]), "", head) for head, members in heads]


def _region_key(participant: Participant) -> str:
    return f"region-{participant.place.key}" if participant.place else f"kind-{participant.kind}"


def fitting(statements: Iterable[Statement]) -> Grouping:
    """By what a compilation is grouped unless somebody says otherwise.

    By the components of the mandate or the sections of the text that its statements are on; else by the questions
    they answer, where there are several, or by region.
    """
    said = list(statements)
    if any(one.component_id for one in said):
        return Grouping.COMPONENT
    if any(one.text_version_id for one in said):
        return Grouping.SECTION
    return Grouping.QUESTION if len({one.question for one in said}) > 1 else Grouping.REGION
