"""What each line of a file is taken for: by its style where the file has styles, else by its number, look and place.

A number alone does not tell a heading from a paragraph: “1.” is a heading where paragraph 9 is due and short words
without a stop follow. Letters and figures of lists take their level from the order in which they appear.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import merge

from documents.drafts import DEEPEST
from documents.faults import Fault

from . import numerals
from .inline import Bracket, Note, Piece, Words, balanced, strays_of_all, wording
from .labelled import OPENED, SHORT, Found, Labelled, apart, joined, labelled
from .ranks import ranks
from .reading import LEVEL_MISSING, MASTHEAD, TAKEN_BY_LOOK, Line, order_of
from .typed import Label, labels

HEADINGS = (*numerals.HEADINGS, "roman", "upper")
LISTS = ("(a)", "(A)", "(i)", "(I)", "(1)", "(一)", "'1'", "a.", "i.", "bullet")
FIGURES = {"(a)": "(i)", "(A)": "(I)", "a.": "i."}  # the ninth letter may be the first of them


def lines(founds: Sequence[Found]) -> list[Line]:
    """The lines of a file, each taken for something; brackets without a partner are named.

    What says nothing is none, unless something was left out of it: then it is a line that is left out.
    """
    parted = list(map(labelled, founds))
    sorter = _Sorter(apart(joined([one for one in parted if _says(one)])))
    made = [sorter.take(number) for number in range(len(sorter.all))]
    strays = strays_of_all(sorter.strays)
    made = [replace(line, remarks=(*line.remarks, *strays.get(line.place, ()))) for line in made]
    return _with_emptied(_without_masthead(sorter.all, made), (one.found for one in parted if not _says(one)))


def _says(one: Labelled) -> bool:
    return bool(one.found.kind or one.words or one.label or any(isinstance(piece, Note) for piece in one.pieces))


def _with_emptied(made: list[Line], founds: Iterable[Found]) -> list[Line]:
    emptied = [Line(found.place, "", "", remarks=tuple(found.remarks)) for found in founds if found.remarks]
    return list(merge(made, emptied, key=lambda line: order_of(line.place)))


class _Sorter:
    """What the lines are, as they go by."""

    def __init__(self, all_: list[Labelled]) -> None:
        self.all = all_
        self.headings: list[str] = []  # looks of the headings that stand above
        self.lists: list[tuple[str, int]] = []  # looks and numbers of the list items that stand above
        self.paragraph = 0
        self.numbers: dict[str, int] = {}
        self.standing = 0
        self.option = 0
        self.option_level = 0
        self.strays: list[tuple[int, Bracket]] = []
        self.in_preamble = False  # whether a line that ends in a comma has come: The Parties,
        self.anew = False  # whether paragraphs may begin anew
        self.annexes: tuple[str, ...] = ()  # looks of the annex and the appendix that stand
        self.told: set[tuple[str, int]] = set()  # kinds and levels of lines of which the file says what they are
        self.ranks: list[str] = []  # what headings are called up to the next annex, from the highest
        self.outlines: set[int] = set()  # their levels by their styles
        self._rank(0)
        self.within: set[str] = set()  # lists of the file that stand within paragraphs

    def take(self, number: int) -> Line:
        one = self.all[number]
        found = one.found
        if found.kind:
            return self._told(one, found.kind, found.level or 1)
        label = self._chosen(number)
        if label is None:
            return self._heading(one, "style", found.outline) if found.outline else self._unlabelled(number)
        if label.look in OPENED:
            return self._opened(number, label)
        if found.outline and len(one.words) <= 2 * SHORT:
            return self._heading(one, label.look, found.outline, label.number, label.alternative)
        return self._by_label(number, label)

    def _told(self, one: Labelled, kind: str, level: int) -> Line:
        """What the file says that it is; its number says whether it was put in after another one."""
        alternative = _alternative(one.found) if (kind, level) in self.told else 0
        self.told.add((kind, level))
        return self._line(one, kind, level, alternative)

    def _by_label(self, number: int, label: Label) -> Line:
        one = self.all[number]
        if label.look in HEADINGS and (label.look in numerals.HEADINGS or one.is_title):
            return self._heading(one, label.look, 0, label.number, label.alternative)
        if label.look in ("arabic", "1.1", "op"):
            return self._numbered(number, label)
        if label.look == "pp":
            return self._line(one, "preambular")
        return self._item(one, label)

    def _chosen(self, number: int) -> Label | None:
        """The reading of a label that goes on with what stands before it."""
        options = self.all[number].options
        for option in options:
            if option.look in LISTS and self._goes_on(option) and not self._figure_follows(number, option):
                return option
            if option.look in HEADINGS and self.numbers.get(option.look, 0) + 1 == option.number:
                return option
        fresh = next((option for option in options if option.number == 1), None)
        if self.all[number].found.label and not options:
            return Label(self.all[number].found.label, "bullet")  # a number that is unlike any known one
        return fresh or (options[0] if options else None)

    def _goes_on(self, option: Label) -> bool:
        step = 0 if option.alternative else 1
        return any(look == option.look and option.number == last + step for look, last in self.lists)

    def _figure_follows(self, number: int, option: Label) -> bool:
        """Whether (i) after (h) is followed by (ii), so that it is the first figure and not the ninth letter."""
        figures = FIGURES.get(option.look)
        if not figures or option.number != 9 or number + 1 >= len(self.all):
            return False
        return any(other.look == figures and other.number == 2 for other in self.all[number + 1].options)

    def _numbered(self, number: int, label: Label) -> Line:
        one = self.all[number]
        if label.look == "1.1":
            return self._stepped(one, label)
        if label.look == "arabic" and one.is_title and not label.alternative and self._is_heading(number, label):
            return self._heading(one, "arabic", number=label.number)
        if self._is_within(one.found, label):
            return self._item(one, label)
        self.anew, self.paragraph = False, label.number
        self.lists.clear()
        return self._line(one, "paragraph", alternative=label.alternative)

    def _is_within(self, found: Found, label: Label) -> bool:
        """Whether a number that the file counts is of a list within a paragraph: one that began where none is due."""
        begins = bool(found.label) and label.number == 1
        if begins and self.paragraph and not self.anew:
            self.within.add(found.counter)
        elif begins:
            self.within.discard(found.counter)
        return bool(found.label) and found.counter in self.within

    def _is_heading(self, number: int, label: Label) -> bool:
        """Whether a number before short words is not the next paragraph's: that one, or one below it, comes later."""
        due = self.paragraph + 1
        if self.all[number].found.label:
            return False  # a list of Word's; its headings have styles
        later = [other.options[0] for other in self.all[number + 1 :] if other.options]
        after = next((option for option in later if option.look in ("arabic", "1.1")), None)
        if after is None:
            return label.number != due and not self.anew
        if after.look == "1.1" or (after.number == label.number and not after.alternative):
            return True
        return label.number != due and not (label.number == 1 and self.anew and after.number != due)

    def _stepped(self, one: Labelled, label: Label) -> Line:
        if one.is_title:
            return self._heading(one, f"1.1/{label.depth}", number=label.number)
        if label.depth == 2 or not self.paragraph:
            self.lists.clear()
            self.paragraph += 1
            return self._line(one, "paragraph")
        return self._item(one, label)

    def _item(self, one: Labelled, label: Label) -> Line:
        look = f"{label.look}/{one.found.depth}" if label.look in ("bullet", "arabic") else label.look
        looks = [look for look, _ in self.lists]
        level = looks.index(look) + 1 if look in looks else len(looks) + 1
        self.lists[level - 1 :] = [(look, label.number)]
        return self._line(one, "subparagraph", min(level, DEEPEST["subparagraph"]), label.alternative)

    def _heading(self, one: Labelled, look: str, outline: int = 0, number: int = 0, alternative: int = 0) -> Line:
        before = tuple(self.headings)
        level = min(outline or self._level(look), DEEPEST["heading"])
        if level > self.standing + 1 and not self._may_lack(look, level):
            one.found.remarks.append(Fault(LEVEL_MISSING, level=level))
            level = self.standing + 1
        if not any(before[level - 1 : level]) and not (look in numerals.RUNNING and look in self.numbers):
            alternative = 0  # there is none before it
        self.headings += [""] * (level - 1 - len(self.headings))
        self.headings[level - 1 :] = [look]
        self.standing = level
        if number:
            self.numbers[look] = number
        for deeper in HEADINGS[HEADINGS.index(look) + 1 :] if look in ("roman", "upper") else ():
            self.numbers.pop(deeper, None)
        self.lists.clear()
        self.anew = True
        if self.option and level <= self.option_level:
            self.option = 0
        return self._line(one, "heading", level, alternative)

    def _level(self, look: str) -> int:
        """The level of a heading: that of those like it, or one below what stands; what is lower stands no more.

        One that is called something leaves out the levels that the file has elsewhere between what stands and it.
        """
        lacking = 0
        if look in self.headings:
            del self.headings[self.headings.index(look) :]
        elif look in self.ranks:
            rank = self.ranks.index(look)
            lower = (at for at, one in enumerate(self.headings) if one in self.ranks[rank + 1 :])
            del self.headings[next(lower, len(self.headings)) :]
            while self.headings and not self.headings[-1]:
                self.headings.pop()
            lacking = rank - 1 - max((self.ranks.index(one) for one in self.headings if one in self.ranks), default=-1)
        return len(self.headings) + lacking + 1

    def _may_lack(self, look: str, level: int) -> bool:
        """Whether a heading whose numbers run on may stand without those above it that the file has elsewhere."""
        return look in numerals.RUNNING and all(
            above in self.outlines or above <= len(self.ranks) for above in range(self.standing + 1, level)
        )

    def _rank(self, start: int) -> None:
        """What the headings up to the next annex are called and are by their styles."""
        self.ranks, self.outlines = [], set()
        called = []
        for one in self.all[start:]:
            label = one.options[0] if one.options else None
            if label and label.look in ("annex", "appendix"):
                break
            if one.found.outline:
                self.outlines.add(one.found.outline)
            elif label and label.look in numerals.HEADINGS and not label.alternative:
                called.append((label.look, label.number))
        self.ranks = ranks(called)

    def _opened(self, number: int, label: Label) -> Line:
        """An annex, an appendix or an option: all begins anew below it."""
        one = self.all[number]
        if label.look != "option":
            self._anew()
            self._rank(number + 1)
            alternative = label.alternative if label.look in self.annexes else 0
            self.annexes = ("annex",) if label.look == "annex" else ("annex", "appendix")
            return self._line(one, "annex", len(self.annexes), alternative)
        self.option = 0
        self.option_level = self.standing
        line = self._line(one, "option")
        self.option = one.found.place
        self.anew = True
        return line

    def _anew(self) -> None:
        self.headings.clear()
        self.lists.clear()
        self.standing = self.option = 0
        self.numbers.clear()
        self.anew = True

    def _unlabelled(self, number: int) -> Line:
        one = self.all[number]
        if one.found.looks in ("bold", "centred") and one.is_title:
            one.found.remarks.append(Fault(TAKEN_BY_LOOK))
            return self._heading(one, one.found.looks)
        in_article = any(look in numerals.RUNNING for look in self.headings)
        if self.paragraph == 0 and not in_article and re.search("[,，،][]］ ]*$", one.words):
            is_recital = self.in_preamble or len(one.words) > 40 or _leads(one.pieces)
            self.in_preamble = True
            return self._line(one, "preambular" if is_recital else "text")
        return self._line(one, "text", self._level_within(number))

    def _level_within(self, number: int) -> int:
        """The level of unnumbered words: within an item where the list of that item goes on after them."""
        following = (other.options for other in self.all[number + 1 :] if other.options or other.found.kind)
        options = next(following, [])
        levels = [
            level
            for option in options
            for level, (look, last) in enumerate(self.lists, 1)
            if look == option.look and option.number == last + 1
        ]
        return levels[0] + 1 if levels else 1

    def _line(self, one: Labelled, kind: str, level: int = 1, alternative: int = 0) -> Line:
        found = one.found
        pieces, strays = balanced(one.pieces)
        self.strays += ((found.place, bracket) for bracket in strays)
        return Line(
            place=found.place,
            kind=kind,
            words=found.table or wording(pieces),
            level=level,
            label=one.label,
            alternative=found.alternative or alternative,
            option=found.option or (0 if kind == "option" else self.option),
            key=found.key,
            remarks=tuple(found.remarks),
        )


