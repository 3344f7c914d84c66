"""The numbers while the blocks go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from documents.faults import gettext_noop
from igsp_portal.foundations.language.languages import resolve

from .blocks import Block, NumberingError, no_level, no_level_above
from .choosing import Choosing
from .footnotes import footnotes
from .names import NAMES, Name, name_of
from .ordinals import spelled
from .places import Labels, Place, Unit, item, joined, paragraph
from .schemes import Level, Scheme, scheme
from .signs import STYLES, alone, behind_a_word
from .standing import State
from .units import Named, bare, filled, in_figures, inside, section, unit_of

SUBPARAGRAPHS = ("subparagraph", "definition")
CHAPEAUS = ("text", "preambular")  # lists begin anew after them; a note or a table between two items says nothing


def labels(
    blocks: Iterable[Block], numbering: Scheme | Any, language: str, texts: Mapping[str, str] | None = None
) -> Labels:
    """The label of each block that has one, and of each footnote called in `texts`.

    `numbering` is a scheme, or the data of one. Paragraphs are cited as `12`, `12 bis`, `8 (a) (i)`, or as
    `article 5, paragraph 2 (a)` where they begin anew; headings without their stop. `blocks` stand in their
    order; `texts` maps block keys to wordings in `language` and may be left out where no footnote is numbered.
    Raises NumberingError, SchemeError, UnknownLanguage, and WordingError or BracketError for a wording that
    cannot be read.
    """
    blocks = list(blocks)
    known = numbering if isinstance(numbering, Scheme) else scheme(numbering)
    count = _Count(known, resolve(language))
    for block in blocks:
        count.take(block)
    found = count.labels
    for note, sign in footnotes(blocks, texts or {}, found):
        found.printed[note] = found.cited[note] = sign
        found.places[note] = Place((), sign)
    return found


class _Count(Choosing):
    def __init__(self, known: Scheme, language: str) -> None:
        super().__init__(known, language)
        self.style = STYLES[language]

    def take(self, block: Block) -> None:
        if block.kind == "footnote":
            return
        self.enter(block)
        if block.kind == "heading":
            self._heading(block)
        elif block.kind == "annex":
            self._annex(block)
        elif block.kind == "paragraph":
            self._paragraph(block)
        elif block.kind in SUBPARAGRAPHS:
            self._subparagraph(block)
        elif block.kind in CHAPEAUS:
            self.state.anew = block.level
        self.labels.places.setdefault(block.key, Place(self._chain()))

    def _chain(self, units: tuple[Unit, ...] | None = None) -> tuple[Unit, ...]:
        """The units in which a block stands: `units`, or those at which numbers begin anew, and its options."""
        if units is None:
            units = self._restart()
        there = {unit.key for unit in units}
        return units + tuple(choice.unit for choice in self.choices if choice.key not in there)

    def _restart(self) -> tuple[Unit, ...]:
        """The annex, and the heading at which paragraphs began anew."""
        above = [level for level in self.state.units if level <= self.state.plan.restart]
        return inside(self.state.units[max(above)], self.language) if above else self.state.around

    # Headings and annexes

    def _heading(self, block: Block) -> None:
        state, level = self.state, block.level
        if not 1 <= level <= len(state.plan.headings):
            raise no_level(block, len(state.plan.headings))
        rule = state.plan.headings[level - 1]
        if level > 1 and level - 1 not in state.numbers and not rule.runs:
            raise no_level_above(block)
        before = (state.running if rule.runs else state.numbers).get(level, 0)
        number = self._number(block, before)
        state.numbers = {above: count for above, count in state.numbers.items() if above < level} | {level: number}
        state.units = {above: unit for above, unit in state.units.items() if above < level}
        if rule.runs:
            state.running[level] = number
        state.subparagraphs, state.anew, state.paragraph_place = (), 0, None
        if level <= state.plan.restart:
            state.paragraph = 0
        self._name_heading(block, rule, number)

    def _name_heading(self, block: Block, rule: Level, number: int) -> None:
        name = name_of(rule.label, self.language)
        if not rule.is_numbered:
            if name:
                self.labels.printed[block.key] = bare(name.heading)
                self.labels.apart.add(block.key)
            return
        alternative = self._alternative(block)
        above = self._above(block.level, rule)
        if name:
            place = self._named(block, name, rule, number, alternative, above)
        else:
            place = self._unnamed(block, rule.sign, number, alternative, above)
        self.state.units[block.level] = place

    def _above(self, level: int, rule: Level) -> Place:
        """The heading without whose number this one's is not known, or the annex."""
        levels = [above for above in self.state.units if above < level]
        if rule.runs or not levels:
            return Place(self.state.around)
        return self.state.units[max(levels)]

    def _named(self, block: Block, name: Name, rule: Level, number: int, alternative: str, above: Place) -> Place:
        sign = rule.sign
        name, written = self._written(name, rule, number)
        unit = unit_of(block.key, name, written, alternative)
        chain = self._chain(inside(above, self.language))
        self.labels.printed[block.key] = in_figures(name.heading, sign).format(written) + alternative
        self.labels.apart.add(block.key)
        place = Named(chain, unit.number, replace(unit, within=in_figures(unit.within, sign)))
        self._cite(block, place, (*chain, place.unit))
        return place

    def _written(self, name: Name, rule: Level, number: int) -> tuple[Name, str]:
        """The number behind a word, and the word, which may be another one with a number in words."""
        if rule.sign == "words" and (found := spelled(str(rule.label), number, self.language)):
            return found
        if number == 1 and name.first and rule.sign == "arabic":
            return name, name.first
        feminine = name.heading.split()[0].endswith("ة")
        return name, behind_a_word(rule.sign, self.language, feminine=feminine, in_han=name.in_han)(number)

    def _unnamed(self, block: Block, sign: str, number: int, alternative: str, above: Place) -> Place:
        write, pattern = alone(sign, self.language)
        written = write(number) + alternative
        self.labels.printed[block.key] = pattern.format(written)
        if isinstance(above, Named) or not above.number:
            chain, own = self._chain(inside(above, self.language)), written
        else:
            own = pattern.format(written) if pattern.startswith("(") or pattern.endswith(")") else written
            between = " " if own != written else self.style.between
            chain, own = self._chain(above.chain), f"{above.number}{between}{own}"
        place = Place(chain, own)
        self._cite(block, place, (*chain, section(own, self.language)) if chain else (), own)
        return place

    def _annex(self, block: Block) -> None:
        state, level = self.state, block.level
        if level not in (1, 2):
            raise no_level(block, 2)
        if level == 2 and 1 not in state.annexes:
            raise no_level_above(block)
        rule = self.scheme.annex if level == 1 else self.scheme.appendix
        number = self._number(block, state.annexes.get(level, 0))
        annexes = {above: count for above, count in state.annexes.items() if above < level} | {level: number}
        self.state = State(self.scheme.annexes, annexes, state.around[: level - 1])
        name = NAMES[self.language]["annex" if level == 1 else "appendix"]
        (name, written), alternative = self._written(name, rule, number), self._alternative(block)
        unit = replace(unit_of(block.key, name, written, alternative), is_heading=False)
        chain = self._chain(self.state.around)
        self.state.around = (*chain, unit)
        self.labels.printed[block.key] = filled(name.heading, written) + alternative
        self.labels.apart.add(block.key)
        if rule.is_numbered:
            self._cite(block, Place(chain, unit.number), self.state.around)

    # Paragraphs and what hangs on them

    def _paragraph(self, block: Block) -> None:
        state = self.state
        state.paragraph = self._number(block, state.paragraph)
        state.subparagraphs, state.anew = (), 0
        number = f"{state.paragraph}{self._alternative(block)}"
        place = state.paragraph_place = Place(self._chain(), number)
        self._label(block, self.style.paragraph.format(number), place, paragraph(place, self.language))

    def _subparagraph(self, block: Block) -> None:
        state, levels = self.state, self.style.subparagraphs
        level = 1 if block.kind == "definition" else block.level
        if not 1 <= level <= len(levels):
            raise no_level(block, len(levels))
        if level > len(state.subparagraphs) + 1:
            raise no_level_above(block)
        goes_on = len(state.subparagraphs) >= level and (block.alternative or not 0 < state.anew <= level)
        before = state.subparagraphs[level - 1][0] if goes_on else 0
        state.anew = 0
        position = self._number(block, before)
        sign, pattern = levels[level - 1]
        printed = pattern.format(sign(position) + self._alternative(block))
        state.subparagraphs = (*state.subparagraphs[: level - 1], (position, printed))
        signs = " ".join(label for _, label in state.subparagraphs)
        if above := state.paragraph_place:
            place = Place(self._chain(above.chain), f"{above.number} {signs}")
            cited = paragraph(place, self.language)
        else:
            place = Place(self._chain(self._deepest()), signs)
            cited = item(place, self.language)
        self._label(block, printed, place, cited)

    def _deepest(self) -> tuple[Unit, ...]:
        """The heading right above, which a subparagraph without a paragraph hangs on."""
        units = self.state.units
        return inside(units[max(units)], self.language) if units else self.state.around

    def _label(self, block: Block, printed: str, place: Place, cited: str) -> None:
        self.labels.printed[block.key] = printed
        self.labels.places[block.key] = place
        self.labels.cited[block.key] = cited

    def _cite(self, block: Block, place: Place, units: tuple[Unit, ...], alone: str = "") -> None:
        self.labels.places[block.key] = place
        self.labels.cited[block.key] = alone if not units else joined(units, self.language)

    # Numbers

    def _number(self, block: Block, before: int) -> int:
        """The next number, or the same again for an alternative."""
        if block.alternative and not before:
            reason = gettext_noop("Block {key} is an alternative, but there is no paragraph before it.")
            raise NumberingError(block.key, reason)
        return before + (0 if block.alternative else 1)

    def _alternative(self, block: Block) -> str:
        if not block.alternative:
            return ""
        limit = len(self.style.alternatives)
        if block.alternative > limit:
            reason = gettext_noop("Block {key} is alternative {alternative}; there are names for {limit} only.")
            raise NumberingError(block.key, reason, alternative=block.alternative, limit=limit)
        return self.style.alternatives[block.alternative - 1]
