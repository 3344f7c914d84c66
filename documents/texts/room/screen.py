"""What stands on the screen of the meeting room: one paragraph, whose its brackets are, and what is proposed for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import LANGUAGES, listed

from ... import ledger, numbering, wordings
from ...drafts import Draft, PlannedBlock
from ...faults import Fault
from ...ledger import Place
from ...wordings import BracketClose, BracketOpen, Emphasis, NoteCall, ParagraphReference, Token
from .. import history, rendering
from ..brackets import attributions, ledgers
from ..models import Agreement, Proposal, TextVersion, Wording
from ..models.marks import reserved
from ..proposals import proposed
from ..proposals.proposed import Proposed
from ..states import Agreed, BlockKind

COLOURS = 6  # of brackets, one after the other; each has its number besides
SIZES = ((100, "few"), (260, "some"), (600, "many"))  # characters, and how large they stand without scripts


@dataclass(frozen=True)
class Shown:
    """One block of a version on the screen, in the reader's language or else in the original."""

    version: TextVersion
    draft: Draft
    block: PlannedBlock
    language: str
    numbers: numbering.Labels

    @property
    def words(self) -> str:
        return self.draft.words.get(self.language, {}).get(self.block.key, "")


def shown(version: TextVersion, draft: Draft, key: str) -> Shown | None:
    """The block `key`, or the first, of a version as its readers have it; None where there is none."""
    blocks = [block for block in draft.blocks if block.kind != BlockKind.FOOTNOTE]
    block = next((block for block in blocks if block.key == key), None) or (blocks[0] if blocks and not key else None)
    if block is None:
        return None
    reader = get_language() or "en"
    language = reader if block.key in draft.words.get(reader, {}) else version.text.original_language
    return Shown(version, draft, block, language, ledgers.numbers(version, draft, language))


def on_screen(one: Shown, user: Any) -> dict[str, Any]:
    """What templates/documents/room_part.html takes."""
    key, language = one.block.key, LANGUAGES[one.language]
    places = _places(key, one.words)
    names = attributions.names(one.version, places, one.language, user)
    before, after = _neighbours(one)
    return {
        "key": key,
        "version": one.version,
        "kind": one.block.kind,
        "number": one.numbers.cited.get(key) or one.numbers.printed.get(key, ""),
        "language": language,
        "html": _Screen(one, names).html(one.words),
        "size": next((size for most, size in SIZES if len(one.words) <= most), "most"),
        "notes": list(_notes(one)),
        "marks": list(_marks(one)),
        "is_stale": _is_stale(one),
        "proposals": list(_proposals(one, user)),
        "before": before,
        "after": after,
    }


def beside(version: TextVersion, draft: Draft, gone: str) -> dict[str, str]:
    """The ways on from a paragraph that is no longer there: to those that stood next to it."""
    before, after = history.beside(version, draft, _keys(draft), gone)
    return {"before": before, "after": after}


def _keys(draft: Draft) -> list[str]:
    """The blocks that are shown by themselves."""
    return [block.key for block in draft.blocks if block.kind != BlockKind.FOOTNOTE]


def _places(key: str, words: str) -> list[Place]:
    try:
        return ledger.places(key, words)
    except Fault:
        return []


def _neighbours(one: Shown) -> tuple[str, str]:
    keys = _keys(one.draft)
    at = keys.index(one.block.key)
    return (keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else "")


def _marks(one: Shown) -> list[str]:
    agreed = Agreement.objects.in_force(one.version).get(one.block.key)
    on_it = reserved(one.version).get(one.block.key, [])
    said = [str(Agreed(agreed).label)] if agreed else []
    names = listed(str(row.participant) for row in on_it)
    return [*said, *([_("Reservation: %(participants)s") % {"participants": names}] if names else [])]


def _notes(one: Shown) -> list[dict[str, Any]]:
    """The footnotes that the block calls."""
    words = one.draft.words.get(one.language, {})
    return [
        {"number": one.numbers.printed.get(key, "*"), "html": _Screen(one, {}).html(words.get(key, ""))}
        for key in dict.fromkeys(wordings.note_calls(_tokens(one.words)))
    ]


def _tokens(words: str) -> list[Token]:
    try:
        return wordings.parse(words)
    except Fault:
        return [wordings.Text(words)]


class _Screen:
    """Words for the screen: each bracket has a number, and says by whom it is."""

    def __init__(self, one: Shown, names: Mapping[tuple[str, int], list[str]]) -> None:
        self.one, self.names = one, names
        self.direction = LANGUAGES[one.language].direction
        self.cited = one.numbers.seen_from(one.block.key)

    def html(self, words: str) -> SafeString:
        self.order, self.open = 0, list[int]()
        if self.one.block.kind == BlockKind.TABLE:
            words = words.replace("\\|", "\0").replace("|", " · ").replace("\0", "|")
        return mark_safe("".join(self._token(token) for token in _tokens(words)))

    def _token(self, token: Token) -> str:
        match token:
            case wordings.Text(words):
                return rendering.plain(words, self.direction)
            case Emphasis(words):
                return f"<em>{rendering.plain(words, self.direction)}</em>"
            case BracketOpen():
                return self._opening()
            case BracketClose():
                return f'<span class="bracket">]<sup>{self.open.pop()}</sup></span></span>'
            case NoteCall(key):
                return f"<sup>{escape(self.one.numbers.printed.get(key, '*'))}</sup>"
            case ParagraphReference(key):
                return f"<bdi>{escape(self.cited.get(key, wordings.UNKNOWN_REFERENCE))}</bdi>"

    def _opening(self) -> str:
        self.order += 1
        self.open.append(self.order)
        whose = self.names.get((self.one.block.key, self.order), [])
        said = "".join(f"<bdi>{escape(name)}</bdi>" for name in whose)
        by = f'<span class="by">{said}</span>' if said else ""
        colour = (self.order - 1) % COLOURS + 1
        return f'<span class="bracketed colour-{colour}"><span class="bracket">[<sup>{self.order}</sup></span>{by}'


def _proposals(one: Shown, user: Any) -> list[dict[str, Any]]:
    """What is proposed for the block and not decided on, in whichever language."""
    rows = Proposal.objects.visible_to(user).undecided()
    return [_proposal(one, proposal) for proposal in Proposed(one.version, rows, draft=one.draft).at(one.block.key)]


def _proposal(one: Shown, found: proposed.Shown) -> dict[str, Any]:
    elsewhere = found.language.code != one.language
    return {
        "participant": str(found.proposal.participant),
        "supporters": [str(party) for party in found.supporters],
        "touches": found.touches,
        "kind": f"{found.what} · {found.language.own_name}" if elsewhere else found.what,
        "language": found.language,
        "html": found.html,
    }


def _is_stale(one: Shown) -> bool:
    """Whether the words on the screen are older than the original's."""
    rows = Wording.objects.filter(block__version=one.version, block__key=one.block.key, language=one.language)
    wording = rows.select_related("translated_from").first()
    return wording is not None and wording.is_stale