def _alternative(found: Found) -> int:
    """Which one put in after another a line is by the number that the file gives it."""
    return next((label.alternative for label in labels(f"{found.label}\t")), 0) if found.label else 0


def _leads(pieces: list[Piece]) -> bool:
    first = next((piece for piece in pieces if not isinstance(piece, Bracket)), None)
    return isinstance(first, Words) and first.emphasis


def _without_masthead(all_: list[Labelled], made: list[Line]) -> list[Line]:
    """The lines with those of the masthead told apart, which are none of the text."""
    head = {number for number, one in enumerate(all_) if one.found.looks == "title" and made[number].kind == "text"}
    head |= _masthead(all_, made)
    return [_of_masthead(line) if number in head else line for number, line in enumerate(made)]


def _of_masthead(line: Line) -> Line:
    remarks = (fault for fault in line.remarks if fault.reason != TAKEN_BY_LOOK)
    return replace(line, kind=MASTHEAD, level=1, option=0, remarks=tuple(remarks))


def _masthead(all_: list[Labelled], made: list[Line]) -> set[int]:
    """Short lines before the first heading or number, unless there is nothing else; a table may stand above them."""
    found: set[int] = set()
    below_table = False
    for number, (one, line) in enumerate(zip(all_, made, strict=True)):
        below_table |= (is_letterhead := _is_letterhead(number, all_, made))
        is_head = one.is_title and not one.found.kind
        if line.kind == "text" or (below_table and is_head and _stands_above(number, all_, made)):
            found |= {number} if is_head else set()
        elif is_letterhead:
            found.add(number)
        elif line.kind:
            return found
    return set()


def _is_letterhead(number: int, all_: list[Labelled], made: list[Line]) -> bool:
    """Whether a table has names, symbols and dates alone, and other lines of a masthead stand below it."""
    found = all_[number].found
    if made[number].kind != "table" or found.key or max(map(len, re.split(r"[|\n]", found.table))) > SHORT:
        return False
    begins = number == 0 and len(all_) > 1 and all_[1].is_title and not (all_[1].options or all_[1].found.kind)
    return begins or _stands_above(number, all_, made)


def _stands_above(number: int, all_: list[Labelled], made: list[Line]) -> bool:
    """Whether short words that are no heading follow, with nothing but headings by look between."""
    for one, line in zip(all_[number + 1 :], made[number + 1 :], strict=True):
        if one.options or one.found.kind or one.found.outline or not one.is_title:
            return False
        if line.kind == "text":
            return True
    return False
