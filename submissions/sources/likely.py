"""What is likely by words in common: statements for a paragraph, and paragraphs for a statement.

Nobody has confirmed any of it. What a person has linked already, or found to be no source, is not among it.
"""

from __future__ import annotations

from collections import defaultdict

from documents.models import TextVersion
from documents.texts.known import Known

from ..models import NotASource, Statement
from . import reading
from .likeness import Like, likest

MOST = 8
KNOWN_BY = ("statement__version__submission", "statement__key")


def for_block(version: TextVersion, key: str, there: Known) -> list[Like[Statement]]:
    """The statements a block is likely to come from, compared in each language in which both are worded."""
    gone = set(version.sources.standing().filter(key=key).values_list(*KNOWN_BY))
    gone |= set(NotASource.objects.filter(text=version.text_id, key=key).values_list(*KNOWN_BY))
    by_language: dict[str, dict[Statement, str]] = defaultdict(dict)
    for statement in reading.standing_statements(version.process):
        if (statement.version.submission_id, statement.key) not in gone:
            by_language[statement.version.language][statement] = statement.said
    found: list[Like[Statement]] = []
    for language, statements in by_language.items():
        words = there.draft.words.get(language, {})
        if own := reading.plain(words.get(key, "")):
            beside = [reading.plain(one) for one in words.values()]
            found += likest(own, statements, most=MOST, beside=beside, language=language)
    return sorted(found, key=lambda like: -like.likeness)[:MOST]


def for_statement(version: TextVersion, statement: Statement, there: Known) -> list[Like[str]]:
    """The blocks that a statement is likely to be reflected in, where they are worded in its language."""
    language = statement.version.language
    words = there.draft.words.get(language, {})
    gone = set(version.sources.standing().of(statement).values_list("key", flat=True))
    gone |= set(NotASource.objects.of(statement).filter(text=version.text_id).values_list("key", flat=True))
    blocks = {key: reading.plain(words[key]) for key in reading.in_order(there) if key in words and key not in gone}
    others = reading.standing_statements(version.process).filter(version__language=language).exclude(pk=statement.pk)
    beside = [one.said for one in others] if blocks else []
    return likest(statement.said, blocks, most=MOST, beside=beside, language=language)
