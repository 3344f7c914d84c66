"""The next free symbol: of a series, a session and a kind, and of what revises, adds to or corrects a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .reading import SymbolError, parse
from .shape import SUFFIXES
from .symbol import Symbol, comparable

_SEPARATORS = {"": "", "INF": "/", "NGO": "/"}  # INF/2 and NGO/2, but L.2, CRP.2 and WP.2


def propose(series: str, session: str = "", kind: str = "", taken: Iterable[str | Symbol] = ()) -> Symbol:
    """The symbol after the highest number that is taken there; the kind is printed as it is in those.

    Numbers left out are not proposed: somebody may have kept them for a document to come. Raises SymbolError where
    no symbol begins with that series.
    """
    first = Symbol(series, session, kind, 1, separator=_SEPARATORS.get(kind, "."))
    there = [half for half in _halves(taken) if half.number and _family(half) == _family(first)]
    last = max(there, key=lambda half: half.number, default=replace(first, number=0))
    return parse(str(replace(first, number=last.number + 1, separator=last.separator)))


def propose_suffix(symbol: Symbol, word: str, taken: Iterable[str | Symbol] = ()) -> Symbol:
    """The symbol of its next revision (`Rev`), addendum (`Add`), corrigendum (`Corr`) …: of Add.1 the next is Add.2.

    A document of several bodies takes the suffix in each of its symbols.
    """
    if word not in SUFFIXES:
        raise ValueError(word)
    stems = [_stem(half, word) for half in symbol.halves]
    keys = {stem.key for stem in stems}
    behind = [shorter for half in _halves((symbol, *taken)) for shorter in _with_fewer_suffixes(half)]
    there = [half.suffixes[-1][1] for half in behind if _ends_in(half, word) and _stem(half, word).key in keys]
    number = 1 + max(there, default=0)
    *others, last = [replace(stem, suffixes=(*stem.suffixes, (word, number))) for stem in stems]
    for half in reversed(others):
        last = replace(half, other=last)
    return last


def _halves(taken: Iterable[str | Symbol]) -> Iterator[Symbol]:
    """The symbol of each body, of those that are symbols."""
    for known in taken:
        try:
            yield from (known if isinstance(known, Symbol) else parse(known)).halves
        except SymbolError:
            continue


def _with_fewer_suffixes(symbol: Symbol) -> Iterator[Symbol]:
    """Itself, and what its suffixes were put behind one after the other: where Add.3/Rev.1 is, Add.3 is taken."""
    for count in range(1, len(symbol.suffixes) + 1):
        yield replace(symbol, suffixes=symbol.suffixes[:count], tails=symbol.tails[: count + 1])


def _family(symbol: Symbol) -> tuple[str, str]:
    return comparable("/".join(filter(None, (symbol.series, symbol.session)))), comparable(symbol.kind)


def _ends_in(symbol: Symbol, word: str) -> bool:
    return bool(symbol.suffixes) and symbol.suffixes[-1][0] == word


def _stem(symbol: Symbol, word: str) -> Symbol:
    """What the next suffix of this word is put behind: the symbol without its last one, where that is of the word."""
    if not _ends_in(symbol, word):
        return replace(symbol, stars=0)
    return replace(symbol, suffixes=symbol.suffixes[:-1], tails=symbol.tails[: len(symbol.suffixes)], stars=0)
