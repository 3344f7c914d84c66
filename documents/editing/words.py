"""Words are split and merged, found and replaced."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from documents.drafts import Draft
from documents.faults import gettext_noop

from .blocks import put_in, worded
from .standing import EditingFault, Spot, is_note, place

WITHOUT_SPACES = ("zh-hans",)
_MARK = re.compile(r"(?<!\\)(\{(?:note|para|is):[^{}]*\})")


def split(draft: Draft, key: str, new: str, parts: Mapping[str, tuple[str, str]]) -> Draft:
    """With the block's words in two: `parts` by language, the first stays, the second is a new block's after it.

    Words of other languages stay whole where they are: which part is which is for their translators to say.
    """
    block = draft.blocks[place(draft, key)]
    if is_note(block):
        raise EditingFault(gettext_noop("A footnote is not split."))
    made = put_in(draft, replace(block, key=new, alternative=0), Spot(key, block.option), {})
    words = {code: {key: first.strip(), new: second.strip()} for code, (first, second) in parts.items()}
    return Draft(made.blocks, worded(made.words, words))


def emptied(draft: Draft, key: str, languages: Container[str]) -> Draft:
    """Without the words of a block in these languages."""
    said = {
        code: {k: words for k, words in there.items() if k != key} if code in languages else there
        for code, there in draft.words.items()
    }
    return Draft(draft.blocks, {code: there for code, there in said.items() if there})


def merged(draft: Draft, key: str) -> tuple[Draft, str]:
    """With the words of the next block added to this one's, language by language; and the key of that next block.

    References to the next block then name this one. Of two tables the rows of the second follow those of the first.
    """
    start = place(draft, key)
    following = next((block for block in draft.blocks[start + 1 :] if not is_note(block)), None)
    if following is None or following.kind not in (draft.blocks[start].kind, "subparagraph", "text"):
        raise EditingFault(gettext_noop("There is no block of the same kind after “{key}”."), key=key)
    other = following.key
    rows = draft.blocks[start].kind == following.kind == "table"
    words = {code: _merged(there, key, other, "\n" if rows else _space(code)) for code, there in draft.words.items()}
    return Draft([block for block in draft.blocks if block.key != other], words), other


def _space(language: str) -> str:
    return "" if language in WITHOUT_SPACES else " "


def _merged(there: Mapping[str, str], key: str, other: str, between: str) -> dict[str, str]:
    both = between.join(filter(None, (there.get(key, ""), there.get(other, ""))))
    both = both.replace(f"{{para:{other}}}", f"{{para:{key}}}")
    renamed = {k: said.replace(f"{{para:{other}}}", f"{{para:{key}}}") for k, said in there.items() if k != other}
    return renamed | ({key: both} if both else {})


def found(draft: Draft, language: str, wanted: str, *, same_case: bool = False) -> list[str]:
    """The keys of the blocks in whose words `wanted` stands, in their order; marks in braces are no words."""
    pattern = _pattern(wanted, same_case)
    there = draft.words.get(language, {})
    return [block.key for block in draft.blocks if any(map(pattern.search, _outside_marks(there.get(block.key, ""))))]


def replaced(
    draft: Draft, language: str, wanted: str, new: str, *, same_case: bool = False, only: Iterable[str] | None = None
) -> Draft:
    """With `new` in place of `wanted` in one language, in all blocks or in those of `only`; marks stay as they are."""
    pattern = _pattern(wanted, same_case)
    keys = set(found(draft, language, wanted, same_case=same_case))
    keys &= keys if only is None else set(only)
    there = draft.words.get(language, {})
    return Draft(draft.blocks, worded(draft.words, {language: {key: _put(pattern, new, there[key]) for key in keys}}))


def _put(pattern: re.Pattern[str], new: str, words: str) -> str:
    pieces = _MARK.split(words)
    return "".join(piece if place % 2 else pattern.sub(lambda _: new, piece) for place, piece in enumerate(pieces))


def _outside_marks(words: str) -> list[str]:
    return _MARK.split(words)[::2]


def _pattern(wanted: str, same_case: bool) -> re.Pattern[str]:
    if not wanted:
        raise EditingFault(gettext_noop("Enter the words to look for."))
    return re.compile(re.escape(wanted), 0 if same_case else re.IGNORECASE)
