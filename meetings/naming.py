"""What kinds are called in a process: by its own names where it has some, and else by the usual ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from modeltranslation.utils import fallbacks

from .kinds import CITED, KINDS, MANY, InstrumentKind, Named, ParticipantKind

SYMBOL = "{symbol}"
LAST = 2**15  # beyond what an order can be


class Names:
    """The names of kinds in a process, from its own names (`one`, `many`, `order`) and the kinds of its bodies."""

    def __init__(self, own: Iterable[Any], given: Mapping[models.TextChoices, models.TextChoices]) -> None:
        self._own = {(name.of, name.kind): name for name in own}
        self._given = given

    def one(self, kind: models.TextChoices) -> str:
        """What one of a kind is called."""
        return self._written(kind, "one") or str(self._given.get(kind, kind).label)

    def many(self, kind: models.TextChoices) -> str:
        """What several of a kind are called."""
        return self._written(kind, "many") or str(MANY[kind])

    def cite(self, kind: InstrumentKind, symbol: str) -> SafeString:
        """An instrument by its symbol, as running text cites it."""
        pattern = self._written(kind, "one") or str(CITED[kind]).replace("%(symbol)s", SYMBOL)
        before, _mark, after = (pattern if SYMBOL in pattern else f"{pattern} {SYMBOL}").partition(SYMBOL)
        return format_html("{}{}{}", before, symbol, after)

    def choices(self, kinds: type[models.TextChoices]) -> list[tuple[str, str]]:
        """The kinds to choose from, as a form offers them."""
        return [(kind.value, self.one(kind)) for kind in kinds]

    def place(self, kind: ParticipantKind) -> tuple[int, int]:
        """Where participants of a kind stand in a list."""
        own = self._own.get((Named.PARTICIPANT, kind))
        order = own.order if own and own.order is not None else LAST
        return order, list(ParticipantKind).index(kind)

    def _written(self, kind: models.TextChoices, name: str) -> str:
        """The own name in the reader's language; one of another language is none."""
        of = next(named for named, kinds in KINDS.items() if isinstance(kind, kinds))
        with fallbacks(False):
            return getattr(self._own.get((of, kind)), name, "") or ""
