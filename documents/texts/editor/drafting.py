"""What the editor shows of a version: its blocks in one language, beside the original, and one of them opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import CODES, LANGUAGES
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User

from ... import coherence, comparison, numbering, wordings
from ...comparison import Stands
from ...drafts import Draft, PlannedBlock
from ...faults import Fault
from ...wordings import BracketClose, BracketOpen, Emphasis, NoteCall, ParagraphReference, Token
from .. import accords, actions, history, known
from ..known import Known
from ..models import TextVersion, Wording
from ..models.marks import sha256
from ..states import BlockKind
from . import presence

MOST_ALTERNATIVES = 5  # bis, ter and so on


@dataclass(frozen=True)
class Desk:
    """A version as the editor has it on the desk, in the language in which it is being worked."""

    version: TextVersion
    draft: Draft
    language: str
    numbers: numbering.Labels
    unnumbered: str  # why the blocks cannot be numbered; "" where they can
    stale: frozenset[str]  # blocks whose words are older than the original's

    @property
    def original(self) -> str:
        return self.version.text.original_language

    @property
    def is_translation(self) -> bool:
        return self.language != self.original

    @cached_property
    def known(self) -> Known:
        """Its blocks as a person at it knows them."""
        return Known(self.draft, self.numbers, (self.language, self.original))

    @cached_property
    def wanted(self) -> dict[str, None]:
        """The blocks that need words in every language, in their order."""
        original = self.draft.words.get(self.original, {})
        return dict.fromkeys(coherence.to_be_worded(self.draft.blocks, original, self.version.text.numbering))

    def words(self, key: str, language: str = "") -> str:
        return self.draft.words.get(language or self.language, {}).get(key, "")


def desk(version: TextVersion, language: str) -> Desk:
    """Read a version in one language and its original."""
    draft = actions.read_draft(version)
    stale = (
        {w.block.key for w in actions.translations(version, language) if w.is_stale}
        if language != version.text.original_language
        else set()
    )
    readable = known.readable(draft.words.get(language, {}))
    try:
        numbers, why = numbering.labels(draft.blocks, version.text.numbering, language, readable), ""
    except Fault as fault:
        numbers = numbering.Labels(language)
        why = Known(draft, numbers, (language, version.text.original_language)).sentence(fault)
    return Desk(version, draft, language, numbers, why, frozenset(stale))


def rows(on_desk: Desk) -> Iterator[dict[str, Any]]:
    """Every block as the page lists it."""
    for block in on_desk.draft.blocks:
        yield row(on_desk, block)


def row(on_desk: Desk, block: PlannedBlock) -> dict[str, Any]:
    words = on_desk.words(block.key)
    shown_in = on_desk.language if words or not on_desk.is_translation else on_desk.original
    html = _html(words or on_desk.words(block.key, shown_in), on_desk.numbers, block.key)
    return {
        "key": block.key,
        "kind": block.kind,
        "level": block.level,
        "option": block.option,
        "label": on_desk.numbers.printed.get(block.key, ""),
        "html": html,
        "language": LANGUAGES[shown_in],
        "missing": not words and block.key in on_desk.wanted,
        "stale": block.key in on_desk.stale,
        "brackets": words.count("["),
    }


def languages(on_desk: Desk) -> list[dict[str, Any]]:
    """The six languages, each with how many blocks are worded in it."""
    wanted = on_desk.wanted
    return [
        {
            "code": code,
            "language": LANGUAGES[code],
            "there": sum(key in on_desk.draft.words.get(code, {}) for key in wanted),
            "wanted": len(wanted),
            "current": code == on_desk.language,
            "is_original": code == on_desk.original,
        }
        for code in CODES
    ]


def opened(on_desk: Desk, key: str, *, by: User) -> dict[str, Any] | None:
    """One block to be written: its words, the original, what changed in that since, and who else has it open."""
    block = next((block for block in on_desk.draft.blocks if block.key == key), None)
    if block is None:
        return None
    keys = [each.key for each in on_desk.draft.blocks]
    at = keys.index(key)
    words = on_desk.words(key)
    return {
        **row(on_desk, block),
        "name": on_desk.known.name(key),
        "named_in_words": _named_in_words(on_desk, block),
        "words": words,
        "fingerprint": actions.fingerprint(words),
        "kinds": BlockKind.choices,
        "alternative": block.alternative,
        "alternatives": range(max(MOST_ALTERNATIVES, block.alternative) + 1),
        "places": places(on_desk) if not on_desk.version.is_frozen else [],
        "in_option": block.kind == BlockKind.OPTION or bool(block.option),
        "options_there": any(one.kind == BlockKind.OPTION for one in on_desk.draft.blocks),
        "original": _original(on_desk, key) if on_desk.is_translation else None,
        "before": keys[at - 1] if at else "",
        "after": keys[at + 1] if at + 1 < len(keys) else "",
        "original_with": sha256(on_desk.words(key, on_desk.original)),
        "others": presence.enter(on_desk.version, key, by),
        "hints": _hints(on_desk, key),
        "lines": max(3, len(words) // 75 + words.count("\n") + 2),
    }


def _named_in_words(on_desk: Desk, block: PlannedBlock) -> str:
    """The mark by which words name a block: a footnote that is called, or a paragraph that is referred to."""
    if block.kind == BlockKind.FOOTNOTE:
        return f"{{note:{block.key}}}"
    return f"{{para:{block.key}}}" if block.key in on_desk.numbers.cited else ""


def places(on_desk: Desk) -> list[tuple[str, str]]:
    """The beginning of the text, and every block by its number and its first words."""
    found = [("", _("The beginning of the text"))]
    return found + [(block.key, on_desk.known.whole(block.key)) for block in on_desk.draft.blocks]


def _hints(on_desk: Desk, key: str) -> list[accords.Told]:
    """What is to be looked at in words that are there."""
    if not on_desk.words(key):
        return []
    found = list(accords.of_references(on_desk.draft, {key: on_desk.words(key)}, on_desk.numbers))
    if on_desk.is_translation:
        terms = accords.glossary(on_desk.version)
        found += accords.of_block(on_desk.draft, key, on_desk.original, on_desk.language, terms)
    return found


def _original(on_desk: Desk, key: str) -> dict[str, Any]:
    words = on_desk.words(key, on_desk.original)
    return {
        "html": _html(words, on_desk.numbers, key),
        "language": LANGUAGES[on_desk.original],
        "since": _since_translated(on_desk, key, words) if key in on_desk.stale else None,
    }


def _since_translated(on_desk: Desk, key: str, words: str) -> SafeString | None:
    """What changed in the original since the translation was made, where the words of that time are on record."""
    found = Wording.objects.filter(block__version=on_desk.version, block__key=key, language=on_desk.language).first()
    before = history.words_of(on_desk.version, key, on_desk.original, found.translated_sha256) if found else None
    return difference(before, words) if before is not None else None


def difference(before: str, after: str) -> SafeString:
    """Two wordings as one, with what was put in and taken out."""
    pieces = []
    for segment in comparison.compare_words(before, after):
        tag = {Stands.IN_NEW: "ins", Stands.IN_OLD: "del"}.get(segment.stands, "")
        words = escape(segment.words)
        pieces.append(f"<{tag}>{words}</{tag}>" if tag else words)
    return mark_safe("".join(pieces))


def story(version: TextVersion, key: str, language: str) -> dict[str, Any]:
    """The history of one block in one language, and the ways to it in earlier versions; the newest first.

    Of each event when, who, what, and how the words changed.
    """
    entries, earlier = [], []
    for one, events, keys in history.through_versions(version, key, language):
        for event in events:
            change = _worded(event, [key, *sorted(keys - {key})], language)
            entries.append({"at": event.at, "by": event.by_label, "says": audit.in_words(event), "change": change})
        if one.pk != version.pk:
            earlier += [(one, there) for there in one.blocks.filter(key__in=keys).values_list("key", flat=True)]
    ways = [{"number": one.number, "url": f"{one.get_absolute_url()}#{at}"} for one, at in earlier]
    return {"story": entries, "stood": ways}


def _worded(event: Event, keys: Iterable[str], language: str) -> SafeString | None:
    words = (event.facts.get("text") or {}).get("words", {}).get(language, {})
    pair = next((words[key] for key in keys if key in words), None)
    return difference(pair[0] or "", pair[1] or "") if pair else None


def _read(words: str) -> list[Token] | None:
    try:
        return wordings.parse(words)
    except Fault:
        return None


def _html(words: str, numbers: numbering.Labels, key: str) -> SafeString:
    tokens = _read(words)
    if tokens is None:
        return mark_safe(escape(words))
    cited: Mapping[str, str] = numbers.seen_from(key)
    return mark_safe("".join(_token(token, cited, numbers) for token in tokens))


def _token(token: Token, cited: Mapping[str, str], numbers: numbering.Labels) -> str:
    match token:
        case wordings.Text(words):
            return escape(words)
        case Emphasis(words):
            return f"<em>{escape(words)}</em>"
        case BracketOpen():
            return '<span class="bracket">[</span>'
        case BracketClose():
            return '<span class="bracket">]</span>'
        case ParagraphReference(named):
            return f"<bdi>{escape(cited.get(named, wordings.UNKNOWN_REFERENCE))}</bdi>"
        case NoteCall(named):
            return f"<sup>{escape(numbers.printed.get(named, '*'))}</sup>"
    return ""
