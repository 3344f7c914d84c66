"""Readings of one text: without what is in brackets, or with the alternatives of one party in place of the others.

Both take the tokens of a wording and give those that are read.
"""

from collections.abc import Container, Iterator, Sequence

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


def chosen(tokens: Sequence[Token], labels: Container[str]) -> list[Token]:
    """The words with the alternatives that bear one of `labels` out of their brackets.

    What stands in unlabelled brackets directly before one is what it replaces, and is left out. Other brackets stay.
    """
    found: list[list[Token]] = []
    for part in _parts(tokens):
        if not _is_bracket(part):
            found.append(part)
        elif _label(part) in labels:
            if found and _is_bracket(found[-1]) and not _label(found[-1]):
                found.pop()
            found.append(chosen(part[1:-1], labels))
        else:
            found.append([part[0], *chosen(part[1:-1], labels), part[-1]])
    return [token for part in found for token in part]


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


def _label(part: Sequence[Token]) -> str:
    return part[0].label if isinstance(part[0], BracketOpen) else ""


def _ends_in_dots(tokens: Sequence[Token]) -> bool:
    """Whether dots stand last, but for a space."""
    words = [token for token in tokens[-2:] if not (isinstance(token, Text) and not token.words.strip())]
    return bool(words) and words[-1] == Text(LEFT_OUT)
