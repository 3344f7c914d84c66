"""A reading of a text: without what is in brackets."""

from collections.abc import Iterator, Sequence

from documents.wordings import BracketClose, BracketOpen, Text, Token

LEFT_OUT = "…"  # stands where words in brackets were left out


def clean(tokens: Sequence[Token]) -> list[Token]:
    """The words outside of all brackets; three dots stand where any were left out, also side by side."""
    found: list[Token] = []
    for part in _parts(tokens):
        if not _is_bracket(part):
            found += part
        elif not _ends_in_dots(found):
            found.append(Text(LEFT_OUT))
        elif found[-1] != Text(LEFT_OUT):  # a space, which also stands behind the bracket
            found.pop()
    return found


def _parts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens one by one, but each outermost bracket of them as one part, with all that is in it."""
    part: list[Token] = []
    depth = 0
    for token in tokens:
        part.append(token)
        depth += isinstance(token, BracketOpen) - isinstance(token, BracketClose)
        if not depth:
            yield part
            part = []


def _is_bracket(part: Sequence[Token]) -> bool:
    return bool(part) and isinstance(part[0], BracketOpen)


def _ends_in_dots(tokens: Sequence[Token]) -> bool:
    """Whether dots stand last, but for a space."""
    words = [token for token in tokens[-2:] if not (isinstance(token, Text) and not token.words.strip())]
    return bool(words) and words[-1] == Text(LEFT_OUT)
